// What client apps ask: the plan of a case, and lists of cases.
#ifndef CASEJOURNAL_SERVICES_QUERIES_CASE_QUERIES_H_
#define CASEJOURNAL_SERVICES_QUERIES_CASE_QUERIES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/queries/backend.h"

namespace casejournal::services {

// As CaseService documents them. Waiting ends at `deadline`.
absl::StatusOr<v1::GetCasePlanResponse> GetCasePlan(const Backend& backend, const v1::GetCasePlanRequest& request,
                                                    absl::Time deadline);
absl::StatusOr<v1::GetFindingsResponse> GetFindings(const Backend& backend, const v1::GetFindingsRequest& request,
                                                    absl::Time deadline);
absl::StatusOr<v1::SearchPersonsResponse> SearchPersons(const Backend& backend, const v1::SearchPersonsRequest& request,
                                                        absl::Time deadline);
absl::StatusOr<v1::ListCasesResponse> ListCases(const Backend& backend, const v1::ListCasesRequest& request,
                                                absl::Time deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_QUERIES_CASE_QUERIES_H_
