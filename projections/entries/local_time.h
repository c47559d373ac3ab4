// Local times of day as the record spells them, HH:MM, and the instants that they are. Where clocks go forward, times
// of that night never were; where they go back, an hour is there twice.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_LOCAL_TIME_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_LOCAL_TIME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace casejournal::projections {

// The instant of a local time. A time that exists twice is the first of the two. One that never was, which is recorded
// no longer, is read as if the clocks had not gone forward yet. Nothing where `time` is not HH:MM.
std::optional<absl::Time> InstantOf(absl::CivilDay day, absl::string_view time, absl::TimeZone zone);

// The local time of an instant, HH:MM.
std::string TimeOfDay(absl::Time instant, absl::TimeZone zone);

// Whether the instant is in an hour that is there twice, and in the second of the two.
bool IsSecondOfTwo(absl::Time instant, absl::TimeZone zone);

// How clocks went forward over a time that never was: "02:00" and "03:00". Nothing where the time is one of that day.
struct ForwardStep {
  std::string from;
  std::string to;
};
std::optional<ForwardStep> SteppedOver(absl::CivilDay day, absl::string_view time, absl::TimeZone zone);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_LOCAL_TIME_H_
