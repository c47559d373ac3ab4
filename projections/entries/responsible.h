// Who is responsible for a case. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_RESPONSIBLE_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_RESPONSIBLE_H_

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/people_items.pb.h"
#include "projections/entries/civil_day.h"

namespace casejournal::projections {

// Whether both are the same member of staff: a subject identifies a person only together with its issuer. Someone
// without a subject is nobody.
inline bool IsSameStaff(const event::v1::Staff& a, const event::v1::Staff& b) {
  return !a.subject().empty() && a.issuer() == b.issuer() && a.subject() == b.subject();
}

// Whether the case is assigned to `staff` at the end of `day`. `assignments` are those of a plan, or of a state.
template <typename Assignments>
bool IsResponsible(const Assignments& assignments, const event::v1::Staff& staff, absl::string_view day) {
  for (const v1::Assignment& each : assignments) {
    if (IsSameStaff(each.staff(), staff) && OpenOn(each.since(), each.until(), day)) return true;
  }
  return false;
}

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_RESPONSIBLE_H_
