// What the ids of a case name, and which entry introduced each.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_PART_INDEX_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_PART_INDEX_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/references.h"
#include "projections/entries/shared_list.h"
#include "projections/entries/shared_map.h"

namespace casejournal::projections {

// An id that the case has used, or the digest of a plan version.
struct Part {
  event::v1::PartKind kind = event::v1::PART_KIND_UNSPECIFIED;  // unspecified for a digest
  bool is_child = false;                                        // a participant whose capacity is child
  eventstore::Revision introduced_by = 0;  // the first standing original that introduces it, or else the last that did
  bool standing = false;                   // false: every entry that introduced it was withdrawn or corrected

  // Whether a field that requires `wanted` can name it: a child is a participant, a goal is a subject of progress.
  bool Is(event::v1::PartKind wanted) const;
};

// Tracks the standing content of each original, entry by entry. An id that was used once is taken forever, even if the
// entry that introduced it is withdrawn. A value; safe for concurrent reading.
class PartIndex {
 public:
  // The part with this id; null if the case never used it. Valid until the index changes.
  const Part* Find(absl::string_view id) const;
  // Like Find, for the 32 bytes of a plan version's digest. Its `introduced_by` is the entry that drew it up.
  const Part* FindVersion(absl::string_view digest) const;

  // Record that the original at `revision` stands, with the body and envelope of `content`, which replace what it said
  // before.
  void Place(eventstore::Revision revision, const event::v1::CaseEvent& content);
  // Record that the original at `revision` no longer stands.
  void Withdraw(eventstore::Revision revision);

 private:
  // An id, or a digest.
  struct Known {
    Part part;
    std::vector<eventstore::Revision> introducers;  // standing, ascending
  };
  // What the standing content of one original introduces.
  struct Said {
    std::vector<Introduction> introduced;
  };

  const Said* SaidBy(eventstore::Revision revision) const;

  // Ids have 36 characters and digests 32 bytes, so that one map holds both.
  SharedMap<Known> known_;
  SharedList<std::shared_ptr<const Said>> said_;  // by revision; null if nothing stands or nothing is introduced
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_PART_INDEX_H_
