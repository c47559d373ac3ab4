// Whether a plan version has been superseded. No entry states this; it follows from the version in force.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_SUPERSESSION_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_SUPERSESSION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/items/case_state.h"

namespace casejournal::services {

// Return whether in `plan` a version of the same plan that was drawn up after `version` is in force for the child.
bool Superseded(const projections::CaseState& state, const v1::PlanVersion& version, absl::string_view child_id);

// plan.wrong-version: the version with this digest has been superseded for every child that it covers.
void CheckNotSuperseded(const projections::CaseState& state, const std::string& digest, const std::string& field,
                        std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_SUPERSESSION_H_
