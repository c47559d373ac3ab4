// Limits how many bytes per second a long work reads and writes.
#ifndef CASEJOURNAL_SERVICES_BACKUPS_PACE_H_
#define CASEJOURNAL_SERVICES_BACKUPS_PACE_H_

#include <cstdint>
#include <functional>

#include "absl/time/time.h"

namespace casejournal::services {

// What a pace waits by. Tests have their own.
struct PaceClock {
  std::function<absl::Time()> now;
  std::function<void(absl::Duration)> sleep;
};
// Time that passes whatever is done to the clock of the machine.
PaceClock SteadyPaceClock();

// Not for concurrent use.
class Pace {
 public:
  // The longest single pause.
  static constexpr absl::Duration kPauseMax = absl::Milliseconds(100);

  // `bytes_per_second` 0: as fast as it goes. `goes_on` is asked before and after each pause: whether the work is still
  // wanted.
  explicit Pace(
      uint64_t bytes_per_second, std::function<bool()> goes_on = [] { return true; },
      PaceClock clock = SteadyPaceClock());

  // Take note of `bytes` more, and wait until they are due. False: the work is not wanted any more.
  bool Take(uint64_t bytes);

 private:
  const uint64_t bytes_per_second_;
  const std::function<bool()> goes_on_;
  const PaceClock clock_;
  const absl::Time begun_;
  uint64_t taken_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_BACKUPS_PACE_H_
