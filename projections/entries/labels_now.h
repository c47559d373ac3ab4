// The labels of entries as they are today: their own, or those of the latest standing EntryRestricted for them.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_LABELS_NOW_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_LABELS_NOW_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "casejournal/event/v1/label.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/label_set.h"

namespace casejournal::projections {

// Labels always apply as of now, whatever the answer is as of. Requires all entries of a case, never only a known set.
// A value.
class LabelsNow {
 public:
  explicit LabelsNow(const EntryList& entries);

  // The labels, in the order of the entry or its restriction.
  std::vector<event::v1::Label> Of(const Entry& entry) const;

 private:
  absl::flat_hash_map<eventstore::Revision, std::vector<event::v1::Label>> restricted_;
};

// All labels that entries of the case bear today.
LabelSet LabelsIn(const EntryList& entries);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_LABELS_NOW_H_
