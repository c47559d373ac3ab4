// Civil days as the record spells them, YYYY-MM-DD. In this spelling the order of strings is the
// order of days.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_CIVIL_DAY_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_CIVIL_DAY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace casejournal::projections {

// Ten characters, a day that the calendar has, in the years 0001 to 9999.
//   kInvalidArgument  anything else.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);
std::string FormatDay(absl::CivilDay day);

// The day so many months later (earlier, where negative): the same numbered day, or the last of that month (ORC 1.45).
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// Full years from one day to a later one: a birthday on 29 February comes on the 28th where there is no such day
// (ORC 1.45).
int FullYears(absl::CivilDay from, absl::CivilDay to);

// How many days `later` is after `earlier`; negative the other way round, 0 where one of them is no
// day.
int32_t DaysBetween(absl::string_view earlier, absl::string_view later);

// Whether a thing with these days is open at the end of `day`: it had begun, and had not ended. An empty day has not
// come.
bool OpenOn(absl::string_view began_on, absl::string_view ended_on, absl::string_view day);

// Whether `day` is one of those from `from` to `until`; an empty limit is none, and an empty day is within no limit.
bool WithinDays(absl::string_view day, absl::string_view from, absl::string_view until);

// The civil day of an instant (microseconds since 1970-01-01 UTC) in `zone`.
std::string DayOf(int64_t instant_us, absl::TimeZone zone);
// The first instant of the day after `day` in `zone`: the end of `day`, exclusive. A day may have
// 23 or 25 hours.
absl::Time EndOfDay(absl::CivilDay day, absl::TimeZone zone);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_CIVIL_DAY_H_
