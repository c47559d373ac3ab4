// Two participants who must be different people because the case has both at once.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_SIDE_BY_SIDE_H_
#define CASEJOURNAL_PROJECTIONS_STATE_SIDE_BY_SIDE_H_

#include "casejournal/v1/people_items.pb.h"

namespace casejournal::projections {

// Whether both are in the case in the same capacity and neither has left it: two children, or two adults.
inline bool StandSideBySide(const v1::Participant& a, const v1::Participant& b) {
  return a.participant_id() != b.participant_id() && a.capacity() == b.capacity() && a.left_on().empty() &&
         b.left_on().empty();
}

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_SIDE_BY_SIDE_H_
