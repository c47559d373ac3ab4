// What pipelines follow: the journal, entry by entry.
#ifndef CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIBE_H_
#define CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIBE_H_

#include <atomic>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "casejournal/v1/court_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/send.h"

namespace casejournal::services {

// As documented in CourtService. Ends when `stopping` is set. `cancelled` returns whether the client disconnected; it
// is called at least once a second.
absl::Status Subscribe(const eventstore::EventLog& log, const std::atomic<bool>& stopping,
                       const v1::SubscribeRequest& request, Send<v1::SubscribeResponse> send,
                       absl::FunctionRef<bool()> cancelled);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIBE_H_
