// The plan of a case.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_CASE_PLAN_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_CASE_PLAN_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CaseService. Waiting ends at `deadline`. The working plan of now is not a field of the answer, but
// in the bytes that it is serialized to.
absl::StatusOr<v1::GetCasePlanResponse> GetCasePlan(const Journal& journal, const Reader& reader,
                                                    const v1::GetCasePlanRequest& request,
                                                    eventstore::Deadline deadline);

// Whether GetCasePlan would probably give this reader the plan without waiting, reading, or folding anything, and the
// plan has at most 128 KiB. Another thread may change that at any moment. Loads nothing.
bool PlanIsAtHand(const Journal& journal, const Reader& reader, const v1::GetCasePlanRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_CASE_PLAN_H_
