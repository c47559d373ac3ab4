// What pipelines follow: the journal, entry by entry.
#ifndef CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIBE_H_
#define CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIBE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/answers/backend.h"

namespace casejournal::services {

// As CourtService documents it. `cancelled` says whether the caller is gone; it is asked at least once a second.
absl::Status Subscribe(const Backend& backend, const v1::SubscribeRequest& request,
                       absl::FunctionRef<bool(const v1::SubscribeResponse&)> send, absl::FunctionRef<bool()> cancelled);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIBE_H_
