// The record of one case at its head: its entries, the plan that they give, and the ids that can be named. It is folded
// forward entry by entry. Rules are evaluated on it, and reads start from it.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_
#define CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/entry.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/part_index.h"
#include "projections/items/case_state.h"
#include "projections/state/folded_order.h"

namespace casejournal::projections {

// A value: copies are independent, and cost the same however long the case is, because they share what does not change.
// Concurrent use, also of the same record as a constant, is safe.
class CaseRecord {
 public:
  explicit CaseRecord(std::string case_id);

  // Add the next entry; its revision must be entries().size(). An entry that takes effect after all others is folded
  // alone. A late entry, a correction, or a retraction folds again what takes effect from its day on. A fact is never
  // rejected.
  void Evolve(Entry entry);
  // Add the next entries, which gives the same as adding one after another. All that takes effect is folded once.
  void Evolve(std::vector<Entry> entries);

  // Set where the entries from `first` on were recorded: they were added before they had a position. Their order and
  // days do not change.
  void Stamp(eventstore::Revision first, eventstore::Position first_position, int64_t recorded_at_us);

  const std::string& case_id() const { return case_id_; }
  // state(all known, no limit of days) in the terms of docs/AS_OF.md.
  const CaseState& state() const { return order_.head(); }
  // The same as a plan, which is made when it is first asked for. Valid until the record changes.
  const v1::CasePlan& plan() const;
  // state(known up to the entry `last`, no limit of days). What later entries do not concern is not folded again.
  // Requires last < entries().size().
  CaseState StateKnownTo(eventstore::Revision last) const { return order_.StateKnownTo(last); }
  // The latest effective day of a standing entry: from it on, PlanOn(day) is plan(). Empty if nothing stands.
  const std::string& last_day() const { return order_.last_day(); }
  // state(all known, effective on or before `day`).
  CaseState StateOn(absl::string_view day) const { return order_.StateOn(day); }
  // The same as a plan.
  v1::CasePlan PlanOn(absl::string_view day) const;

  const EntryList& entries() const;
  // The ids that the standing entries introduced, and what each entry names.
  const PartIndex& parts() const;
  // What an original says now: itself, or the correction that replaces it. Null if it does not stand, and for an entry
  // that is about another one. Requires original < entries().size(); valid until the record changes.
  const event::v1::StoredEvent* Said(eventstore::Revision original) const { return order_.Said(original).get(); }
  // Whether a standing retraction withdraws the entry. Requires revision < entries().size().
  bool Undone(eventstore::Revision revision) const;

  // An estimate of the memory, in bytes, that the record does not share with other cases.
  size_t MemoryBytes() const;

 private:
  struct Plan;

  void Take(Entry entry);

  std::string case_id_;
  EntryList entries_;
  PartIndex parts_;
  FoldedOrder order_;
  std::shared_ptr<Plan> plan_;  // of the state; copies share it, and a change replaces it
  size_t stored_bytes_ = 0;     // the sum of the stored sizes of all entries
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_
