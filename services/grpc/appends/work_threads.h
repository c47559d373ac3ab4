// Threads that take what comes out of a completion queue, and do the work that it brings.
#ifndef CASEJOURNAL_SERVICES_GRPC_APPENDS_WORK_THREADS_H_
#define CASEJOURNAL_SERVICES_GRPC_APPENDS_WORK_THREADS_H_

#include <grpcpp/completion_queue.h>

#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace casejournal::services {

// One thread at a time looks at the queue, calls Tag::Done for what is there, and leaves the work to all. While every
// thread works, each looks before it begins the next piece. So what came is known here soon, in the order in which it
// came, and does not wait in gRPC, where nobody sees it.
class WorkThreads {
 public:
  using Work = absl::AnyInvocable<void()>;

  // All operations of `queue`, which must outlive this, have tags of queue_tags.h.
  explicit WorkThreads(grpc::CompletionQueue& queue) : queue_(queue) {}
  // Wait until the queue, which must be shut down by then, is empty, and all work is done.
  ~WorkThreads();

  // Begin. Called once.
  void Start(unsigned threads);
  // Leave `work` to one of the threads. Called in Tag::Done only, which should take only a short time itself.
  void Leave(Work work) { came_.push_back({.of_stream = false, .work = std::move(work)}); }
  // The same for a call that brings one piece after another. Such pieces take turns with the others, so that a long
  // queue of calls does not stop a stream.
  void LeaveOfStream(Work work) { came_.push_back({.of_stream = true, .work = std::move(work)}); }

 private:
  struct Piece {
    bool of_stream = false;
    Work work;
  };

  void Run();
  bool Look(bool wait);
  Work TakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !work_.empty() || !of_streams_.empty(); }
  bool HasTurn() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !looks_ || HasWork() || is_over_; }

  grpc::CompletionQueue& queue_;
  std::vector<std::thread> threads_;
  std::deque<Piece> came_;  // of the thread that looks

  absl::Mutex mutex_;
  bool looks_ ABSL_GUARDED_BY(mutex_) = false;    // some thread does
  bool is_over_ ABSL_GUARDED_BY(mutex_) = false;  // the queue is shut down and empty
  std::deque<Work> work_ ABSL_GUARDED_BY(mutex_);
  std::deque<Work> of_streams_ ABSL_GUARDED_BY(mutex_);
  bool stream_had_turn_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_APPENDS_WORK_THREADS_H_
