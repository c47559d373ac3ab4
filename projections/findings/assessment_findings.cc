#include <algorithm>

#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {

// Rule: the case plan is based on the family assessment, except in a child-only case, which has no family to assess.
void FindAssessment(const CaseSnapshot& snapshot, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
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
                        absl::StrCat("When ", snapshot.names.OfVersion(version->digest()), " was drawn up on ",
                                     version->drawn_up_on(), ", no family assessment had been completed."),
                        version->drawn_up_on()});
  }
}

}  // namespace casejournal::projections
