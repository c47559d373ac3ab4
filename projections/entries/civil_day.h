// Civil days in the spelling of the record, YYYY-MM-DD. In this spelling the order of strings is the order of days.
// Pure; safe for concurrent use.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_CIVIL_DAY_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_CIVIL_DAY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace casejournal::projections {

// Parse a day: ten characters, an existing day in the years 0001 to 9999.
//   kInvalidArgument  anything else.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);
std::string FormatDay(absl::CivilDay day);

// Add months to a day (subtract if negative): the same day of the month, or the last day of that month (ORC 1.45).
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// The number of full years from one day to a later one. In a year without 29 February, a birthday on that day is on the
// 28th (ORC 1.45).
int FullYears(absl::CivilDay from, absl::CivilDay to);

// The number of days from `earlier` to `later`; negative if `later` is the earlier one, 0 if one of them is not a day.
int32_t DaysBetween(absl::string_view earlier, absl::string_view later);

// Whether something with these days is open at the end of `day`: it has begun and has not ended. An empty day means
// "not yet".
bool OpenOn(absl::string_view began_on, absl::string_view ended_on, absl::string_view day);

// Whether `day` is from `from` to `until`, both included. An empty limit does not limit. An empty day is not within any
// limit.
bool WithinDays(absl::string_view day, absl::string_view from, absl::string_view until);

// The civil day of an instant (microseconds since 1970-01-01 UTC) in `zone`. Before 0001-01-01 and after 9999-12-31,
// which only a clock that is wrong shows: that day. So ParseDay reads every answer.
std::string DayOf(int64_t instant_us, absl::TimeZone zone);
// The end of `day` in `zone`, exclusive: the first instant of the next day. A day can have 23 or 25 hours.
absl::Time EndOfDay(absl::CivilDay day, absl::TimeZone zone);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_CIVIL_DAY_H_
