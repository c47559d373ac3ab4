// What must be settled before an episode is closed, and what a closing for reunification rests on.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/supersession.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

// Orders that give custody of a child, or its supervision, to the agency.
bool IsToAgency(event::v1::OrderKind kind) {
  switch (kind) {
    case event::v1::ORDER_KIND_SHELTER_CARE:
    case event::v1::ORDER_KIND_PROTECTIVE_SUPERVISION:
    case event::v1::ORDER_KIND_TEMPORARY_CUSTODY:
    case event::v1::ORDER_KIND_PERMANENT_CUSTODY:
    case event::v1::ORDER_KIND_PLANNED_PERMANENT_LIVING_ARRANGEMENT:
    case event::v1::ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY:
      return true;
    case event::v1::ORDER_KIND_UNSPECIFIED:
    case event::v1::ORDER_KIND_LEGAL_CUSTODY:
    case event::v1::ORDER_KIND_PLACEMENT_OR_VISITS:
    case event::v1::ORDER_KIND_TERMINATION_OF_AN_EARLIER_ORDER:
    case event::v1::ORDER_KIND_OTHER:
    case event::v1::OrderKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case event::v1::OrderKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      return false;
  }
  return false;
}

bool InForce(const v1::Order& order, const std::string& day) {
  const std::string& begins_on =
      order.terms().has_takes_effect_on() ? order.terms().takes_effect_on() : order.made_on();
  return OpenOn(begins_on, order.ended_on(), day) && OpenOn(begins_on, order.terms().ends_on(), day);
}

void RefuseOpen(const std::vector<std::string>& ids, SentenceId message, const std::string& day,
                Violations& violations) {
  if (ids.empty()) return;
  Refuse(Rule::kCaseCloseBlocked,
         {.field = "caseClosed", .ids = ids, .message = SentenceOf(message, {DayParameter("day", day)})}, violations);
}

void CheckNothingOpen(const ProposedEvent& proposed, Violations& violations) {
  const projections::CaseState& state = proposed.StateThen();
  const std::string& day = proposed.day();
  std::vector<std::string> care;
  for (const v1::Removal& removal : state.All<v1::Removal>()) {
    if (OpenOn(removal.removed_on(), removal.ended_on(), day)) care.push_back(removal.removal_id());
  }
  for (const v1::Placement& placement : state.All<v1::Placement>()) {
    if (OpenOn(placement.began_on(), placement.ended_on(), day)) {
      care.push_back(placement.placement_id());
    }
  }
  RefuseOpen(care, "case.close-blocked.in-care", day, violations);
  std::vector<std::string> orders;
  for (const v1::Order& order : state.All<v1::Order>()) {
    if (IsToAgency(order.terms().kind()) && InForce(order, day)) orders.push_back(order.order_id());
  }
  RefuseOpen(orders, "case.close-blocked.order", day, violations);
  std::vector<std::string> safety;
  for (const v1::SafetyPlan& made : state.All<v1::SafetyPlan>()) {
    if (OpenOn(made.made_on(), made.ended_on(), day)) safety.push_back(made.plan_id());
  }
  RefuseOpen(safety, "case.close-blocked.safety-plan", day, violations);
}

void RefuseUnsupported(std::string field, std::vector<std::string> ids, SentenceId message, SentenceId remedy,
                       Violations& violations) {
  Refuse(
      Rule::kCaseCloseUnsupported,
      {.field = std::move(field), .ids = std::move(ids), .message = SentenceOf(message), .remedy = SentenceOf(remedy)},
      violations);
}

// A lower level than before, or the lowest.
bool ShowsReduction(const projections::CaseState& state, const v1::Assessment& reassessment) {
  if (!reassessment.terms().has_level()) return false;
  if (reassessment.terms().level() == event::v1::RISK_LEVEL_LOW) return true;
  return AnyOf<v1::Assessment>(state, [&](const v1::Assessment& earlier) {
    const event::v1::AssessmentKind kind = earlier.terms().kind();
    return (kind == event::v1::ASSESSMENT_KIND_RISK || kind == event::v1::ASSESSMENT_KIND_RISK_REASSESSMENT) &&
           earlier.completed_on() <= reassessment.completed_on() &&
           earlier.terms().level() > reassessment.terms().level();
  });
}

void CheckReassessment(const ProposedEvent& proposed, const event::v1::CaseClosed& body, Violations& violations) {
  const std::string field = proposed.Field("riskReassessmentId");
  if (!body.has_risk_reassessment_id()) {
    RefuseUnsupported(field, {}, "case.close-unsupported.no-reassessment", "case.close-unsupported.remedy.reassessment",
                      violations);
    return;
  }
  const projections::CaseState& state = proposed.StateThen();
  const v1::Assessment* named = state.Find<v1::Assessment>({body.risk_reassessment_id()});
  // An unknown assessment is rejected as a reference. One that was completed later is not in the plan yet.
  if (named != nullptr && named->terms().kind() == event::v1::ASSESSMENT_KIND_RISK_REASSESSMENT &&
      ShowsReduction(state, *named)) {
    return;
  }
  RefuseUnsupported(field, {body.risk_reassessment_id()}, "case.close-unsupported.reassessment",
                    "case.close-unsupported.remedy.reassessment", violations);
}

void CheckReunificationPlan(const ProposedEvent& proposed, const event::v1::CaseClosed& body, Violations& violations) {
  const std::string field = proposed.Field("reunificationPlanDigest");
  if (!body.has_reunification_plan_digest()) {
    RefuseUnsupported(field, {}, "case.close-unsupported.no-plan", "case.close-unsupported.remedy.no-plan", violations);
    return;
  }
  const projections::CaseState& state = proposed.StateThen();
  const v1::PlanVersion* version = state.Find<v1::PlanVersion>({body.reunification_plan_digest()});
  if (version == nullptr) return;
  std::vector<std::string> unmet;
  for (const v1::ReturnCondition& condition : state.All<v1::ReturnCondition>()) {
    const auto& children = version->children_ids();
    if (std::find(children.begin(), children.end(), condition.child_id()) == children.end()) {
      continue;
    }
    if (condition.judgement() != event::v1::CONDITION_JUDGEMENT_MET) {
      unmet.push_back(condition.condition_id());
    }
  }
  if (unmet.empty()) return;
  RefuseUnsupported(field, std::move(unmet), "case.close-unsupported.conditions",
                    "case.close-unsupported.remedy.conditions", violations);
}

void CheckNamedVersion(const ProposedEvent& proposed, const event::v1::CaseClosed& body, Violations& violations) {
  if (!body.has_reunification_plan_digest()) return;
  const std::string& digest = body.reunification_plan_digest();
  const v1::PlanVersion* version = proposed.State().Find<v1::PlanVersion>({digest});
  if (version == nullptr) return;
  const std::string field = proposed.Field("reunificationPlanDigest");
  if (version->kind() != event::v1::PLAN_KIND_REUNIFICATION) {
    Refuse(Rule::kPlanWrongVersion,
           {.field = field, .ids = {Hex(digest)}, .message = SentenceOf("plan.wrong-version.other-kind")}, violations);
  }
  CheckNotSuperseded(proposed.StateThen(), digest, field, violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::CaseClosed& body, Violations& violations) {
  CheckNothingOpen(proposed, violations);
  CheckNamedVersion(proposed, body, violations);
  if (body.reason() != event::v1::CASE_CLOSE_REASON_REUNIFICATION) return;
  CheckReassessment(proposed, body, violations);
  CheckReunificationPlan(proposed, body, violations);
}

}  // namespace casejournal::services
