#include "services/grpc/appends/work_threads.h"

#include <utility>

#include "eventstore/system/thread_name.h"
#include "services/grpc/queue_tags.h"

namespace casejournal::services {
namespace {

// A thread looks at no more than so many events before it leaves what they brought to all: others may have nothing to
// do.
constexpr int kEventsAtOnceMax = 64;

}  // namespace

WorkThreads::~WorkThreads() {
  if (threads_.empty()) TakeDone(queue_);  // a queue must be emptied
  for (std::thread& thread : threads_) thread.join();
}

void WorkThreads::Start(unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

void WorkThreads::Run() {
  eventstore::NameThisThread("appends");
  absl::MutexLock lock(&mutex_);
  while (true) {
    mutex_.Await(absl::Condition(this, &WorkThreads::HasTurn));
    if (!looks_ && !is_over_) {
      looks_ = true;
      const bool wait = !HasWork();
      mutex_.Unlock();
      const bool goes_on = Look(wait);
      mutex_.Lock();
      looks_ = false;
      is_over_ = !goes_on;
      for (Piece& piece : came_) (piece.of_stream ? of_streams_ : work_).push_back(std::move(piece.work));
      came_.clear();
    }
    if (!HasWork()) {
      if (is_over_) return;
      continue;
    }
    Work work = TakeNext();
    mutex_.Unlock();
    work();
    mutex_.Lock();
  }
}

// The pieces of streams and the others take turns.
WorkThreads::Work WorkThreads::TakeNext() {
  stream_had_turn_ = work_.empty() || (!of_streams_.empty() && !stream_had_turn_);
  std::deque<Work>& from = stream_had_turn_ ? of_streams_ : work_;
  Work next = std::move(from.front());
  from.pop_front();
  return next;
}

// Take what is there; if `wait`, wait first until something brings work. Return false if the queue is shut down and
// empty.
bool WorkThreads::Look(bool wait) {
  for (int events = 0; events < kEventsAtOnceMax || (wait && came_.empty()); ++events) {
    void* tag = nullptr;
    bool ok = false;
    const bool waits = wait && came_.empty();
    const gpr_timespec until = waits ? gpr_inf_future(GPR_CLOCK_REALTIME) : gpr_inf_past(GPR_CLOCK_REALTIME);
    switch (queue_.AsyncNext(&tag, &ok, until)) {
      case grpc::CompletionQueue::SHUTDOWN:
        return false;
      case grpc::CompletionQueue::TIMEOUT:
        return true;
      case grpc::CompletionQueue::GOT_EVENT:
        static_cast<Tag*>(tag)->Done(ok);
    }
  }
  return true;
}

}  // namespace casejournal::services
