#include "services/subscriptions/log_waiters.h"

#include <utility>

#include "absl/time/time.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/thread_name.h"

namespace casejournal::services {

LogWaiters::Waiter::Waiter(LogWaiters& all, std::function<void()> wake) : all_(all), wake_(std::move(wake)) {}

LogWaiters::Waiter::~Waiter() {
  absl::MutexLock lock(&all_.mutex_);
  if (place_) all_.waiting_.erase(*place_);
}

void LogWaiters::Waiter::WaitFor(uint64_t size) {
  absl::MutexLock lock(&all_.mutex_);
  if (place_) all_.waiting_.erase(*std::exchange(place_, std::nullopt));
  if (all_.stopping_.load() || all_.log_.size() >= size) return wake_();
  place_ = all_.waiting_.emplace(size, this);
  if (size < all_.awaited_) all_.log_.WakeWaiters();
}

LogWaiters::LogWaiters(const eventstore::EventLog& log, const std::atomic<bool>& stopping, std::function<void()> pace)
    : log_(log), stopping_(stopping), pace_(std::move(pace)), thread_([this] { Run(); }) {}

LogWaiters::~LogWaiters() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  log_.WakeWaiters();
  thread_.join();
}

void LogWaiters::Run() {
  eventstore::NameThisThread("subscriptions");
  while (true) {
    const uint64_t wakes = log_.wakes();
    uint64_t awaited = 0;
    bool woken = false;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &LogWaiters::HasWork));
      if (ended_) return;
      woken = WakeRipe();
      if (!waiting_.empty()) awaited = waiting_.begin()->first;
      awaited_ = awaited;
    }
    if (woken && pace_ != nullptr) pace_();
    if (!woken) log_.WaitForSize(awaited, eventstore::Deadline::Never(), wakes);
  }
}

// Wake those for whom there is something. Return whether there were any.
bool LogWaiters::WakeRipe() {
  const uint64_t size = log_.size();
  bool woken = false;
  while (!waiting_.empty() && (stopping_.load() || waiting_.begin()->first <= size)) {
    Waiter* const waiter = waiting_.begin()->second;
    waiting_.erase(waiting_.begin());
    waiter->place_.reset();
    waiter->wake_();
    woken = true;
  }
  return woken;
}

}  // namespace casejournal::services
