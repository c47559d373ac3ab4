// The text that drawing up a version would record.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_PREVIEW_PLAN_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_PREVIEW_PLAN_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CaseService. Waiting ends at `deadline`.
absl::StatusOr<v1::PreviewPlanResponse> PreviewPlan(const Journal& journal, const Reader& reader,
                                                    const v1::PreviewPlanRequest& request,
                                                    eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_PREVIEW_PLAN_H_
