// Gets cosignatures of the journal's checkpoints from witnesses, and timestamps from an authority. Both are kept, and
// timestamps become entries of the journal's own stream.
#ifndef CASEJOURNAL_SERVICES_EVIDENCE_ANCHOR_H_
#define CASEJOURNAL_SERVICES_EVIDENCE_ANCHOR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/event_log.h"
#include "eventstore/system/steady_time.h"
#include "eventstore/witnesses/witness_policy.h"
#include "services/evidence/witness_client.h"

namespace casejournal::services {

struct AnchorOptions {
  // The witnesses, and how many cosignatures are enough. Witnesses without a URL are not asked.
  std::optional<eventstore::WitnessPolicy> policy;
  // The interval, if the log grew.
  absl::Duration witness_every = absl::Seconds(10);
  // The URL of a timestamping authority (RFC 3161 over HTTP). Empty: no authority is asked.
  std::string time_stamp_url;
  // The interval, if the log grew by more than timestamps.
  absl::Duration time_stamp_every = absl::Hours(1);
  // The timeout of one request.
  absl::Duration timeout = absl::Seconds(5);
  // The file that holds the newest checkpoint with enough cosignatures.
  std::string cosigned_path;
  // Called with what an operator must know.
  std::function<void(const absl::Status&)> report;
  // Called when a witness knows more of the log, or another history of it. Nothing more may be recorded.
  std::function<void(const absl::Status&)> on_forked;
};

// Ask the witnesses, before a journal is served and before it records or signs anything, whether one of them knows more
// of it, or another history of it. Uses the last published checkpoint.
//   kDataLoss  a witness does; the message says what to do.
absl::Status MeetWitnesses(const eventstore::EventLog& log, const AnchorOptions& options);

// A checkpoint with its cosignatures and its timestamp.
struct AnchoredCheckpoint {
  eventstore::SignedCheckpoint checkpoint;  // its note carries the cosignatures
  bool quorum_met = false;                  // for the policy; true without a policy
  std::string time_stamp;                   // a TimeStampResp for the note; empty: none
};

// Safe for concurrent use. Its thread ends when it is destroyed.
class Anchor {
 public:
  // `log` must outlive it.
  Anchor(eventstore::EventLog& log, AnchorOptions options);
  ~Anchor();

  // Whether witnesses are asked.
  bool asks_witnesses() const { return !witnesses_.empty(); }

  // Return a checkpoint of at least `min_size` entries, with the cosignatures and the timestamp that are available now.
  //   kOutOfRange  the log has fewer entries.
  absl::StatusOr<AnchoredCheckpoint> Covering(uint64_t min_size);

  // The same with enough cosignatures, and without a timestamp.
  //   kFailedPrecondition  the journal does not ask witnesses.
  //   kUnavailable         too few answered; names those that did not.
  absl::StatusOr<eventstore::SignedCheckpoint> Witnessed(uint64_t min_size);

  // Get a timestamp for the newest checkpoint soon, whatever the interval.
  void StampSoon();

 private:
  struct Cosigned {
    eventstore::SignedCheckpoint checkpoint;
    bool quorum_met = false;
    std::vector<std::string> missing;  // witnesses that did not answer, and why
  };

  absl::StatusOr<Cosigned> Cosign(uint64_t min_size);
  absl::StatusOr<Cosigned> AskWitnesses(uint64_t min_size) ABSL_EXCLUSIVE_LOCKS_REQUIRED(round_mutex_);
  absl::StatusOr<std::string> Stamp(const eventstore::SignedCheckpoint& checkpoint);
  bool GrewSinceStamp(uint64_t size) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Run();
  // Report the failure of `source` once, until it changes or ends.
  void Report(const std::string& source, const absl::Status& status);

  eventstore::EventLog& log_;
  const AnchorOptions options_;
  std::vector<std::unique_ptr<WitnessClient>> witnesses_;
  absl::Mutex round_mutex_;  // one round of witnesses at a time
  std::optional<Cosigned> last_round_ ABSL_GUARDED_BY(round_mutex_);
  absl::Time last_round_at_ ABSL_GUARDED_BY(round_mutex_) = absl::InfinitePast();
  absl::Mutex mutex_;
  eventstore::SignedCheckpoint cosigned_ ABSL_GUARDED_BY(mutex_);  // the newest with enough cosignatures; size 0: none
  uint64_t stamped_size_ ABSL_GUARDED_BY(mutex_) = 0;              // of the log just after the last stamp was recorded
  std::map<std::string, absl::Status> reported_ ABSL_GUARDED_BY(mutex_);  // by source
  bool stamp_soon_ ABSL_GUARDED_BY(mutex_) = false;
  eventstore::SteadyPause pause_;  // of thread_; woken at the end
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_ANCHOR_H_
