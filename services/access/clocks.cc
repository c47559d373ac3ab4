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

}  // namespace casejournal::services
