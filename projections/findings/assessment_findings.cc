#include <algorithm>

#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

// Rule: assessments are completed jointly with the family.
void FindWithoutFamily(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Assessment& assessment : snapshot.plan.assessments()) {
    const event::v1::AssessmentCompleted& terms = assessment.terms();
    if (terms.kind() != event::v1::ASSESSMENT_KIND_FAMILY) continue;
    const bool jointly = std::any_of(terms.took_part_ids().begin(), terms.took_part_ids().end(),
                                     [&](const std::string& id) { return IsFamily(snapshot.plan, id); });
    if (jointly) continue;
    findings.push_back({FindingKind::kAssessmentWithoutFamily,
                        {assessment.assessment_id()},
                        Say(kAssessmentWithoutFamily, {DayParameter("completed_on", assessment.completed_on())}),
                        assessment.completed_on()});
  }
}

// Rule: objectives address the high-priority needs.
void FindNotAddressed(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Need& need : snapshot.plan.needs()) {
    if (need.terms().priority() != event::v1::PRIORITY_HIGH) continue;
    const auto& objectives = snapshot.plan.objectives();
    const bool addressed = std::any_of(objectives.begin(), objectives.end(), [&](const v1::Objective& objective) {
      return objective.withdrawn_on().empty() && Holds(objective.terms().need_ids(), need.need_id());
    });
    if (addressed) continue;
    findings.push_back(
        {FindingKind::kNeedNotAddressed,
         {need.need_id()},
         Say(kNeedNotAddressed, {snapshot.Part("need", need.need_id()), snapshot.Person("who", need.terms().of_id())}),
         need.identified_on()});
  }
}

}  // namespace

// Rule: the case plan is based on the family assessment, except in a child-only case, which has no family to assess.
void FindAssessment(const CaseSnapshot& snapshot, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  FindWithoutFamily(snapshot, findings);
  FindNotAddressed(snapshot, findings);
  if (plan.kind() == event::v1::CASE_KIND_CHILD_ONLY) return;
  for (const v1::PlanVersion* version : LatestVersions(plan)) {
    if (version->kind() != event::v1::PLAN_KIND_CASE) continue;
    const bool assessed =
        std::any_of(plan.assessments().begin(), plan.assessments().end(), [&](const v1::Assessment& assessment) {
          return assessment.terms().kind() == event::v1::ASSESSMENT_KIND_FAMILY &&
                 assessment.completed_on() <= version->drawn_up_on();
        });
    if (assessed) continue;
    findings.push_back({FindingKind::kAssessmentMissing,
                        {version->plan_id()},
                        Say(kAssessmentMissing, {snapshot.Version("version", version->digest()),
                                                 DayParameter("drawn_up_on", version->drawn_up_on())}),
                        version->drawn_up_on()});
  }
}

}  // namespace casejournal::projections
