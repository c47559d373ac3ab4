// What the working plan says that a version does not. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_WORKING_DIFFERENCE_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_WORKING_DIFFERENCE_H_

#include <optional>
#include <vector>

#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/change.pb.h"
#include "casejournal/v1/version_items.pb.h"

namespace casejournal::projections {

// The changes from `text`, which is that of `version`, to what the working plan says for its kind and children: of what
// is agreed (agreed_texts.h), field by field. Empty if both say the same; absent if this build cannot read the text.
std::optional<std::vector<v1::Change>> WorkingDifference(const v1::CasePlan& working, const v1::PlanVersion& version,
                                                         const event::v1::PlanText& text);

// Whether there is such a change. A text that this build cannot read counts as different.
bool WorkingDiffers(const v1::CasePlan& working, const v1::PlanVersion& version, const event::v1::PlanText& text);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_WORKING_DIFFERENCE_H_
