#include "projections/history/history_filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {
namespace {

bool IsBy(const Entry& entry, const HistoryFilter& filter) {
  const std::vector<event::v1::Staff> makers = MakersOf(entry);
  return std::any_of(makers.begin(), makers.end(), [&](const event::v1::Staff& maker) {
    return maker.subject() == filter.staff_subject && maker.issuer() == filter.staff_issuer;
  });
}

bool NamesId(const event::v1::CaseEvent& event, const std::string& id) {
  for (const Reference& reference : ReferencesIn(event)) {
    if (reference.id == id) return true;
  }
  for (const Introduction& introduction : IntroductionsIn(event)) {
    if (introduction.id == id) return true;
  }
  return false;
}

// Whether a field is in a part of the plan: "objectives[5c…].terms.statement" is in "objectives", and "closed_on" in
// "closed_on".
bool IsIn(absl::string_view field, absl::string_view plan_part) {
  return field == plan_part || absl::StartsWith(field, absl::StrCat(plan_part, "[")) ||
         absl::StartsWith(field, absl::StrCat(plan_part, "."));
}

}  // namespace

std::vector<event::v1::Staff> MakersOf(const Entry& entry) {
  const event::v1::CaseEvent& event = entry.event();
  std::vector<event::v1::Staff> makers = {entry.stored->admission().actor()};
  if (event.on_behalf_of().has_staff()) makers.push_back(event.on_behalf_of().staff());
  if (event.claim().has_recorded_by()) makers.push_back(event.claim().recorded_by());
  return makers;
}

bool IsNamedIn(const EntryList& entries, const std::string& id) {
  for (const Entry& entry : entries) {
    if (NamesId(entry.event(), id)) return true;
  }
  return false;
}

bool IsByAny(const EntryList& entries, const std::string& staff_subject) {
  for (const Entry& entry : entries) {
    for (const event::v1::Staff& maker : MakersOf(entry)) {
      if (maker.subject() == staff_subject) return true;
    }
  }
  return false;
}

bool WantsEntry(const HistoryFilter& filter, const Entry& entry, const absl::TimeZone& zone) {
  if (!filter.staff_subject.empty() && !IsBy(entry, filter)) return false;
  return WithinDays(DayOf(entry.recorded_at_us, zone), filter.recorded_from, filter.recorded_until);
}

bool NamesParticipant(const HistoryFilter& filter, const Entry& entry, const EntryList& entries) {
  if (filter.participant_id.empty()) return false;
  std::optional<eventstore::Revision> at = entry.revision;
  while (at) {
    if (NamesId(entries[*at].event(), filter.participant_id)) return true;
    at = Settles(entries[*at]);
  }
  return false;
}

bool WantsRow(const HistoryFilter& filter, const v1::HistoryRow& row, const std::vector<std::string>& ids,
              bool names_participant, const std::vector<std::string>& fact_days) {
  const auto in_path = [&](const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  if (!filter.part_id.empty() && !in_path(filter.part_id)) return false;
  if (!filter.plan_part.empty() && !IsIn(row.change().field(), filter.plan_part)) return false;
  if (!filter.participant_id.empty() && !names_participant && !in_path(filter.participant_id)) return false;
  const auto within = [&](const std::string& day) {
    return !day.empty() && WithinDays(day, filter.effective_from, filter.effective_until);
  };
  return within(row.effective_on()) || within(row.effective_was_on()) ||
         std::any_of(fact_days.begin(), fact_days.end(), within);
}

}  // namespace casejournal::projections
