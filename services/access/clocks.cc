#include "services/access/clocks.h"

#include <ctime>

namespace casejournal::services {
namespace {

absl::Time TimeOf(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return absl::TimeFromTimespec(now);
}

}  // namespace

absl::Time SystemNow() { return TimeOf(CLOCK_REALTIME); }

absl::Time SteadyNow() { return TimeOf(CLOCK_BOOTTIME); }

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

}  // namespace casejournal::services
