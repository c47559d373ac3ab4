// The two clocks that access depends on.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_
#define CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_

#include "absl/time/time.h"

namespace casejournal::services {

// What the clock of the machine shows at this moment. absl::Now() reads it once in two seconds and counts on from
// there: for so long after a step of the clock, it refuses tokens that were just issued, and accepts some that are
// expired.
absl::Time SystemNow();

// The time that has passed, whatever is done to the clock of the machine, and also while it sleeps. Only for intervals:
// after absl::Now() was set back, what is due in a second would be due in an hour.
absl::Time SteadyNow();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CLOCKS_H_
