// Queries of court reporting: following the journal, and the register of actions.
#ifndef CASEJOURNAL_SERVICES_QUERIES_COURT_QUERIES_H_
#define CASEJOURNAL_SERVICES_QUERIES_COURT_QUERIES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/queries/backend.h"

namespace casejournal::services {

// As documented in CourtService. `cancelled` tells whether the client disconnected; it is called at least once a
// second.
absl::Status Subscribe(const Backend& backend, const v1::SubscribeRequest& request,
                       absl::FunctionRef<bool(const v1::SubscribeResponse&)> send, absl::FunctionRef<bool()> cancelled);
absl::StatusOr<v1::GetRegisterResponse> GetRegister(const Backend& backend, const v1::GetRegisterRequest& request,
                                                    absl::Time deadline);
// `actor` is the caller.
absl::Status GetExhibit(const Backend& backend, const event::v1::Staff& actor, const v1::GetExhibitRequest& request,
                        absl::FunctionRef<bool(const v1::GetExhibitResponse&)> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_QUERIES_COURT_QUERIES_H_
