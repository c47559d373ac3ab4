#include "services/answers/cases/law_asked.h"

#include "projections/entries/civil_day.h"

namespace casejournal::services {

std::optional<eventstore::Position> RulesKnownBy(const v1::AsOf& as_of, const projections::EntryList& entries) {
  if (as_of.known_case() == v1::AsOf::kPosition) return as_of.position();
  if (as_of.known_case() == v1::AsOf::kRevision) return entries[as_of.revision()].position;
  return std::nullopt;
}

std::shared_ptr<const projections::Law> LawAsked(const Journal& journal, absl::CivilDay day, const v1::AsOf& as_of,
                                                 const projections::EntryList& entries,
                                                 const projections::KnownSet& known) {
  const std::optional<eventstore::Position> known_by = RulesKnownBy(as_of, entries);
  const std::optional<absl::Time> closes = known.Closes();
  if (!known_by && !closes && projections::FormatDay(day) == journal.Today()) return journal.LawToday();
  return journal.rules().LawOn(day, known_by, closes);
}

}  // namespace casejournal::services
