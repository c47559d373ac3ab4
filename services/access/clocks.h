// The two clocks that access depends on, and a pause by the steady one.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_
#define CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_

#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace casejournal::services {

// What the clock of the machine shows at this moment. absl::Now() reads it once in two seconds and counts on from
// there: for so long after a step of the clock, it refuses tokens that were just issued, and accepts some that are
// expired.
absl::Time SystemNow();

// The time that has passed, whatever is done to the clock of the machine, and also while it sleeps. Only for intervals:
// after absl::Now() was set back, what is due in a second would be due in an hour.
absl::Time SteadyNow();

// For threads that look again and again whether a right still counts. Abseil waits until a time of the system's clock:
// if that is set back by an hour, the thread does not look for an hour. Safe for concurrent use.
class SteadyPause {
 public:
  // Wait for `at_most`, or until Wake is called; not at all if it was called after the last pause. Return whether it
  // was called.
  bool Wait(absl::Duration at_most);
  void Wake();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_
