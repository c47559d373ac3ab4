#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::SafetyPlan& SafetyPlanFor(CaseState& state, const std::string& id) { return state.For<v1::SafetyPlan>({id}); }

v1::Threat& ThreatFor(CaseState& state, const std::string& id) { return state.For<v1::Threat>({id}); }

}  // namespace

void Evolve(CaseState& state, const event::v1::SafetyThreatIdentified& body, const Placed& at) {
  v1::Threat& threat = ThreatFor(state, body.threat_id());
  threat.set_identified_on(at.day);
  *threat.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::AlternativeExplored& body, const Placed& at) {
  v1::Alternative& alternative = state.For<v1::Alternative>({at.revision});
  alternative.set_explored_on(at.day);
  *alternative.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::SafetyPlanMade& body, const Placed& at) {
  if (body.has_replaces_id()) {
    v1::SafetyPlan& replaced = SafetyPlanFor(state, body.replaces_id());
    if (replaced.ended_on().empty()) {
      replaced.set_ended_on(at.day);
      replaced.set_why_ended(event::v1::SAFETY_PLAN_END_REASON_REPLACED);
    }
  }
  v1::SafetyPlan& made = SafetyPlanFor(state, body.plan_id());
  made.set_made_on(at.day);
  *made.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::SafetyPlanChecked& body, const Placed& at) {
  v1::SafetyPlan& checked = SafetyPlanFor(state, body.plan_id());
  checked.set_checked_on(at.day);
  checked.set_kept(body.kept());
  checked.set_seen(body.seen());
}

void Evolve(CaseState& state, const event::v1::SafetyPlanEnded& body, const Placed& at) {
  v1::SafetyPlan& ended = SafetyPlanFor(state, body.plan_id());
  ended.set_ended_on(at.day);
  ended.set_why_ended(body.why());
  ended.set_threats_now(body.threats_now());
  for (const event::v1::ThreatNow& now : body.threats()) {
    v1::Threat& threat = ThreatFor(state, now.threat_id());
    threat.set_state(now.state());
    threat.set_state_on(at.day);
  }
}

}  // namespace casejournal::projections
