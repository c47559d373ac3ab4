// When a call that is refused may be answered: what its time would tell, and what it costs others, is bounded.
#ifndef CASEJOURNAL_SERVICES_GRPC_REFUSAL_PACE_H_
#define CASEJOURNAL_SERVICES_GRPC_REFUSAL_PACE_H_

#include <chrono>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace casejournal::services {

// NOT_FOUND is answered at the end of such a step. What the server does until it knows that a case is forbidden takes
// longer than for a case that does not exist, because it reads rows that are there; a step is several times as long as
// either.
inline constexpr absl::Duration kRefusalStep = absl::Milliseconds(2);
// A caller who reached their limit learns so after about this time: from half of it to one and a half. One who calls
// again at once would else take the processors from the others.
inline constexpr absl::Duration kLimitWait = absl::Milliseconds(100);
// So many calls with a thread of their own wait for that at a time. Those beyond them are answered at once.
inline constexpr int kLimitWaitersMax = 128;

// How long the next such call waits. The waits are spread evenly, so that calls that came together do not come again
// together.
absl::Duration NextLimitWait();

// Whether the call was refused because its caller reached a limit.
bool IsCallerLimit(const absl::Status& status);

// How long to wait after `passed`, until a whole number of steps, and at least one, has passed. Pure.
absl::Duration RestOfStep(absl::Duration passed, absl::Duration step);

// How long the answer `outcome` is held back, when `passed` is how long it took. Zero for most.
absl::Duration HeldBack(const absl::Status& outcome, absl::Duration passed);

// Made when a call begins. Not for concurrent use.
class RefusalPace {
 public:
  // Wait until `outcome` may be answered. Blocks, so this is not for threads that other calls need.
  void Keep(const absl::Status& outcome) const;

 private:
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_REFUSAL_PACE_H_
