// Until when somebody waits, by the steady clock.
#ifndef CASEJOURNAL_EVENTSTORE_SYSTEM_DEADLINE_H_
#define CASEJOURNAL_EVENTSTORE_SYSTEM_DEADLINE_H_

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/system/steady_time.h"

namespace casejournal::eventstore {

// A value. Whatever is done to the clock of the machine, nobody is told that time is over when it is not: absl::Now()
// is wrong for up to two seconds after each step of that clock.
class Deadline {
 public:
  static Deadline In(absl::Duration from_now) { return Deadline(SteadyNow() + from_now); }
  // Who waits until then does not wait at all.
  static Deadline Passed() { return Deadline(absl::InfinitePast()); }
  static Deadline Never() { return Deadline(absl::InfiniteFuture()); }

  bool IsOver() const { return Left() <= absl::ZeroDuration(); }
  // How long that is from now; negative if it is over.
  absl::Duration Left() const { return at_ - SteadyNow(); }

 private:
  explicit Deadline(absl::Time at) : at_(at) {}

  absl::Time at_;  // by SteadyNow
};

// Wait, with `mutex` held, until `condition` holds or the deadline is over. Return whether it holds. Abseil waits by
// the clock of the machine: if that is set back meanwhile, a deadline is noticed so much later, and the condition is
// not.
bool AwaitUntil(absl::Mutex& mutex, const absl::Condition& condition, Deadline deadline);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SYSTEM_DEADLINE_H_
