// What differs between two states of a case, field by field, in the practice's words.
#ifndef CASEJOURNAL_PROJECTIONS_HISTORY_PLAN_DIFFERENCE_H_
#define CASEJOURNAL_PROJECTIONS_HISTORY_PLAN_DIFFERENCE_H_

#include <string>
#include <vector>

#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/standing.h"
#include "projections/words/names.h"

namespace casejournal::projections {

// One changed field, and the ids of the parts that its path names.
struct FieldChange {
  v1::Change change;
  std::vector<std::string> ids;
};

// The changed fields in the order of the contract. Items of lists are compared by their key fields;
// an item that came or went changes each of its fields.
std::vector<FieldChange> PlanDifference(const v1::CasePlan& before, const v1::CasePlan& after,
                                        const Names& names);

// Folds one more entry into `plan` and answers what that changed. Looks only at the lists that the
// entry can reach.
std::vector<FieldChange> FoldAndCompare(v1::CasePlan& plan, const Standing& standing);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_HISTORY_PLAN_DIFFERENCE_H_
