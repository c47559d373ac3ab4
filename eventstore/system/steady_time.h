// Time that passes whatever is done to the clock of the machine, and a pause by it.
#ifndef CASEJOURNAL_EVENTSTORE_SYSTEM_STEADY_TIME_H_
#define CASEJOURNAL_EVENTSTORE_SYSTEM_STEADY_TIME_H_

#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace casejournal::eventstore {

// The time that has passed, whatever is done to the clock of the machine, and also while it sleeps. Only for intervals:
// after absl::Now() was set back, what is due in a second would be due in an hour.
absl::Time SteadyNow();

// For threads that do something again and again. Abseil waits until a time of the system's clock: if that is set back
// by an hour, the thread does nothing for an hour. Safe for concurrent use.
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

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SYSTEM_STEADY_TIME_H_
