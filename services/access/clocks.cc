#include "services/access/clocks.h"

#include <ctime>

namespace casejournal::services {

absl::Time SystemNow() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return absl::TimeFromTimespec(now);
}

}  // namespace casejournal::services
