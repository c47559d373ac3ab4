// The plan of a case, seen from one child: what is about this child or about the whole family, and nothing that is
// about a sibling alone. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_COURT_CHILD_PLAN_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_COURT_CHILD_PLAN_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"

namespace casejournal::services {

// Return the parts that a court needs about the child. Contact details, assessments, needs, consents, notes, notices,
// and what is kept elsewhere are left out. Siblings are not among the participants.
v1::CasePlan PlanOfChild(const v1::CasePlan& plan, const std::string& child_id);

// The ids of children and parts of the case that are about other children alone.
std::set<std::string> IdsOfSiblings(const v1::CasePlan& plan, const std::string& child_id);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_COURT_CHILD_PLAN_H_
