// Which outcome of which child a goal serves. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_GOAL_OUTCOMES_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_GOAL_OUTCOMES_H_

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/case_events.pb.h"
#include "casejournal/event/v1/goal_events.pb.h"
#include "casejournal/v1/case_plan.pb.h"

namespace casejournal::projections {

// Whether the goal is for the child: it names the child, or no child of the case, which means the whole family.
bool IsFor(const v1::CasePlan& plan, const v1::Goal& goal, absl::string_view child_id);

// Whether the outcome is sought for the child on the track.
bool IsSought(const v1::CasePlan& plan, event::v1::PermanencyOutcome outcome, absl::string_view child_id,
              event::v1::OutcomeTrack track);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_GOAL_OUTCOMES_H_
