#include "projections/docket/counted_time.h"

#include <algorithm>

#include "projections/entries/civil_day.h"

namespace casejournal::projections {
namespace {

constexpr int kShortestMonth = 28;
constexpr int kThirtyDays = 30;

}  // namespace

std::optional<AddedUp> WhenAddedUp(const std::vector<CountedDays>& days, int months, int of_latest_months,
                                   rules::v1::PartialMonths partial_months) {
  if (days.empty()) return std::nullopt;
  size_t first_at = 0;          // the stretch with the first day that counts
  int64_t passed = 0;           // days in stretches before the present one
  std::vector<int64_t> before;  // days in the stretches before each
  for (const CountedDays& stretch : days) {
    before.push_back(passed);
    passed += stretch.until - stretch.from;
  }
  for (size_t at = 0; at < days.size(); ++at) {
    // Nothing can have added up before this many of the shortest months.
    const int64_t needed = int64_t{kShortestMonth} * months - 1 - before[at];
    for (absl::CivilDay day = days[at].from + std::max<int64_t>(needed, 0); day < days[at].until; ++day) {
      absl::CivilDay first = days[first_at].from;
      if (of_latest_months != 0) {
        const absl::CivilDay window = AddMonths(day, -of_latest_months);
        while (days[first_at].until <= window) ++first_at;
        first = std::max(days[first_at].from, window);
      }
      // The days that count from `first` and before `day`.
      const int64_t counted = before[at] + (day - days[at].from) - before[first_at] - (first - days[first_at].from);
      const bool enough = partial_months == rules::v1::PARTIAL_MONTHS_THIRTY_DAYS
                              ? counted + 1 >= int64_t{kThirtyDays} * months
                              : AddMonths(first, months) + ((day - first) - counted) <= day;
      if (enough) return AddedUp{first, day};
    }
  }
  return std::nullopt;
}

}  // namespace casejournal::projections
