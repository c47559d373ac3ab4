// Signs checkpoints and publishes them: at most once a second if the log grows, and on demand. A note is synced outside
// the log's own directory before it is sent, so that the log can never become shorter than its published checkpoints.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_CHECKPOINT_PUBLISHER_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_CHECKPOINT_PUBLISHER_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/commit/sequencer.h"
#include "eventstore/proofs/note.h"
#include "eventstore/records/append.h"
#include "eventstore/storage/kept_file.h"
#include "eventstore/system/steady_time.h"

namespace casejournal::eventstore {

// The files that keep the newest note.
struct CheckpointFiles {
  std::string latest;                                       // must be written before a checkpoint is given out
  std::function<void(const absl::Status&)> on_latest = {};  // as EventLogOptions::on_checkpoint
  std::string copy;  // empty: none. If it cannot be written, checkpoints are given out all the same
  std::function<void(const absl::Status&)> on_copy;  // as EventLogOptions::on_checkpoint_copy
};

// Safe for concurrent use.
class CheckpointPublisher {
 public:
  // `latest` is the last published checkpoint, with size 0 if there is none. Writes it to the copy.
  CheckpointPublisher(NoteSigner signer, Sequencer& sequencer, CheckpointFiles files, SignedCheckpoint latest);
  ~CheckpointPublisher();

  // Return the newest checkpoint if it covers `min_size`, else sign one now.
  //   kOutOfRange   fewer events are committed.
  //   kUnavailable  it could not be stored.
  absl::StatusOr<SignedCheckpoint> Covering(uint64_t min_size);

  const NoteSigner& signer() const { return signer_; }

 private:
  void Run();
  SignedCheckpoint Latest() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Publish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(publish_mutex_);
  absl::Status WriteLatest(const SignedCheckpoint& checkpoint) ABSL_EXCLUSIVE_LOCKS_REQUIRED(publish_mutex_);
  void WriteCopy(const SignedCheckpoint& checkpoint) ABSL_EXCLUSIVE_LOCKS_REQUIRED(publish_mutex_);
  void RetryCopy() ABSL_LOCKS_EXCLUDED(publish_mutex_);
  absl::Status TryCopy(const SignedCheckpoint& checkpoint) const;

  const NoteSigner signer_;
  Sequencer& sequencer_;
  const CheckpointFiles files_;
  // Held while a note is signed and synced. A reader of the last one does not wait for that.
  absl::Mutex publish_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  KeptFile latest_file_ ABSL_GUARDED_BY(publish_mutex_);
  bool latest_fails_ ABSL_GUARDED_BY(publish_mutex_) = false;
  bool copy_fails_ ABSL_GUARDED_BY(publish_mutex_) = false;
  absl::Mutex mutex_;
  SignedCheckpoint latest_ ABSL_GUARDED_BY(mutex_);
  SteadyPause pause_;  // of thread_; woken at the end
  std::thread thread_;
};

// Return the checkpoint in a note that is signed by this key.
//   kDataLoss  the note is damaged or signed by another key.
absl::StatusOr<SignedCheckpoint> OpenCheckpoint(const std::string& note, const NoteVerifier& verifier);
absl::StatusOr<SignedCheckpoint> OpenCheckpoint(const std::string& note, const NoteSigner& signer);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_CHECKPOINT_PUBLISHER_H_
