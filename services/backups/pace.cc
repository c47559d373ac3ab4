#include "services/backups/pace.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "services/access/clocks.h"

namespace casejournal::services {

PaceClock SteadyPaceClock() {
  return {.now = [] { return SteadyNow(); }, .sleep = [](absl::Duration pause) { absl::SleepFor(pause); }};
}

Pace::Pace(uint64_t bytes_per_second, std::function<bool()> goes_on, PaceClock clock)
    : bytes_per_second_(bytes_per_second),
      goes_on_(std::move(goes_on)),
      clock_(std::move(clock)),
      begun_(clock_.now()) {}

bool Pace::Take(uint64_t bytes) {
  if (bytes_per_second_ == 0) return goes_on_();
  taken_ += bytes;
  const absl::Time due = begun_ + absl::Seconds(static_cast<double>(taken_) / static_cast<double>(bytes_per_second_));
  while (goes_on_()) {
    const absl::Duration ahead = due - clock_.now();
    if (ahead <= absl::ZeroDuration()) return true;
    clock_.sleep(std::min(ahead, kPauseMax));
  }
  return false;
}

}  // namespace casejournal::services
