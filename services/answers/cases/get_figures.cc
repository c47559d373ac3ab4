#include "services/answers/cases/get_figures.h"

#include <memory>
#include <string>

#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/figures/case_figures.h"
#include "services/answers/cases/law_asked.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {

absl::StatusOr<v1::GetFiguresResponse> GetFigures(const Journal& journal, const Reader& reader,
                                                  const v1::GetFiguresRequest& request, eventstore::Deadline deadline) {
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  if (absl::Status is_day = CheckDays({{"on", request.on()}}); !is_day.ok()) return is_day;
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, request.as_of());
  if (!known.ok()) return known.status();
  std::string on = request.on();
  if (on.empty()) on = request.as_of().has_effective_on() ? request.as_of().effective_on() : journal.Today();
  if (absl::Status ahead = CheckNotTooFarAhead(journal, "on", on); !ahead.ok()) return ahead;
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(reader, Act::kReadPlan, request.case_id());
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (absl::Status known_yet = CheckRevisionKnown(request.as_of(), entries); !known_yet.ok()) return known_yet;

  const absl::CivilDay day = *projections::ParseDay(on);
  const std::shared_ptr<const projections::Law> law = LawAsked(journal, day, request.as_of(), entries, *known);
  v1::GetFiguresResponse response =
      projections::FiguresOf(request.case_id(), entries, *law, {.known = *known, .day = day, .zone = journal.zone()});
  *response.mutable_answered() = Answered(journal, *known, **at, request.as_of(), as_of_position);
  return response;
}

}  // namespace casejournal::services
