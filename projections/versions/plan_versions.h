// Which version of a plan binds. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_VERSIONS_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_VERSIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// The version with this digest, or null.
const v1::PlanVersion* FindVersion(const v1::CasePlan& plan, absl::string_view digest);

// The versions that bind at the end of the day up to which `plan` was folded. For each plan and child, this is the
// version that was last journalized under one of the child's court numbers, or last took effect for the child. A plan
// that has ended for the child since then has none. Ordered by plan and child as first drawn up. Does not
// compare: in_force.h does.
std::vector<v1::InForce> VersionsInForce(const v1::CasePlan& plan);
// The same of a state. Makes no plan.
std::vector<v1::InForce> VersionsInForce(const CaseState& state);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_VERSIONS_H_
