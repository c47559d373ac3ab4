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
#include "projections/items/case_state.h"
#include "projections/state/folded_order.h"

namespace casejournal::projections {

// Goes through the entries of one case, ordered by revision. An entry r changed the difference between state(entries
// before r, D*) and state(entries up to r, D*). D* is its effective day; for a correction or retraction, it is the
// later of the old and the new day. The time grows with what each entry changes, and, for an entry that does not take
// effect after all others, with those that do. Not for concurrent use.
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
  const CaseState& state() const { return order_.head(); }
  // The same as a plan.
  v1::CasePlan plan() const;

 private:
  struct Effect;

  // What is not known, and what the reader may not see.
  void PassOver();
  Effect Add(const Entry& entry);
  Effect Settle(const Entry& entry);

  EntryList entries_;
  KnownSet known_;
  absl::TimeZone zone_;
  HistoryFilter filter_;
  LabelsNow labels_;
  size_t next_ = 0;
  std::optional<size_t> current_;
  FoldedOrder order_;  // of the known entries before `next_`
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_HISTORY_HISTORY_H_
