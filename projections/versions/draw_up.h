// Draws up the text of a plan version from the entries of a case. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_DRAW_UP_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_DRAW_UP_H_

#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "projections/state/case_record.h"
#include "projections/versions/plan_text.h"

namespace casejournal::projections {

// The text of `version` from the entries of `record` up to the revision that it names, and what it says. The labels of
// a part are those, as they are now, of the entries without which it would say something else. The time grows with the
// entries of the case, times the labels among them. Requires version.as_of_revision() < record.entries().size().
struct DrawnUp {
  v1::PlanDocument document;
  event::v1::PlanText text;
};
DrawnUp DrawUp(const CaseRecord& record, const event::v1::PlanVersionDrawnUp& version, SaltOfPart salt);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_DRAW_UP_H_
