// Parts that had ended by a day are not extended or revised on that day, and activities have an order.
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/interval_rules.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

// The earlier of two end days. An empty day means no end.
std::string Earlier(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return a < b ? a : b;
}

void RefuseEnded(SentenceId message, const std::string& id, const std::string& ended_on, const std::string& field,
                 Violations& violations) {
  if (ended_on.empty()) return;
  Refuse(Rule::kPartClosed,
         {.field = field, .ids = {id}, .message = SentenceOf(message, {DayParameter("ended_on", ended_on)})},
         violations);
}

void CheckGoalOpen(const ProposedEvent& proposed, const std::string& goal_id, Violations& violations) {
  const v1::Goal* goal = proposed.StateThen().Find<v1::Goal>({goal_id});
  if (goal == nullptr) return;
  RefuseEnded("part.closed.goal", goal_id, Earlier(goal->reached_on(), goal->withdrawn_on()), proposed.Field("goalId"),
              violations);
}

void CheckObjectiveOpen(const ProposedEvent& proposed, const std::string& objective_id, Violations& violations) {
  const v1::Objective* objective = proposed.StateThen().Find<v1::Objective>({objective_id});
  if (objective == nullptr) return;
  RefuseEnded("part.closed.objective", objective_id, Earlier(objective->met_on(), objective->withdrawn_on()),
              proposed.Field("objectiveId"), violations);
}

// The path from `from` to `to` along the activities that each waits for. Empty if there is no path.
std::vector<std::string> WaitsFor(const projections::CaseState& state, const std::string& from, const std::string& to) {
  absl::flat_hash_set<std::string> seen;
  std::vector<std::string> way;
  const std::function<bool(const std::string&)> reaches = [&](const std::string& id) {
    if (!seen.insert(id).second) return false;
    way.push_back(id);
    if (id == to) return true;
    if (const v1::Activity* activity = state.Find<v1::Activity>({id})) {
      for (const std::string& before : activity->terms().after_ids()) {
        if (reaches(before)) return true;
      }
    }
    way.pop_back();
    return false;
  };
  reaches(from);
  return way;
}

void CheckActivityOpen(const ProposedEvent& proposed, const std::string& activity_id, Violations& violations) {
  const v1::Activity* activity = proposed.StateThen().Find<v1::Activity>({activity_id});
  if (activity == nullptr) return;
  RefuseEnded("part.closed.activity", activity_id, Earlier(activity->completed_on(), activity->stopped_on()),
              proposed.Field("activityId"), violations);
}

void CheckTerms(const ProposedEvent& proposed, const std::string& activity_id, const event::v1::ActivityTerms& terms,
                Violations& violations) {
  CheckOrder(terms.begins_on(), terms.due_on(), proposed.Field("terms.dueOn"), violations);
  for (int i = 0; i < terms.after_ids_size(); ++i) {
    std::vector<std::string> way = WaitsFor(proposed.State(), terms.after_ids(i), activity_id);
    if (way.empty()) continue;
    Refuse(Rule::kPartCycle,
           {.field = proposed.Field(absl::StrCat("terms.afterIds[", i, "]")),
            .ids = std::move(way),
            .message = SentenceOf("part.cycle")},
           violations);
  }
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::GoalWithdrawn& body, Violations& violations) {
  CheckGoalOpen(proposed, body.goal_id(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ObjectiveAdded& body, Violations& violations) {
  CheckGoalOpen(proposed, body.goal_id(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ObjectiveRevised& body, Violations& violations) {
  CheckObjectiveOpen(proposed, body.objective_id(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ActivityPlanned& body, Violations& violations) {
  CheckObjectiveOpen(proposed, body.objective_id(), violations);
  CheckTerms(proposed, body.activity_id(), body.terms(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ActivityRevised& body, Violations& violations) {
  CheckActivityOpen(proposed, body.activity_id(), violations);
  CheckTerms(proposed, body.activity_id(), body.terms(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ReferralMade& body, Violations& violations) {
  CheckActivityOpen(proposed, body.activity_id(), violations);
  CheckOrder(proposed.day(), body.answer_by(), proposed.Field("answerBy"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::GoalRevised& body, Violations& violations) {
  CheckGoalOpen(proposed, body.goal_id(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ObjectiveWithdrawn& body, Violations& violations) {
  CheckObjectiveOpen(proposed, body.objective_id(), violations);
}

}  // namespace casejournal::services
