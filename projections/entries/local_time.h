// Local times of day in the spelling of the record, HH:MM, and their instants. When clocks go forward, some times of
// that night do not exist; when they go back, an hour exists twice. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_LOCAL_TIME_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_LOCAL_TIME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace casejournal::projections {

// The instant of a local time. If a time exists twice, the first of the two. If a time does not exist (rules no longer
// accept one), it is read as if the clocks had not gone forward yet. Absent if `time` is not HH:MM.
std::optional<absl::Time> InstantOf(absl::CivilDay day, absl::string_view time, absl::TimeZone zone);

// The local time of an instant, HH:MM.
std::string TimeOfDay(absl::Time instant, absl::TimeZone zone);

// Whether the instant is in the second of two hours with the same local time.
bool IsSecondOfTwo(absl::Time instant, absl::TimeZone zone);

// The step by which clocks went forward over a time that does not exist: "02:00" and "03:00". Absent if the time exists
// on that day.
struct ForwardStep {
  std::string from;
  std::string to;
};
std::optional<ForwardStep> SteppedOver(absl::CivilDay day, absl::string_view time, absl::TimeZone zone);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_LOCAL_TIME_H_
