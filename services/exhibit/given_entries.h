// Which entries of a case an exhibit gives, and why it omits the others (docs/EXHIBIT.md, "What is given"). Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_GIVEN_ENTRIES_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_GIVEN_ENTRIES_H_

#include <vector>

#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/label.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "projections/state/case_record.h"

namespace casejournal::services {

using RevisionRanges = google::protobuf::RepeatedPtrField<event::v1::RevisionRange>;

// The text of a version that rests on entries that are left out, although its own entry has no label that is closed.
struct GivenText {
  eventstore::Revision revision = 0;
  std::vector<int> withheld;  // the parts that its reader may not see, ascending; not all of them
};

struct GivenEntries {
  RevisionRanges given;               // ascending, not touching
  std::vector<v1::LeftOut> left_out;  // every other revision up to the head, by revision
  std::vector<GivenText> texts;       // by revision; among those left out
};

// Choose from `chosen` (ascending, not touching, at most `known`) or, if it is empty, from all entries up to `known`.
// Give the entries whose labels are all in `with_labels`, and whose words do not rest on an entry that is left out for
// its labels.
GivenEntries ChooseGiven(const projections::CaseRecord& record, eventstore::Revision known,
                         const RevisionRanges& chosen, const std::vector<event::v1::Label>& with_labels);

// Return what became of the entries in `given`: `entries_today` of the disclosure.
google::protobuf::RepeatedPtrField<event::v1::EntryToday> EntriesToday(const projections::EntryList& entries,
                                                                       const RevisionRanges& given);

// Return the current labels of the entries in `given`, each once.
std::vector<event::v1::Label> LabelsOfGiven(const projections::EntryList& entries, const RevisionRanges& given);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_GIVEN_ENTRIES_H_
