// How the journal's time zone counts: recorded in the journal itself, so that an updated time zone database of the
// machine moves no day of the past.
#ifndef CASEJOURNAL_PROJECTIONS_ZONE_ZONE_RULES_H_
#define CASEJOURNAL_PROJECTIONS_ZONE_ZONE_RULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/journal_event.pb.h"

namespace casejournal::projections {

// Offsets are recorded, and compared, through this year; after it the last one goes on.
inline constexpr int kZoneYearMax = 2100;

// The offsets of `zone`, through kZoneYearMax.
event::v1::TimeZoneRulesAdopted ZoneRulesOf(const std::string& name, absl::TimeZone zone);

// The time zone that these offsets make, whatever the machine knows of it. The same name and offsets give the same zone
// in all of the process.
//   kDataLoss   there are none, they are out of order, or out of range.
//   kInternal   the zone cannot be made.
absl::StatusOr<absl::TimeZone> ZoneBy(const event::v1::TimeZoneRulesAdopted& rules);

// The zone of a journal as its first entry has it: by its offsets; an older entry has only the name, which is looked up
// in this computer's database.
//   kDataLoss   as ZoneBy.
//   kNotFound   the entry has only a name, which this computer does not know.
absl::StatusOr<absl::TimeZone> ZoneOf(const event::v1::JournalOpened& opened);

// The name that people know `zone` by: one made of offsets has a name of its own in the process.
std::string NameOfZone(absl::TimeZone zone);

// A time in which two sets of rules differ in local time.
struct ZoneDifference {
  absl::Time from;
  absl::Time until;
  int recorded = 0;  // seconds east of UTC
  int machine = 0;
};
// In order, those next to each other apart.
std::vector<ZoneDifference> ZoneDifferences(const event::v1::TimeZoneRulesAdopted& recorded,
                                            const event::v1::TimeZoneRulesAdopted& machine);

// What was recorded for every instant before `now`, and what the machine knows from then on.
event::v1::TimeZoneRulesAdopted TakenOver(const event::v1::TimeZoneRulesAdopted& recorded,
                                          const event::v1::TimeZoneRulesAdopted& machine, absl::Time now);

// What an operator is told of differences, in words; empty: there are none. Times are UTC.
std::string ZoneNotice(const std::string& name, const std::vector<ZoneDifference>& differences, absl::Time now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ZONE_ZONE_RULES_H_
