#include <string>

#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/interval_rules.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

// The id may belong to a case plan, which is not a safety plan. Return null in that case, and if nothing has the id.
const v1::SafetyPlan* FindSafetyPlan(const ProposedEvent& proposed, const std::string& id, const std::string& field,
                                     Violations& violations) {
  const projections::CaseState& state = proposed.State();
  if (const v1::SafetyPlan* found = state.Find<v1::SafetyPlan>({id})) {
    return found;
  }
  if (FirstWith(state, &v1::PlanVersion::plan_id, id) != nullptr) {
    Refuse(Rule::kRefWrongKind,
           {.field = field, .ids = {id}, .message = SentenceOf("ref.wrong-kind.not-a-safety-plan")}, violations);
  }
  return nullptr;
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::SafetyPlanMade& body, Violations& violations) {
  CheckOrder(proposed.day(), body.until(), proposed.Field("until"), violations);
  if (!body.has_replaces_id()) return;
  const std::string field = proposed.Field("replacesId");
  if (body.replaces_id() == body.plan_id()) {
    Refuse(Rule::kRefWrongKind,
           {.field = field, .ids = {body.plan_id()}, .message = SentenceOf("ref.wrong-kind.replaces-itself")},
           violations);
    return;
  }
  FindSafetyPlan(proposed, body.replaces_id(), field, violations);
}

void Check(const ProposedEvent& proposed, const event::v1::SafetyPlanChecked& body, Violations& violations) {
  FindSafetyPlan(proposed, body.plan_id(), proposed.Field("planId"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::SafetyPlanEnded& body, Violations& violations) {
  const std::string field = proposed.Field("planId");
  const v1::SafetyPlan* plan = FindSafetyPlan(proposed, body.plan_id(), field, violations);
  if (plan == nullptr) return;
  // The plan that replaced it also ended it. Recording this again, with the state of each threat, is not a second end.
  const bool says_replaced = plan->why_ended() == event::v1::SAFETY_PLAN_END_REASON_REPLACED &&
                             body.why() == event::v1::SAFETY_PLAN_END_REASON_REPLACED;
  CheckEnds(proposed, {plan->plan_id(), plan->made_on(), says_replaced ? "" : plan->ended_on()}, kSafetyPlanEnds, field,
            violations);
}

}  // namespace casejournal::services
