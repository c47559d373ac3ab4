// The record of one case at its head: every entry, what they add up to, and what may be named. Folded forward entry by
// entry; this is what rules are asked about and what reads start from.
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

// A value: copies are independent, and cheap enough to be made for every append: entries, plan and index are shared
// until an entry changes them.
class CaseRecord {
 public:
  explicit CaseRecord(std::string case_id);

  // Adds the next entry: its revision is entries().size(). Folds incrementally while entries arrive in the order of
  // their effective days and correct nothing, else anew from the entries that it holds. A fact is never refused.
  void Evolve(Entry entry);

  // Says where the entries from `first` on were recorded: they were evolved before they had a position. Their own order
  // and days stay as they are.
  void Stamp(eventstore::Revision first, eventstore::Position first_position, int64_t recorded_at_us);

  // state(all known, no limit of days), in the words of docs/AS_OF.md.
  const v1::CasePlan& plan() const;
  // The latest effective day of what stands: from it on, PlanOn(day) is plan(). Empty where nothing stands.
  const std::string& last_day() const { return last_day_; }
  // state(all known, effective on or before `day`).
  v1::CasePlan PlanOn(absl::string_view day) const;

  const EntryList& entries() const;
  // What ids the standing entries introduced, and what each entry names.
  const PartIndex& parts() const;
  // Whether the entry is withdrawn by a standing retraction. `revision` < entries().size().
  bool Undone(eventstore::Revision revision) const;

  // About how much memory the record takes that no other case's record shares.
  size_t MemoryBytes() const;

 private:
  void Add(const Entry& original);
  void Settle(const Entry& entry);

  std::string case_id_;
  EntryList entries_;
  CopyOnWrite<std::vector<bool>> undone_;  // by revision; entries beyond its end are not undone
  PartIndex parts_;
  CopyOnWrite<v1::CasePlan> plan_;
  std::string last_day_;
  size_t stored_bytes_ = 0;  // of all entries, as they are stored
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_CASE_RECORD_H_
