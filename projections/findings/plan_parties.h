// The parties to a plan. Internal to the folder.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_PLAN_PARTIES_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_PLAN_PARTIES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {

// The parties on `day` to a plan that covers these children (OAC 5101:2-38-05): parents, guardians, custodians, and
// Indian custodians of the children; their guardians ad litem, advocates, and counsel; the children themselves from 14
// on; and a tribe that a child is or may be a member of. A person who had left the case by then is not a party. Members
// chosen by the child are its team (42 USC 675(1)(B)). Each once.
std::vector<std::string> PartiesOn(const CaseSnapshot& snapshot, const std::vector<std::string>& children_ids,
                                   absl::string_view day);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_PLAN_PARTIES_H_
