#include "projections/versions/goal_outcomes.h"

#include <algorithm>
#include <string>

namespace casejournal::projections {
namespace {

bool IsChild(const v1::CasePlan& plan, absl::string_view participant_id) {
  return std::any_of(plan.participants().begin(), plan.participants().end(), [&](const v1::Participant& participant) {
    return participant.participant_id() == participant_id && participant.capacity() == event::v1::CAPACITY_CHILD;
  });
}

}  // namespace

bool IsFor(const v1::CasePlan& plan, const v1::Goal& goal, absl::string_view child_id) {
  const auto names = [&](const auto& is) { return std::any_of(goal.for_ids().begin(), goal.for_ids().end(), is); };
  return names([&](const std::string& id) { return id == child_id; }) ||
         !names([&](const std::string& id) { return IsChild(plan, id); });
}

bool IsSought(const v1::CasePlan& plan, event::v1::PermanencyOutcome outcome, absl::string_view child_id,
              event::v1::OutcomeTrack track) {
  return std::any_of(plan.outcomes().begin(), plan.outcomes().end(), [&](const v1::OutcomeSought& sought) {
    return sought.child_id() == child_id && sought.track() == track && sought.outcome() == outcome;
  });
}

}  // namespace casejournal::projections
