// The text of a plan version. The server derives it from the revision that the client names.
#ifndef CASEJOURNAL_SERVICES_RECORDER_PLAN_TEXT_H_
#define CASEJOURNAL_SERVICES_RECORDER_PLAN_TEXT_H_

#include <vector>

#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/state/case_record.h"
#include "projections/versions/plan_text.h"

namespace casejournal::services {

// Set `text` and `digest` of `version` from `record` as of the revision that it names. Do nothing if the case does
// not have that revision. Add a violation of plan.content-differs if the client read another text.
void FillInPlanText(const projections::CaseRecord& record, event::v1::PlanVersionDrawnUp& version,
                    projections::SaltOfPart salt, std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_PLAN_TEXT_H_
