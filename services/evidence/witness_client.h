// Asks one witness to cosign checkpoints (C2SP tlog-witness).
#ifndef CASEJOURNAL_SERVICES_EVIDENCE_WITNESS_CLIENT_H_
#define CASEJOURNAL_SERVICES_EVIDENCE_WITNESS_CLIENT_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/event_log.h"
#include "eventstore/witnesses/witness_policy.h"

namespace casejournal::services {

// Safe for concurrent use; asks for one checkpoint at a time.
class WitnessClient {
 public:
  // `log` must outlive it. `witness` has a URL.
  WitnessClient(const eventstore::EventLog& log, eventstore::PolicyWitness witness)
      : log_(log), witness_(std::move(witness)) {}

  const std::string& name() const { return witness_.name; }

  // `checkpoint`'s note with the cosignature of the witness added.
  //   kUnavailable       no answer within `timeout`, or one that is no cosignature.
  //   kPermissionDenied  the witness does not know this log, or its key.
  //   kDataLoss          the witness has seen another history of this log, or more of it than the log has: it was
  //                      forked, or restored to an older state. The message says which.
  absl::StatusOr<std::string> Cosign(const eventstore::SignedCheckpoint& checkpoint, absl::Duration timeout);

 private:
  absl::StatusOr<std::string> Ask(const eventstore::SignedCheckpoint& checkpoint, absl::Duration timeout, bool* again)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const eventstore::EventLog& log_;
  const eventstore::PolicyWitness witness_;
  absl::Mutex mutex_;
  uint64_t cosigned_size_ ABSL_GUARDED_BY(mutex_) = 0;  // as far as is known here; the witness says what it is
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_WITNESS_CLIENT_H_
