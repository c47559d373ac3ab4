#include "services/grpc/unary/answer_threads.h"

#include <algorithm>
#include <system_error>

#include "eventstore/system/thread_name.h"

namespace casejournal::services {

AnswerThreads::AnswerThreads(AnswerThreadLimits limits, MakeThread make)
    : limits_(limits),
      make_(make != nullptr ? std::move(make) : [](std::function<void()> run) { return std::thread(std::move(run)); }) {
}

AnswerThreads::~AnswerThreads() {
  Threads ended;
  {
    absl::MutexLock lock(&mutex_);
    ends_ = true;
    for (Idle* idle : idle_) idle->called.Signal();
    mutex_.Await(absl::Condition(this, &AnswerThreads::HasEnded));
    ended.swap(ended_);
  }
  for (std::thread& thread : ended) thread.join();
}

bool AnswerThreads::Leave(Work work) {
  Threads ended;
  bool is_taken = false;
  {
    absl::MutexLock lock(&mutex_);
    ended.swap(ended_);
    // Those that wait are beyond those that threads are about to take.
    is_taken = CallIdle() || Start() || (!threads_.empty() && work_.size() < coming_ + limits_.waiting);
    if (is_taken) work_.push_back(std::move(work));
  }
  for (std::thread& thread : ended) thread.join();
  return is_taken;
}

bool AnswerThreads::CallIdle() {
  if (idle_.empty()) return false;
  idle_.back()->is_called = true;
  idle_.back()->called.Signal();
  idle_.pop_back();
  ++coming_;
  return true;
}

size_t AnswerThreads::size() const {
  absl::MutexLock lock(&mutex_);
  return threads_.size();
}

// False: there are as many as may be, or the system gives none.
bool AnswerThreads::Start() {
  if (threads_.size() >= limits_.threads) return false;
  const auto self = threads_.emplace(threads_.end());
  try {
    *self = make_([this, self] { Run(self); });
  } catch (const std::system_error&) {
    threads_.erase(self);
    return false;
  }
  ++coming_;
  return true;
}

// Wait for work. False: there was none for long, or there will be none.
bool AnswerThreads::Await() {
  if (!work_.empty()) return true;
  if (ends_) return false;
  Idle self;
  idle_.push_back(&self);
  while (!self.is_called && !ends_) {
    if (self.called.WaitWithTimeout(&mutex_, limits_.idle)) break;
  }
  if (self.is_called) {
    --coming_;
  } else {
    idle_.erase(std::find(idle_.begin(), idle_.end(), &self));
  }
  return !work_.empty() || self.is_called;
}

void AnswerThreads::Run(Threads::iterator self) {
  eventstore::NameThisThread("answers");
  absl::MutexLock lock(&mutex_);
  --coming_;
  while (Await()) {
    if (work_.empty()) continue;  // another thread was faster
    Work work = std::move(work_.front());
    work_.pop_front();
    mutex_.Unlock();
    work();
    work = nullptr;  // what it holds may be much
    mutex_.Lock();
  }
  ended_.splice(ended_.end(), threads_, self);
}

}  // namespace casejournal::services
