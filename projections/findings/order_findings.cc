// Days of care and court that contradict each other. Facts are recorded as they are told, in any order, and the docket
// is computed anyway. A reader who relies on it should check these days.
#include <algorithm>

#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

bool IsAdjudication(event::v1::CourtFindingKind kind) {
  return kind == event::v1::COURT_FINDING_KIND_ADJUDICATED_ABUSED ||
         kind == event::v1::COURT_FINDING_KIND_ADJUDICATED_NEGLECTED ||
         kind == event::v1::COURT_FINDING_KIND_ADJUDICATED_DEPENDENT;
}

void FindBeforeComplaint(const CaseSnapshot& snapshot, const v1::CourtFinding& finding, Findings& findings) {
  const std::string& child_id = finding.terms().child_id();
  const bool complained = std::any_of(
      snapshot.plan.complaints().begin(), snapshot.plan.complaints().end(), [&](const v1::Complaint& complaint) {
        return complaint.child_id() == child_id && complaint.filed_on() <= finding.made_on();
      });
  if (!IsAdjudication(finding.terms().kind()) || complained) return;
  findings.push_back({FindingKind::kDaysOutOfOrder,
                      {absl::StrCat("r", finding.revision())},
                      Say(kAdjudicatedBeforeComplaint,
                          {snapshot.Person("child", child_id), DayParameter("adjudicated_on", finding.made_on())}),
                      finding.made_on()});
}

void FindRemoval(const CaseSnapshot& snapshot, const v1::Removal& removal, Findings& findings) {
  if (!removal.ended_on().empty() && removal.ended_on() < removal.removed_on()) {
    findings.push_back({FindingKind::kDaysOutOfOrder,
                        {removal.removal_id()},
                        Say(kLeftBeforeRemoval,
                            {snapshot.Person("child", removal.child_id()), DayParameter("ended_on", removal.ended_on()),
                             DayParameter("removed_on", removal.removed_on())}),
                        removal.ended_on()});
  }
  for (const v1::Removal& other : snapshot.plan.removals()) {
    const bool earlier = other.child_id() == removal.child_id() && other.removal_id() != removal.removal_id() &&
                         other.removed_on() <= removal.removed_on() && !other.removed_on().empty() &&
                         (other.removed_on() < removal.removed_on() || other.removal_id() < removal.removal_id());
    if (!earlier || (!other.ended_on().empty() && other.ended_on() <= removal.removed_on())) continue;
    findings.push_back({FindingKind::kDaysOutOfOrder,
                        {other.removal_id(), removal.removal_id()},
                        Say(kRemovedTwice, {snapshot.Person("child", removal.child_id()),
                                            DayParameter("removed_on", removal.removed_on()),
                                            DayParameter("earlier_on", other.removed_on())}),
                        removal.removed_on()});
  }
}

void FindPlacement(const CaseSnapshot& snapshot, const v1::Placement& placement, Findings& findings) {
  const bool removed =
      std::any_of(snapshot.plan.removals().begin(), snapshot.plan.removals().end(), [&](const v1::Removal& removal) {
        return removal.child_id() == placement.child_id() && !removal.removed_on().empty() &&
               removal.removed_on() <= placement.began_on();
      });
  if (removed || placement.began_on().empty()) return;
  findings.push_back({FindingKind::kDaysOutOfOrder,
                      {placement.placement_id()},
                      Say(kPlacedBeforeRemoval, {snapshot.Person("child", placement.child_id()),
                                                 DayParameter("began_on", placement.began_on())}),
                      placement.began_on()});
}

}  // namespace

void FindOrder(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::CourtFinding& finding : snapshot.plan.findings()) FindBeforeComplaint(snapshot, finding, findings);
  for (const v1::Removal& removal : snapshot.plan.removals()) FindRemoval(snapshot, removal, findings);
  for (const v1::Placement& placement : snapshot.plan.placements()) FindPlacement(snapshot, placement, findings);
}

}  // namespace casejournal::projections
