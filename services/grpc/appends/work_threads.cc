#include "services/grpc/appends/work_threads.h"

#include <iterator>
#include <utility>

#include "services/grpc/queue_tags.h"

namespace casejournal::services {
namespace {

// A thread that has work looks at no more than so many events before it does it.
constexpr int kEventsAtOnceMax = 1024;

}  // namespace

WorkThreads::~WorkThreads() {
  if (threads_.empty()) TakeDone(queue_);  // a queue must be emptied
  for (std::thread& thread : threads_) thread.join();
}

void WorkThreads::Start(unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

void WorkThreads::Run() {
  absl::MutexLock lock(&mutex_);
  while (true) {
    mutex_.Await(absl::Condition(this, &WorkThreads::HasTurn));
    if (!looks_ && !is_over_) {
      looks_ = true;
      const bool wait = work_.empty();
      mutex_.Unlock();
      const bool goes_on = Look(wait);
      mutex_.Lock();
      looks_ = false;
      is_over_ = !goes_on;
      std::move(came_.begin(), came_.end(), std::back_inserter(work_));
      came_.clear();
    }
    if (work_.empty()) {
      if (is_over_) return;
      continue;
    }
    Work work = std::move(work_.front());
    work_.pop_front();
    mutex_.Unlock();
    work();
    mutex_.Lock();
  }
}

// Take what is there; if `wait`, wait until something brings work. Return false if the queue is shut down and empty.
bool WorkThreads::Look(bool wait) {
  for (int events = 0; wait ? came_.empty() : events < kEventsAtOnceMax; ++events) {
    void* tag = nullptr;
    bool ok = false;
    const gpr_timespec until = wait ? gpr_inf_future(GPR_CLOCK_REALTIME) : gpr_inf_past(GPR_CLOCK_REALTIME);
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
