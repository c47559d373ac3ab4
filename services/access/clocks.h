// The two clocks that access depends on, and a pause by the steady one.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_
#define CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_

#include "absl/time/time.h"
#include "eventstore/system/steady_time.h"

namespace casejournal::services {

// What the clock of the machine shows at this moment. absl::Now() reads it once in two seconds and counts on from
// there: for so long after a step of the clock, it refuses tokens that were just issued, and accepts some that are
// expired.
absl::Time SystemNow();

// For intervals, and for threads that look again and again whether a right still counts.
using eventstore::SteadyNow;
using eventstore::SteadyPause;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_
