// What the text of a plan version says, by the kind of plan. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_DOCUMENT_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_DOCUMENT_H_

#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "casejournal/v1/version_items.pb.h"

namespace casejournal::projections {

// The document that `version` is drawn up with when `plan` is the state of the case: of its kind, for its children,
// with what is open for them and for the family. It has no parts of other children and no observations of progress.
v1::PlanDocument PlanDocumentOf(const v1::CasePlan& plan, const event::v1::PlanVersionDrawnUp& version);

// What must be said to draw up a version of the same kind for the same children.
event::v1::PlanVersionDrawnUp DrawnUpAgain(const v1::PlanVersion& version);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_DOCUMENT_H_
