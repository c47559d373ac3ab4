#include "services/cases/given_by.h"

#include "services/cases/reader.h"

namespace casejournal::services {
namespace {

bool IsSameHolder(const event::v1::Staff& a, const event::v1::Staff& b) {
  return a.issuer() == b.issuer() && a.subject() == b.subject();
}

// The position of the last of the first `known` entries for which `is` holds.
template <typename Is>
std::optional<eventstore::Position> PositionOfLast(const projections::EntryList& entries, size_t known, Is is) {
  for (size_t revision = known; revision > 0; --revision) {
    if (is(entries[revision - 1].event())) return entries[revision - 1].position;
  }
  return std::nullopt;
}

}  // namespace

std::optional<eventstore::Position> GivenBy(const v1::Assignment& assignment, const projections::EntryList& entries,
                                            size_t known) {
  const auto made = [&](const event::v1::CaseEvent& event) {
    return event.has_case_assigned() && event.case_assigned().part() == assignment.part() &&
           IsSameHolder(event.case_assigned().staff(), assignment.staff());
  };
  const auto on_that_day = [&](const event::v1::CaseEvent& event) {
    return made(event) && event.effective_on() == assignment.since();
  };
  const std::optional<eventstore::Position> position = PositionOfLast(entries, known, on_that_day);
  return position ? position : PositionOfLast(entries, known, made);
}

std::optional<eventstore::Position> GivenBy(const v1::AccessGrant& grant, const projections::EntryList& entries,
                                            size_t known) {
  return PositionOfLast(entries, known, [&](const event::v1::CaseEvent& event) {
    return event.has_access_granted() && event.access_granted().grant_id() == grant.grant_id();
  });
}

std::optional<eventstore::Position> GivenBy(const Decision& decision, const projections::CaseRecord& record) {
  if (decision.by == HeldRole::By::kJournal) return decision.given_at;
  const CaseAccess access = AccessIn(record);
  const projections::EntryList& entries = record.entries();
  if (decision.by == HeldRole::By::kAssignment)
    return decision.index < access.assignments.size()
               ? GivenBy(access.assignments[decision.index], entries, entries.size())
               : std::nullopt;
  return decision.index < access.grants.size() ? GivenBy(access.grants[decision.index], entries, entries.size())
                                               : std::nullopt;
}

}  // namespace casejournal::services
