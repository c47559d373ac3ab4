// What a reader may see of a case. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_SIGHT_SIGHT_H_
#define CASEJOURNAL_PROJECTIONS_SIGHT_SIGHT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "casejournal/event/v1/plan_version_events.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/label_set.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Which entries of a case are withheld from a reader. A value.
struct Sight {
  // By revision. An entry is withheld if it bears a label today that the reader may not see, or shares the label of
  // what it corrects, withdraws, or restricts, or names an entry that is withheld.
  std::vector<bool> withheld;
  // Plan versions that are not withheld themselves, with the parts of their text that are (reduced_text.h).
  std::map<eventstore::Revision, std::vector<int>> reduced;
  uint32_t count = 0;  // of the entries that are withheld or reduced

  bool IsEverything() const { return count == 0; }
  // Not to be given with its exact bytes.
  bool Hides(eventstore::Revision revision) const { return withheld[revision] || reduced.contains(revision); }
};

// Labels count as of now, whatever an answer is as of, so `record` must be the whole case.
Sight SightOf(const CaseRecord& record, LabelSet may_see);

// The case as the reader sees it: the fold of what is not withheld. Revisions stay as they are; a withheld entry is in
// its place without content, maker, and time of its own, and changes nothing.
CaseRecord RecordSeen(const CaseRecord& record, const Sight& sight);

struct Seen {
  Sight sight;
  CaseRecord record;  // as RecordSeen
};
// What SightOf and RecordSeen give for `record`, from what they gave for its first entries. The time grows with the
// entries that were added, not with the case. Nothing if that is not known without all entries: if one of those added
// changes or restricts another, or is a plan version.
std::optional<Seen> SeenFurther(const Sight& sight, const CaseRecord& seen, const CaseRecord& record, LabelSet may_see);

// The text of `version`, which has all of it, as a reader sees it: without the parts that say what the reader may not
// see. `seen` is RecordSeen of `record`. It has the same digest.
event::v1::PlanText TextSeen(const event::v1::PlanVersionDrawnUp& version, const CaseRecord& record,
                             const CaseRecord& seen, LabelSet may_see);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_SIGHT_SIGHT_H_
