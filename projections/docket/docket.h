// The docket of a case: what is due, for whom, by when, and why. Pure: the same entries, law, and day give the same
// bytes (docs/DOCKET.md).
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

// The parameters of the question.
struct DocketAsked {
  KnownSet known = KnownSet::All();
  absl::CivilDay day;                         // later events are ignored
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's
};

struct Docket {
  std::vector<v1::DocketItem> items;      // in the order of days, then of rules
  std::vector<v1::DocketMoment> moments;  // in the order of rules
};

// Every order of events has a docket, even one that makes no sense.
Docket DocketOf(const EntryList& entries, const Law& law, const DocketAsked& asked);

// The dates in `now` that have another day or state than in `before`, because of other rules; in the order of `now`,
// then those that are gone. Dates are compared by their names. Stays in care that other choices divide differently are
// compared by what began them.
std::vector<v1::MovedDate> MovedDates(const std::vector<v1::DocketItem>& before,
                                      const std::vector<v1::DocketItem>& now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_
