#include <algorithm>

#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

// A plan that failed, or that ended while the threat remains, no longer protects.
bool Protects(const v1::SafetyPlan& made, const v1::Threat& threat) {
  if (!Holds(made.terms().threat_ids(), threat.threat_id())) return false;
  return made.ended_on().empty() || (made.why_ended() != event::v1::SAFETY_PLAN_END_REASON_FAILED &&
                                     threat.state() != event::v1::THREAT_STATE_REMAINS);
}

// Rule: protection does not end by itself while nobody looks.
void FindPastEnd(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::SafetyPlan& made : snapshot.plan.safety_plans()) {
    const std::string& until = made.terms().until();
    if (until.empty() || until >= snapshot.day || !made.ended_on().empty() || made.made_on().empty()) continue;
    findings.push_back({FindingKind::kSafetyPlanPastEnd,
                        {made.plan_id()},
                        Say(kSafetyPlanPastEnd,
                            {DayParameter("made_on", made.made_on()),
                             snapshot.People("children", made.terms().children_ids()), DayParameter("until", until)}),
                        until});
  }
}

}  // namespace

// Rule: a child at high risk of imminent harm is protected by a safety plan at home, or by removal.
void FindSafety(const CaseSnapshot& snapshot, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  FindPastEnd(snapshot, findings);
  for (const v1::Threat& threat : plan.threats()) {
    if (threat.state() == event::v1::THREAT_STATE_GONE || threat.identified_on().empty()) continue;
    const bool planned = std::any_of(plan.safety_plans().begin(), plan.safety_plans().end(),
                                     [&](const v1::SafetyPlan& made) { return Protects(made, threat); });
    const bool removed = std::any_of(plan.removals().begin(), plan.removals().end(), [&](const v1::Removal& removal) {
      return removal.child_id() == threat.terms().child_id() &&
             (removal.ended_on().empty() || removal.ended_on() > threat.identified_on());
    });
    if (planned || removed) continue;
    findings.push_back({FindingKind::kThreatNoPlan,
                        {threat.threat_id()},
                        Say(kThreatNoPlan, {snapshot.Person("child", threat.terms().child_id()),
                                            DayParameter("identified_on", threat.identified_on())}),
                        threat.identified_on()});
  }
}

}  // namespace casejournal::projections
