// The offsets of the journal's time zone. They are recorded in the journal itself, so that an updated time zone
// database of the machine changes no day of the past.
#ifndef CASEJOURNAL_PROJECTIONS_ZONE_ZONE_RULES_H_
#define CASEJOURNAL_PROJECTIONS_ZONE_ZONE_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/journal_event.pb.h"

namespace casejournal::projections {

// The last year for which offsets are recorded and compared. After it, the last offset continues.
inline constexpr int kZoneYearMax = 2100;

// The offsets of `zone`, through kZoneYearMax.
event::v1::TimeZoneRulesAdopted ZoneRulesOf(const std::string& name, absl::TimeZone zone);

// Whether ZoneBy can make a time zone of these offsets. Pure.
//   kDataLoss  as ZoneBy.
absl::Status CheckZoneRules(const event::v1::TimeZoneRulesAdopted& rules);

// Create the time zone of these offsets, independent of the machine's database. The same name and offsets give the same
// zone throughout the process. Safe for concurrent use.
//   kDataLoss  there are no offsets, or they are out of order or out of range.
//   kInternal  the zone cannot be created.
absl::StatusOr<absl::TimeZone> ZoneBy(const event::v1::TimeZoneRulesAdopted& rules);

// The time zone of a journal according to its first entry: from its offsets, or, for an older entry that has only a
// name, from this computer's database.
//   kDataLoss  as ZoneBy.
//   kNotFound  the entry has only a name, which this computer does not know.
absl::StatusOr<absl::TimeZone> ZoneOf(const event::v1::JournalOpened& opened);

// The name that people use for `zone`. A zone that ZoneBy created has another, internal name in the process.
std::string NameOfZone(absl::TimeZone zone);

// A period in which two sets of rules give different local times.
struct ZoneDifference {
  absl::Time from;
  absl::Time until;
  int recorded = 0;  // seconds east of UTC
  int machine = 0;
};
// The differences, in order. Adjacent periods are separate.
std::vector<ZoneDifference> ZoneDifferences(const event::v1::TimeZoneRulesAdopted& recorded,
                                            const event::v1::TimeZoneRulesAdopted& machine);

// Combine rules: the recorded ones for every instant before `now`, the machine's from then on.
event::v1::TimeZoneRulesAdopted TakenOver(const event::v1::TimeZoneRulesAdopted& recorded,
                                          const event::v1::TimeZoneRulesAdopted& machine, absl::Time now);

// A notice of the differences for an operator. Empty if there are none. Times are in UTC.
std::string ZoneNotice(const std::string& name, const std::vector<ZoneDifference>& differences, absl::Time now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ZONE_ZONE_RULES_H_
