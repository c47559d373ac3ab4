// Access that somebody took in an emergency.
#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
// Rule: whoever takes access in an emergency answers for it afterward. It is shown after the access and after the case
// has ended, too, until somebody answers it.
void FindAccess(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::AccessGrant& grant : snapshot.plan.access()) {
    if (grant.role() != event::v1::ROLE_EMERGENCY) continue;
    const std::string& holder = grant.holder().name().empty() ? grant.holder().subject() : grant.holder().name();
    findings.push_back({FindingKind::kAccessEmergency,
                        {grant.grant_id()},
                        Say(kAccessEmergency, {DayParameter("day", grant.since()), TextParameter("holder", holder),
                                               Reason(grant.reason())}),
                        absl::StrCat(grant.since(), " ", grant.until(), " ", grant.reason())});
  }
}

}  // namespace casejournal::projections
