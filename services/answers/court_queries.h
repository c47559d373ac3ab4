// What court-reporting pipelines ask: the register of actions, and exhibits.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_COURT_QUERIES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_COURT_QUERIES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/answers/backend.h"

namespace casejournal::services {

// As CourtService documents them.
absl::StatusOr<v1::GetRegisterResponse> GetRegister(const Backend& backend, const v1::GetRegisterRequest& request,
                                                    absl::Time deadline);
// `actor` is the caller.
absl::Status GetExhibit(const Backend& backend, const event::v1::Staff& actor, const v1::GetExhibitRequest& request,
                        absl::FunctionRef<bool(const v1::GetExhibitResponse&)> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_COURT_QUERIES_H_
