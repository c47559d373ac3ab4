// Time in care that adds up over episodes: 15 of the latest 22 months (docs/DOCKET.md, "Time that adds up").
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_COUNTED_TIME_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_COUNTED_TIME_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"

namespace casejournal::projections {

// Days that count: from `from` on and before `until`.
struct CountedDays {
  absl::CivilDay from;
  absl::CivilDay until;
};

// The day on which enough time has added up.
struct AddedUp {
  absl::CivilDay first;  // the first of the days that count toward it
  absl::CivilDay on;
};

// The first day on which `months` have added up, within the `of_latest_months` before it (0: all). `days` are in order,
// separate, and not empty. Returns nothing if they never add up.
std::optional<AddedUp> WhenAddedUp(const std::vector<CountedDays>& days, int months, int of_latest_months,
                                   rules::v1::PartialMonths partial_months);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_COUNTED_TIME_H_
