// One call whose answer lasts: it takes turns while there is something to send, and has no thread while there is not.
#ifndef CASEJOURNAL_SERVICES_GRPC_LASTING_CALL_H_
#define CASEJOURNAL_SERVICES_GRPC_LASTING_CALL_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/answers/turn.h"
#include "services/grpc/call.h"
#include "services/recorder/task_threads.h"

namespace casejournal::services {

// What gRPC does for one answer. A call of Write or Finish only begins the work. At most one write is in progress, and
// none when Finish is called. Finish is called once, and nothing after it.
class OutgoingStream {
 public:
  // LastingCall::OnWriteDone follows.
  virtual void Write(const grpc::ByteBuffer& message) = 0;
  // From then on the call may be deleted.
  virtual void Finish(const grpc::Status& status) = 0;

 protected:
  ~OutgoingStream() = default;
};

// Safe for concurrent use, except Start and End. The owner keeps it until Finish, and calls Wake no more after that.
class LastingCall {
 public:
  // Takes a turn of the answer. The message is what to send after kMessage. An error ends the call.
  using TakeTurn = std::function<absl::StatusOr<Turn>(grpc::ByteBuffer& message)>;

  // The turns run on `threads`, one at a time. `stream`, `threads`, and `report` must outlive it.
  LastingCall(OutgoingStream& stream, TaskThreads& threads, TakeTurn take_turn, const FailureReport& report)
      : stream_(stream), threads_(threads), take_turn_(std::move(take_turn)), report_(report) {}

  // Begin. One of these is called, once. Wake may come before.
  void Start();
  void End(const absl::Status& why);

  // Something changed: another turn is due if the last one ended with kWait. Does not block.
  void Wake();
  // A write is done. Not `ok`: the client is gone.
  void OnWriteDone(bool ok);
  // No one waits for the answer any more: the client disconnected, or its deadline passed.
  void OnGone();

 private:
  // What the next step is of.
  enum class State { kNew, kWaiting, kQueued, kTurn, kWriting, kFinished };

  void Queue();
  void Run();

  OutgoingStream& stream_;
  TaskThreads& threads_;
  const TakeTurn take_turn_;
  const FailureReport& report_;

  absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kNew;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;  // since the turn began
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_LASTING_CALL_H_
