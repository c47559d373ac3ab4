// What pipelines follow: the journal, entry by entry.
#ifndef CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIPTION_H_
#define CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIPTION_H_

#include <atomic>
#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "casejournal/v1/court_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"
#include "services/answers/turn.h"

namespace casejournal::services {

// The answer to one Subscribe, as documented in CourtService. Not for concurrent use.
class Subscription {
 public:
  // `log` and `stopping` must outlive it.
  Subscription(const eventstore::EventLog& log, const std::atomic<bool>& stopping, const v1::SubscribeRequest& request);

  // Take a turn. `batch` is the message after kMessage; its memory is used again. A turn reads one batch. With
  // sentences, the batch ends after about 10 ms.
  //   kUnavailable  `stopping` is set. The message says where to continue.
  //   Others as EventLog::ScanLog and SentenceWriter::Of.
  absl::StatusOr<Turn> Next(v1::SubscribeResponse& batch);

  // After kWait: the size of the log at which the next turn is due.
  uint64_t awaited_size() const { return SizeWith(next_); }

 private:
  const eventstore::EventLog& log_;
  const std::atomic<bool>& stopping_;
  const bool exact_bytes_only_;
  std::optional<SentenceWriter> sentences_;
  eventstore::Position next_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIPTION_H_
