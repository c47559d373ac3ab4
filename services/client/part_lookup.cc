#include "services/client/part_lookup.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {

std::vector<PlanPart> FindParts(const v1::CasePlan& plan, absl::string_view text) {
  std::vector<PlanPart> parts;
  const std::string lower = absl::AsciiStrToLower(text);
  const auto offer = [&](absl::string_view kind, const std::string& id, absl::string_view words) {
    if (absl::StrContains(absl::AsciiStrToLower(words), lower)) {
      parts.push_back({id, absl::StrCat(kind, ": ", words)});
    }
  };
  for (const v1::Goal& goal : plan.goals()) offer("goal", goal.goal_id(), goal.statement());
  for (const v1::Objective& objective : plan.objectives()) {
    const auto& terms = objective.terms();
    if (!terms.number().empty() && terms.number() == text) {
      parts.push_back({objective.objective_id(), absl::StrCat("objective: ", terms.statement())});
      continue;
    }
    offer("objective", objective.objective_id(), terms.statement());
  }
  for (const v1::Activity& activity : plan.activities()) {
    offer("activity", activity.activity_id(), activity.terms().what());
  }
  for (const v1::Need& need : plan.needs()) offer("need", need.need_id(), need.terms().need());
  for (const v1::ReturnCondition& condition : plan.conditions()) {
    offer("condition", condition.condition_id(), condition.condition());
  }
  for (const v1::Participant& person : plan.participants()) {
    offer("participant", person.participant_id(), person.name());
  }
  return parts;
}

}  // namespace casejournal::services
