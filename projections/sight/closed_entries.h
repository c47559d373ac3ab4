// Which entries of a case are closed to somebody who may see some labels only, and for which labels. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_SIGHT_CLOSED_ENTRIES_H_
#define CASEJOURNAL_PROJECTIONS_SIGHT_CLOSED_ENTRIES_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/label_set.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {

// For each entry of a case, the current labels that a reader must be allowed to see: those of the entry, of what it
// corrects, withdraws, or labels, and of what corrects, withdraws, or labels it. Each of these would reveal the others.
// Labels count as of now, so `entries` must be all entries of the case.
std::vector<LabelSet> LabelsToOpen(const EntryList& entries);

// The earlier entries that the words of the entry `at` rest on: if one of them is closed, so is the entry.
std::vector<eventstore::Revision> RestsOn(const event::v1::CaseEvent& event, eventstore::Revision at);

enum class Closed : uint8_t {
  kNot,
  kLabeled,  // it has a label that is not open, or shares one
  kRests,    // its words rest on an entry that is closed
};

// A value; refers to the entries.
class ClosedEntries {
 public:
  // The labels of the closed entries that the text of a version rests on. Empty: it rests on none.
  using LabelsInText =
      absl::FunctionRef<LabelSet(const ClosedEntries& closed, const event::v1::PlanVersionDrawnUp& version)>;

  // Close what has a label that is not in `open`, and what names a closed entry, through all steps. A version whose
  // text rests on closed entries is closed, too.
  ClosedEntries(const EntryList& entries, LabelSet open, LabelsInText labels_in_text);
  // The same, but a version stays open whatever its text rests on.
  ClosedEntries(const EntryList& entries, LabelSet open);

  Closed Of(eventstore::Revision revision) const { return closed_[revision]; }
  bool IsClosed(eventstore::Revision revision) const { return closed_[revision] != Closed::kNot; }
  bool IsOpen(const Standing& standing) const {
    return !IsClosed(standing.revision()) && !IsClosed(standing.content->revision);
  }
  // The labels that close the entry.
  LabelSet labels(eventstore::Revision revision) const { return labels_[revision]; }

 private:
  bool CloseIfItRests(eventstore::Revision revision, LabelsInText labels_in_text);
  void Close(eventstore::Revision revision, LabelSet labels);

  const EntryList& entries_;
  std::vector<eventstore::Revision> roots_;
  std::vector<LabelSet> labels_;
  std::vector<Closed> closed_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_SIGHT_CLOSED_ENTRIES_H_
