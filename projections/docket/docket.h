// The docket of a case: what is due, for whom, by when and why. Pure: the same entries, law and day give the same bytes
// (docs/DOCKET.md).
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/law.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"

namespace casejournal::projections {

// What is asked.
struct DocketAsked {
  KnownSet known = KnownSet::All();
  absl::CivilDay day;                         // what happened later is not looked at
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's
};

struct Docket {
  std::vector<v1::DocketItem> items;      // in the order of days, then of rules
  std::vector<v1::DocketMoment> moments;  // in the order of rules
};

// Any order of events, also one that makes no sense, has a docket.
Docket DocketOf(const EntryList& entries, const Law& law, const DocketAsked& asked);

// The dates that are another day in `now`, or stand otherwise, than in `before`, that is, by other rules; in the order
// of `now`, then those that are gone. Dates are compared by their names: stays in care that other choices cut
// otherwise, by what began them.
std::vector<v1::MovedDate> MovedDates(const std::vector<v1::DocketItem>& before,
                                      const std::vector<v1::DocketItem>& now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_
