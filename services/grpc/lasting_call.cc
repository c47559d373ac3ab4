#include "services/grpc/lasting_call.h"

namespace casejournal::services {

// Each step that lets another thread act on this object is the last of its function and is taken without the lock: the
// other thread may finish the call, and its owner may delete it.

void LastingCall::Start() {
  {
    absl::MutexLock lock(&mutex_);
    state_ = State::kQueued;
  }
  Queue();
}

void LastingCall::End(const absl::Status& why) {
  {
    absl::MutexLock lock(&mutex_);
    state_ = State::kFinished;
  }
  stream_.Finish(Answer(why, report_));
}

void LastingCall::Wake() {
  {
    absl::MutexLock lock(&mutex_);
    woken_ = true;
    if (state_ != State::kWaiting) return;
    state_ = State::kQueued;
  }
  Queue();
}

void LastingCall::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    if (!ok) gone_ = true;
    state_ = State::kQueued;
  }
  Queue();
}

void LastingCall::OnGone() {
  {
    absl::MutexLock lock(&mutex_);
    gone_ = true;
  }
  Wake();
}

void LastingCall::Queue() {
  threads_.Run([this] { Run(); });
}

void LastingCall::Run() {
  bool gone = false;
  {
    absl::MutexLock lock(&mutex_);
    state_ = State::kTurn;
    woken_ = false;
    gone = gone_;
  }
  grpc::ByteBuffer message;
  const absl::StatusOr<Turn> turn =
      gone ? absl::StatusOr<Turn>(absl::CancelledError("the client disconnected")) : take_turn_(message);
  State next = State::kFinished;
  {
    absl::MutexLock lock(&mutex_);
    if (turn.ok()) {
      const bool again = *turn == Turn::kMore || woken_;
      next = *turn == Turn::kMessage ? State::kWriting : again ? State::kQueued : State::kWaiting;
    }
    state_ = next;
  }
  if (next == State::kFinished) return stream_.Finish(Answer(turn.status(), report_));
  if (next == State::kWriting) return stream_.Write(message);
  if (next == State::kQueued) return Queue();
}

}  // namespace casejournal::services
