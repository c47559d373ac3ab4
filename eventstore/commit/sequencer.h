// Commits requests: takes what arrived during the last sync, assigns positions, writes one batch, syncs once, and
// answers all. One thread at a time, the leader, decides the order of events. If there is no leader, the thread that
// submits a request leads, so that a single writer does not wait for another thread to wake up. It leaves later
// requests to the sequencer's own thread, which leads while requests are waiting.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_SEQUENCER_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_SEQUENCER_H_

#include <rocksdb/write_batch.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/head_ring.h"
#include "eventstore/commit/record_clock.h"
#include "eventstore/commit/request_ring.h"
#include "eventstore/commit/stream_changes.h"
#include "eventstore/commit/tree_writer.h"
#include "eventstore/commit/write_state.h"
#include "eventstore/records/append.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/system/deadline.h"

namespace casejournal::eventstore {

// A request with sealed payloads.
struct SealedStream {
  StreamId stream;
  StreamHead head;  // with the id of the key that sealed the payloads
  std::vector<SealedPayload> payloads;
};

struct SealedAppend {
  Uuid request_id;
  Position absent_at = 0;  // the committed size at which the log had no request with this id
  std::vector<SealedStream> streams;
  AppendDone done;
};

struct SequencerLimits {
  size_t queue_requests_max = 4096;
  size_t queue_bytes_max = size_t{64} << 20;
  uint64_t disk_reserve_bytes = 0;
  uint64_t disk_reserve_files = 0;
};

// Safe for concurrent use. After the first failed write, this process writes nothing more.
class Sequencer {
 public:
  // `last_key_id` is the highest one that a stream uses. All references must outlive it.
  Sequencer(Database& database, TreeWriter tree, uint64_t last_key_id, RecordClock& clock, AckedMark& acked,
            WriteState& state, SequencerLimits limits, std::string directory);
  // Answers waiting requests with kUnavailable.
  ~Sequencer();

  // Submit a request, or answer it at once if the queue is full. If there is no leader, this thread commits one group
  // and answers it before it returns.
  void Submit(SealedAppend request);
  // Reject all further requests for this reason (WriteStop::kFork). Groups in progress are not affected.
  void Stop(const absl::Status& why);
  // Check whether a request would be recorded now: OK, or a WriteStopError. Records and stores nothing.
  absl::Status Writable() const;
  // Check whether the disk has more free space than the reserve, in bytes and in files, for other writers than the
  // sequencer: OK, or WriteStop::kDisk.
  absl::Status CheckRoom() const;
  // Store a note in family `checkpoint` with the next group. It was already published outside the log.
  void StoreCheckpoint(uint64_t size, std::string note);

  uint64_t size() const { return size_.load(std::memory_order_acquire); }
  Position head_floor() const { return floor_.load(std::memory_order_acquire); }
  // As EventLog.
  bool UnchangedSince(const StreamId& stream, Position since) const { return changes_.UnchangedSince(stream, since); }
  // As EventLog.
  bool WaitForSize(uint64_t size, Deadline deadline) const;
  void EndWaits();
  bool waits_ended() const;
  bool WaitForSize(uint64_t size, Deadline deadline, uint64_t wakes) const;
  uint64_t wakes() const;
  void WakeWaiters();
  // The tree at the committed size.
  CompactRange CommittedRange() const;

 private:
  struct Group;

  void Run();
  bool Take(SealedAppend& request);
  std::vector<SealedAppend> TakeGroup() ABSL_LOCKS_EXCLUDED(queue_mutex_);
  // The requests that were committed together, and the result.
  struct Outcome {
    absl::Status status;
    std::vector<std::pair<SealedAppend, Appended>> placed;
    std::vector<SealedAppend> stale;
    std::vector<SealedAppend> unknown;  // of the group whose write failed, submitted again
  };
  Outcome Commit(std::vector<SealedAppend> requests);
  Outcome Refuse(std::vector<SealedAppend> requests, const absl::Status& stop) const;
  static void Answer(Outcome outcome);
  void HandOver();
  bool ThreadIsNeeded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(queue_mutex_) { return thread_leads_ || stopping_; }
  absl::Status ReadyToWrite();
  absl::Status Stopped() const ABSL_LOCKS_EXCLUDED(stop_mutex_);
  absl::Status StopFor(const absl::Status& why) ABSL_LOCKS_EXCLUDED(stop_mutex_);
  bool Current(const SealedAppend& request) const;
  Appended Place(const SealedAppend& request, Group& group);
  void PutEvent(const Header& header, const SealedPayload& payload, Group& group, StreamHead& head);
  void PutCheckpoints(Group& group);
  void PutLastKeyId(Group& group);
  absl::Status Write(Group& group);
  void Publish(const Group& group);

  Database& database_;
  TreeWriter tree_;
  RecordClock& clock_;
  AckedMark& acked_;
  WriteState& state_;
  const SequencerLimits limits_;
  const std::string directory_;
  // Owned by the leader, like tree_ and clock_'s groups; handed over under queue_mutex_.
  HeadRing ring_;
  RequestRing requests_;
  StreamChanges changes_;  // the leader puts, readers ask
  uint64_t last_key_id_;
  absl::flat_hash_set<Uuid> failed_requests_;  // of the group whose write failed: they may exist after reopening
  mutable absl::Mutex stop_mutex_;
  absl::Status stopped_ ABSL_GUARDED_BY(stop_mutex_);  // the latch

  std::atomic<uint64_t> size_;
  std::atomic<uint64_t> floor_;

  mutable absl::Mutex committed_mutex_;
  CompactRange committed_ ABSL_GUARDED_BY(committed_mutex_);
  uint64_t wakes_ ABSL_GUARDED_BY(committed_mutex_) = 0;
  bool waits_ended_ ABSL_GUARDED_BY(committed_mutex_) = false;

  absl::Mutex queue_mutex_;
  std::vector<SealedAppend> queue_ ABSL_GUARDED_BY(queue_mutex_);
  size_t queue_bytes_ ABSL_GUARDED_BY(queue_mutex_) = 0;
  std::vector<std::pair<uint64_t, std::string>> checkpoints_ ABSL_GUARDED_BY(queue_mutex_);
  bool led_ ABSL_GUARDED_BY(queue_mutex_) = false;
  bool thread_leads_ ABSL_GUARDED_BY(queue_mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(queue_mutex_) = false;

  std::thread thread_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_SEQUENCER_H_
