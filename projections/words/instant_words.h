// Instants as people read them.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_INSTANT_WORDS_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_INSTANT_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace casejournal::projections {

// The instant, in microseconds since 1970-01-01 UTC, in `zone`, the journal's, with the zone's name at that time:
// "2025-03-10 16:10:05 EDT"; "UTC-03" where the zone has only a number. Every time of the record that a person reads is
// made here; JSON has times in UTC.
std::string InstantWords(int64_t us, absl::TimeZone zone);

// The zone with this IANA name, such as "America/New_York"; absent where this computer's time zone database (tzdata)
// does not have it. Names from files and servers may be anything: one that is a path, or stands for the computer's own
// zone, is not found.
std::optional<absl::TimeZone> ZoneNamed(absl::string_view name);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_INSTANT_WORDS_H_
