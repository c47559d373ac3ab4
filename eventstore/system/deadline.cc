#include "eventstore/system/deadline.h"

#include <algorithm>

namespace casejournal::eventstore {

bool AwaitUntil(absl::Mutex& mutex, const absl::Condition& condition, Deadline deadline) {
  // If the clock was set forward, a wait ends before its time.
  while (!mutex.AwaitWithTimeout(condition, std::max(deadline.Left(), absl::ZeroDuration()))) {
    if (deadline.IsOver()) return false;
  }
  return true;
}

}  // namespace casejournal::eventstore
