#include "eventstore/system/steady_time.h"

#include <ctime>

namespace casejournal::eventstore {

absl::Time SteadyNow() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return absl::TimeFromTimespec(now);
}

bool SteadyPause::Wait(absl::Duration at_most) {
  std::unique_lock<std::mutex> lock(mutex_);
  // By the steady clock.
  const bool woken = changed_.wait_for(lock, absl::ToChronoNanoseconds(at_most), [this] { return woken_; });
  woken_ = false;
  return woken;
}

void SteadyPause::Wake() {
  const std::lock_guard<std::mutex> lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

}  // namespace casejournal::eventstore
