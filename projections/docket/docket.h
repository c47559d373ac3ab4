// The docket of a case: what is due, for whom, by when, and why (docs/DOCKET.md). Pure: the same entries, law, and day
// give the same bytes.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"
#include "projections/law/law.h"

namespace casejournal::projections {

// The question.
struct DocketAsked {
  KnownSet known = KnownSet::All();
  absl::CivilDay day;                         // later entries are ignored
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's time zone
};

struct Docket {
  std::vector<v1::DocketItem> items;      // ordered by day, then by rule
  std::vector<v1::DocketMoment> moments;  // ordered by rule
};

// Compute the docket. Any order of events has a docket, even one that makes no sense.
Docket DocketOf(const EntryList& entries, const Law& law, const DocketAsked& asked);

// The dates that have another day or state in `now` than in `before`, which was computed by other rules. First those in
// `now`, in its order, then those that are gone. Dates are matched by name; stays in care that other choices divide
// differently, by what began them.
std::vector<v1::MovedDate> MovedDates(const std::vector<v1::DocketItem>& before,
                                      const std::vector<v1::DocketItem>& now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_DOCKET_H_
