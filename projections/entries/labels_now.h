// The labels of entries as they are today: their own, or those of the latest standing restriction of them.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_LABELS_NOW_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_LABELS_NOW_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "casejournal/event/v1/label.pb.h"
#include "projections/entries/entry_list.h"

namespace casejournal::projections {

// Labels hold as of now, whatever an answer is as of: made from all entries of a case, never from a known set. A value.
class LabelsNow {
 public:
  explicit LabelsNow(const EntryList& entries);

  // In the order in which the entry or its restriction gives them.
  std::vector<event::v1::Label> Of(const Entry& entry) const;

 private:
  absl::flat_hash_map<eventstore::Revision, std::vector<event::v1::Label>> restricted_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_LABELS_NOW_H_
