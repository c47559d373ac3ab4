#include "eventstore/system/steady_alarms.h"

#include <utility>

#include "eventstore/system/thread_name.h"

namespace casejournal::eventstore {

SteadyAlarms::SteadyAlarms() : thread_([this] { Run(); }) {}

SteadyAlarms::~SteadyAlarms() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void SteadyAlarms::After(absl::Duration later, std::function<void()> then) {
  const auto at = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(later);
  bool is_first = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto placed = waiting_.emplace(at, std::move(then));
    is_first = placed == waiting_.begin();
  }
  if (is_first) changed_.notify_all();  // the thread waits for a later one, or for the first
}

void SteadyAlarms::Run() {
  NameThisThread("alarms");
  std::unique_lock<std::mutex> lock(mutex_);
  while (!ends_) {
    if (waiting_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto at = waiting_.begin()->first;
    if (std::chrono::steady_clock::now() < at) {
      changed_.wait_until(lock, at);
      continue;
    }
    const std::function<void()> then = std::move(waiting_.extract(waiting_.begin()).mapped());
    lock.unlock();
    then();
    lock.lock();
  }
}

}  // namespace casejournal::eventstore
