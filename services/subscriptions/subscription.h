// What pipelines follow: the journal, entry by entry.
#ifndef CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIPTION_H_
#define CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIPTION_H_

#include <atomic>
#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "casejournal/v1/court_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/disclosures/entry_gate.h"
#include "services/answers/disclosures/leases.h"
#include "services/answers/recorded_event.h"
#include "services/answers/request_fields.h"
#include "services/answers/turn.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// The answer to one Subscribe, as documented in CourtService: entries that the reader may not see are places and
// leaves. Entries of cases leave under a lease. Entries about readers, among them the leases themselves, need none, so
// that leases never cause others. Not for concurrent use.
class Subscription {
 public:
  // `log`, `leases`, and `stopping` must outlive it.
  Subscription(const eventstore::EventLog& log, Leases& leases, const std::atomic<bool>& stopping, Reader reader,
               const v1::SubscribeRequest& request);
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  // Take a turn. `batch` is the message after kMessage; its memory is used again. A turn reads one batch. With
  // sentences, the batch ends after about 10 ms. A turn that needs a lease waits for a sync of the log: once in a
  // minute or in 100,000 entries for all subscriptions of a reader.
  //   kUnavailable       `stopping` is set. The message says where to continue. Or DisclosureNotRecorded.
  //   kPermissionDenied  the reader may not follow the journal any more.
  //   Others as EventLog::ScanLog, EntryGate::Opens, and SentenceWriter::Of.
  absl::StatusOr<Turn> Next(v1::SubscribeResponse& batch);

  const Reader& reader() const { return reader_; }

  // After kWait: the size of the log at which the next turn is due.
  uint64_t awaited_size() const { return SizeWith(next_); }

 private:
  const eventstore::EventLog& log_;
  Leases& leases_;
  const std::atomic<bool>& stopping_;
  const Reader reader_;
  EntryGate gate_;
  const bool exact_bytes_only_;
  std::optional<SentenceWriter> sentences_;
  eventstore::Position next_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SUBSCRIPTIONS_SUBSCRIPTION_H_
