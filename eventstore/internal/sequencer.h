// The one thread that writes the log: it takes what arrived during the last sync, gives positions, writes one batch,
// syncs once, and answers all. Everything about the order of events is decided here.
#ifndef CASEJOURNAL_EVENTSTORE_INTERNAL_SEQUENCER_H_
#define CASEJOURNAL_EVENTSTORE_INTERNAL_SEQUENCER_H_

#include <rocksdb/write_batch.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/event_log.h"
#include "eventstore/internal/acked_mark.h"
#include "eventstore/internal/database.h"
#include "eventstore/internal/head_ring.h"
#include "eventstore/internal/log_value.h"
#include "eventstore/internal/record_clock.h"
#include "eventstore/internal/tree_writer.h"

namespace casejournal::eventstore {

// A request whose payloads are sealed.
struct SealedStream {
  StreamId stream;
  StreamHead head;  // with the id of the key that sealed the payloads
  std::vector<SealedPayload> payloads;
  bool index_request = false;
};

struct SealedAppend {
  Uuid request_id;
  std::vector<SealedStream> streams;
  EventLog::Done done;
};

struct SequencerLimits {
  size_t queue_requests_max = 4096;
  uint64_t disk_reserve_bytes = 0;
};

// Safe for concurrent use. After the first write that is not OK nothing more is written by this process.
class Sequencer {
 public:
  // `size`: the number of events in the log. All references must outlive it.
  Sequencer(Database& database, TreeWriter tree, RecordClock& clock, AckedMark& acked, SequencerLimits limits,
            std::string directory);
  // Answers what is still waiting with kUnavailable.
  ~Sequencer();

  // Hands over a request, or answers it at once when the queue is full.
  void Submit(SealedAppend request);
  // Stores a note in family `checkpoint` with the next group; it was published outside the log before.
  void StoreCheckpoint(uint64_t size, std::string note);

  uint64_t size() const { return size_.load(std::memory_order_acquire); }
  Position head_floor() const { return floor_.load(std::memory_order_acquire); }
  bool WaitForSize(uint64_t size, absl::Time deadline) const;
  void WakeWaiters();
  // The tree at the committed size.
  CompactRange CommittedRange() const;

 private:
  struct Group;

  void Run();
  std::vector<SealedAppend> TakeGroup() ABSL_LOCKS_EXCLUDED(queue_mutex_);
  void Commit(std::vector<SealedAppend> requests);
  absl::Status ReadyToWrite();
  bool Current(const SealedAppend& request) const;
  Appended Place(const SealedAppend& request, Group& group);
  void PutEvent(const Header& header, const SealedPayload& payload, Group& group, StreamHead& head);
  void PutCheckpoints(Group& group);
  absl::Status Write(Group& group);
  void Publish(const Group& group);

  Database& database_;
  TreeWriter tree_;
  RecordClock& clock_;
  AckedMark& acked_;
  const SequencerLimits limits_;
  const std::string directory_;
  HeadRing ring_;
  absl::Status broken_;  // the latch: of the sequencer's thread

  std::atomic<uint64_t> size_;
  std::atomic<uint64_t> floor_;

  mutable absl::Mutex committed_mutex_;
  mutable absl::CondVar committed_changed_;
  CompactRange committed_ ABSL_GUARDED_BY(committed_mutex_);
  uint64_t wakes_ ABSL_GUARDED_BY(committed_mutex_) = 0;

  absl::Mutex queue_mutex_;
  absl::CondVar queue_changed_;
  std::vector<SealedAppend> queue_ ABSL_GUARDED_BY(queue_mutex_);
  std::vector<std::pair<uint64_t, std::string>> checkpoints_ ABSL_GUARDED_BY(queue_mutex_);
  bool stopping_ ABSL_GUARDED_BY(queue_mutex_) = false;

  std::thread thread_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_INTERNAL_SEQUENCER_H_
