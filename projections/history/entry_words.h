// What a row of the history says about the entry itself: when, by whom, on whose account, and why.
#ifndef CASEJOURNAL_PROJECTIONS_HISTORY_ENTRY_WORDS_H_
#define CASEJOURNAL_PROJECTIONS_HISTORY_ENTRY_WORDS_H_

#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"
#include "projections/entries/entry.h"
#include "projections/words/names.h"

namespace casejournal::projections {

// Create a row with everything that is the same in all rows of `entry`. The change, its kind, and its days are not set.
v1::HistoryRow EntryWords(const Entry& entry, const Names& names, absl::TimeZone zone);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_HISTORY_ENTRY_WORDS_H_
