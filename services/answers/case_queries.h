// Queries of client programs: the plan of a case, its findings, its docket, and lists of cases.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASE_QUERIES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASE_QUERIES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/answers/backend.h"

namespace casejournal::services {

// As documented in CaseService. Waiting ends at `deadline`.
absl::StatusOr<v1::GetCasePlanResponse> GetCasePlan(const Backend& backend, const v1::GetCasePlanRequest& request,
                                                    absl::Time deadline);
absl::StatusOr<v1::GetFindingsResponse> GetFindings(const Backend& backend, const v1::GetFindingsRequest& request,
                                                    absl::Time deadline);
absl::StatusOr<v1::GetDocketResponse> GetDocket(const Backend& backend, const v1::GetDocketRequest& request,
                                                absl::Time deadline);
absl::StatusOr<v1::ListDueResponse> ListDue(const Backend& backend, const v1::ListDueRequest& request,
                                            absl::Time deadline);
absl::Status WatchDue(const Backend& backend, const v1::WatchDueRequest& request,
                      absl::FunctionRef<bool(const v1::WatchDueResponse&)> send, absl::FunctionRef<bool()> cancelled);
absl::StatusOr<v1::SearchPersonsResponse> SearchPersons(const Backend& backend, const v1::SearchPersonsRequest& request,
                                                        absl::Time deadline);
absl::StatusOr<v1::ListCasesResponse> ListCases(const Backend& backend, const v1::ListCasesRequest& request,
                                                absl::Time deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASE_QUERIES_H_
