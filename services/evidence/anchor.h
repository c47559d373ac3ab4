// Has others say something of the journal's checkpoints: witnesses cosign them, an authority stamps their time. What
// they said is kept, and time stamps become entries of the journal's own stream.
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
#include "eventstore/witnesses/witness_policy.h"
#include "services/evidence/witness_client.h"

namespace casejournal::services {

struct AnchorOptions {
  // Whose cosignatures are sought, and how many are enough; those without a URL are not asked.
  std::optional<eventstore::WitnessPolicy> policy;
  // How often, if the log grew.
  absl::Duration witness_every = absl::Seconds(10);
  // Where a time stamping authority answers (RFC 3161 over HTTP); empty: none is asked.
  std::string time_stamp_url;
  // How often, if the log grew by more than time stamps.
  absl::Duration time_stamp_every = absl::Hours(1);
  // How long one of them may take to answer.
  absl::Duration timeout = absl::Seconds(5);
  // The file that holds the newest checkpoint with enough cosignatures.
  std::string cosigned_path;
  // Told what an operator must hear of.
  std::function<void(const absl::Status&)> report;
  // Told that a witness knows more of the log, or another history of it: nothing more may be recorded.
  std::function<void(const absl::Status&)> on_forked;
};

// Before a journal is served, and before it records or signs anything: whether a witness that answers knows more of it,
// or another history of it. Asks with the checkpoint that was published last.
//   kDataLoss  one does; says what to do.
absl::Status MeetWitnesses(const eventstore::EventLog& log, const AnchorOptions& options);

// A checkpoint with all that was said of it.
struct AnchoredCheckpoint {
  eventstore::SignedCheckpoint checkpoint;  // its note carries the cosignatures
  bool quorum_met = false;                  // as the policy asks; true where there is none
  std::string time_stamp;                   // a TimeStampResp over the note; empty: none
};

// Safe for concurrent use. Its thread ends when it is destroyed.
class Anchor {
 public:
  // `log` must outlive it.
  Anchor(eventstore::EventLog& log, AnchorOptions options);
  ~Anchor();

  // Whether witnesses are asked.
  bool asks_witnesses() const { return !witnesses_.empty(); }

  // A checkpoint of at least `min_size` entries, with cosignatures and a time stamp as far as they are to be had now.
  //   kOutOfRange  the log has fewer.
  absl::StatusOr<AnchoredCheckpoint> Covering(uint64_t min_size);

  // The same with enough cosignatures, and without a time stamp.
  //   kFailedPrecondition  the journal asks no witnesses.
  //   kUnavailable         too few answered; says which did not.
  absl::StatusOr<eventstore::SignedCheckpoint> Witnessed(uint64_t min_size);

  // Have the time of the newest checkpoint stamped soon, whatever the interval.
  void StampSoon();

 private:
  struct Cosigned {
    eventstore::SignedCheckpoint checkpoint;
    bool quorum_met = false;
    std::vector<std::string> missing;  // who did not, and why
  };

  absl::StatusOr<Cosigned> Cosign(uint64_t min_size);
  absl::StatusOr<Cosigned> AskWitnesses(uint64_t min_size) ABSL_EXCLUSIVE_LOCKS_REQUIRED(round_mutex_);
  absl::StatusOr<std::string> Stamp(const eventstore::SignedCheckpoint& checkpoint);
  bool GrewSinceStamp(uint64_t size) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Run();
  // Says what `source` fails with, once until it is something else, or well again.
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
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_ANCHOR_H_
