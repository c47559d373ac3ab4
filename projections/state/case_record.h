// The record of one case at its head: its entries, the plan that they give, and the ids that can be named. It is folded
// forward entry by entry. Rules are evaluated on it, and reads start from it.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_
#define CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/copy_on_write.h"
#include "projections/entries/entry.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/part_index.h"

namespace casejournal::projections {

// A value: copies are independent, and cheap enough to make one for every append, because entries, plan, and index are
// shared until an entry changes them. Concurrent use of different copies is safe.
class CaseRecord {
 public:
  explicit CaseRecord(std::string case_id);

  // Add the next entry; its revision must be entries().size(). Folds incrementally while entries arrive in the order of
  // their effective days and correct nothing; otherwise folds again from all entries. A fact is never rejected.
  void Evolve(Entry entry);

  // Set where the entries from `first` on were recorded: they were added before they had a position. Their order and
  // days do not change.
  void Stamp(eventstore::Revision first, eventstore::Position first_position, int64_t recorded_at_us);

  // The plan: state(all known, no limit of days) in the terms of docs/AS_OF.md.
  const v1::CasePlan& plan() const;
  // The latest effective day of a standing entry: from it on, PlanOn(day) is plan(). Empty if nothing stands.
  const std::string& last_day() const { return last_day_; }
  // The plan on a day: state(all known, effective on or before `day`).
  v1::CasePlan PlanOn(absl::string_view day) const;

  const EntryList& entries() const;
  // The ids that the standing entries introduced, and what each entry names.
  const PartIndex& parts() const;
  // Whether a standing retraction withdraws the entry. Requires revision < entries().size().
  bool Undone(eventstore::Revision revision) const;

  // An estimate of the memory, in bytes, that the record does not share with other cases.
  size_t MemoryBytes() const;

 private:
  void Add(const Entry& original);
  void Settle(const Entry& entry);

  std::string case_id_;
  EntryList entries_;
  CopyOnWrite<std::vector<bool>> undone_;  // by revision; entries after its end are not undone
  PartIndex parts_;
  CopyOnWrite<v1::CasePlan> plan_;
  std::string last_day_;
  size_t stored_bytes_ = 0;  // the sum of the stored sizes of all entries
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_
