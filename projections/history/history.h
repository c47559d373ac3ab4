// The history of a case: who changed which field, when, from what to what, and why.
#ifndef CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_H_
#define CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_H_

#include <cassert>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"
#include "projections/entries/labels_now.h"
#include "projections/history/history_filter.h"

namespace casejournal::projections {

// Goes through the entries of one case, ordered by revision. An entry r changed the difference between state(entries
// before r, D*) and state(entries up to r, D*). D* is its effective day; for a correction or retraction, it is the
// later of the old and the new day. Not for concurrent use.
//
//   for (History history(case_id, entries, known, zone); !history.AtEnd();) Send(history.Next());
class History {
 public:
  // The history of the entries that `known` contains. `zone` is the journal's time zone.
  History(std::string case_id, EntryList entries, KnownSet known, absl::TimeZone zone);

  bool AtEnd() const { return next_ == entries_.size(); }

  // The rows of the next known entry: one for each changed field. A correction or retraction that changes no field of
  // the plan has one row, about the entry itself. Another entry outside the plan has none. Requires !AtEnd().
  std::vector<v1::HistoryRow> Next();

  // From here on, return only rows that match the filter.
  void Only(HistoryFilter filter) { filter_ = std::move(filter); }

  // The entry whose rows were returned last. Requires that there was one.
  const Entry& entry() const {
    assert(current_);
    return entries_[*current_];
  }
  // The state after it, whatever its effective day.
  const v1::CasePlan& plan() const { return plan_; }

 private:
  struct Effect;

  void SkipUnknown();
  Effect AddOriginal(const Entry& entry);
  Effect Settle(const Entry& entry);

  std::string case_id_;
  EntryList entries_;
  KnownSet known_;
  absl::TimeZone zone_;
  HistoryFilter filter_;
  LabelsNow labels_;
  size_t next_ = 0;
  std::optional<size_t> current_;
  v1::CasePlan plan_;
  std::string last_day_;  // the latest effective day in `plan_`
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_H_
