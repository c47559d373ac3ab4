// Instants as people read them.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_INSTANT_WORDS_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_INSTANT_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace casejournal::projections {

// Format an instant (microseconds since 1970-01-01 UTC) in `zone`, the journal's time zone, with the abbreviation of
// the zone at that time: "2025-03-10 16:10:05 EDT", or "UTC-03" if the zone has only a number. Every time of the record
// that a person reads is formatted here; JSON has times in UTC.
std::string InstantWords(int64_t us, absl::TimeZone zone);

// The time zone with this IANA name, such as "America/New_York". Absent if this computer's time zone database (tzdata)
// does not have it. Names can come from files and servers: a name that is a path, or that means the computer's own
// zone, is not found.
std::optional<absl::TimeZone> ZoneNamed(absl::string_view name);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_INSTANT_WORDS_H_
