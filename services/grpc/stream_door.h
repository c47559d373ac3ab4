// Takes the calls that wait for something new from a completion queue, and answers them with a few threads: Subscribe
// of CourtService, and WatchWork of CaseService.
#ifndef CASEJOURNAL_SERVICES_GRPC_STREAM_DOOR_H_
#define CASEJOURNAL_SERVICES_GRPC_STREAM_DOOR_H_

#include <grpcpp/completion_queue.h>

#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "services/access/clocks.h"
#include "services/answers/disclosures/leases.h"
#include "services/answers/lists/due_watches.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/call_slots.h"
#include "services/grpc/raw/queued_methods.h"
#include "services/recorder/task_threads.h"
#include "services/subscriptions/log_waiters.h"

namespace casejournal::services {

// A call that waits holds a place and memory, and no thread. The answers take turns on two threads (turn.h).
class StreamDoor {
 public:
  // `queue` is of the builder of the server that `cases` and `court` are registered with. All but `queue` must outlive
  // it. When `sources.stopping` is set, notify `sources.changed`, and call WakeWaiters of the log.
  StreamDoor(CaseMethods& cases, CourtMethods& court, std::unique_ptr<grpc::ServerCompletionQueue> queue,
             DueWatchSources sources, const CallGate& gate, const DisclosureDesk& disclosures, StreamLimits limits,
             FailureReport report);

  // Wait until all calls have ended, which the shutdown of the server makes them do. The server must have been shut
  // down, or never have started, and must not have been destroyed.
  ~StreamDoor();

  // Take calls. Called once, when the server has started.
  void Open();

 private:
  class Call;
  class SubscribeCall;
  class WatchWorkCall;

  void LeaveTimeToOthers();
  void WatchRights();
  bool AllEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return calls_ == 0; }

  CaseMethods& cases_;
  CourtMethods& court_;
  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  const CallGate& gate_;
  const FailureReport report_;
  Leases leases_;
  CallSlots subscribers_;
  CallSlots subscribers_with_sentences_;
  CallSlots watchers_;
  TaskThreads turns_;
  LogWaiters log_waiters_;
  DueWatches due_watches_;
  std::thread thread_;  // takes from the queue
  std::thread watch_;   // looks whether callers still count

  absl::Mutex mutex_;
  size_t calls_ ABSL_GUARDED_BY(mutex_) = 0;  // those that wait for a client, and those that have one
  absl::flat_hash_set<Call*> in_progress_ ABSL_GUARDED_BY(mutex_);  // those that a caller was admitted to
  SteadyPause pause_;                                               // of watch_; woken at the end
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_STREAM_DOOR_H_
