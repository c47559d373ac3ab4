// One clock: when it began, the dates that it sets, and what met each date (docs/DOCKET.md, "Clocks").
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_CLOCK_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_CLOCK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/scope.h"
#include "projections/docket/selectors.h"
#include "projections/law/law.h"
#include "projections/law/law_days.h"

namespace casejournal::projections {

// A period that did not count for a date: from `from` and before `until`.
struct LeftOut {
  absl::CivilDay from;
  absl::CivilDay until;
  int64_t days = 0;  // the days of it that moved the date
  rules::v1::CareKind kind = rules::v1::CARE_KIND_UNSPECIFIED;
  const Fact* since = nullptr;
};

// One date of a clock.
struct DueDate {
  uint32_t number = 1;
  std::string name = "1";  // its name in the clock, for as long as the duty exists (docs/DOCKET.md, "Names")
  absl::CivilDay due;
  std::string time;  // HH:MM; empty if it does not matter
  std::optional<absl::Time>
      instant;  // the last instant, if hours are counted and the time is known; otherwise the whole day counts
  std::optional<absl::CivilDay> window_opens;
  std::optional<absl::CivilDay> grid_from;     // on a grid: the day on which the grid began or was restarted
  std::optional<absl::CivilDay> counts_until;  // what is done later does not count for it (calendar month)
  std::vector<Step> steps;
  std::vector<LeftOut> left_out;
  std::vector<RolledDay> rolls;
  std::string closures;  // if the day rolls: the list of closures that was considered
  std::optional<Picked> met_by;
  std::string met_as;                      // in words: "review held", "exception: a relative cares for the child"
  std::optional<absl::CivilDay> arose_on;  // the day on which it arose, if the date had passed by then
  std::vector<Unsaid> cautions;            // cautions for readers, without names
  v1::ClockState state = v1::CLOCK_STATE_OPEN;
};

// A clock that has begun.
struct Clock {
  const LawRule* rule = nullptr;
  const Scope* scope = nullptr;
  Beginning began;
  std::vector<DueDate> dates;
};

// The clocks of a rule in one scope. Empty if the rule does not apply or nothing has begun.
std::vector<Clock> ClocksOf(const LawRule& rule, const Scope& scope, const Case& of);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CLOCK_H_
