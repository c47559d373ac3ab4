// Which entries of a case an exhibit gives, and why it leaves the others out (docs/EXHIBIT.md, "What is given"). Pure.
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

// For each entry of a case: the labels of today that somebody must be allowed to see to be given it. They are those of
// the entry, of what it corrects, withdraws, or labels, and of what does that to it: each of these would show what the
// others are. Ascending; a value. Made from all entries, whatever an exhibit is as of.
std::vector<std::vector<event::v1::Label>> LabelsToOpen(const projections::EntryList& entries);

struct GivenEntries {
  RevisionRanges given;               // ascending, apart
  std::vector<v1::LeftOut> left_out;  // every other revision up to the head, by revision
};

// Of `chosen`, which are ascending, apart, and at most `known`; if they are empty, of all entries up to `known`: those
// whose labels are all in `with_labels`, and whose words do not rest on an entry that is left out for its labels.
GivenEntries ChooseGiven(const projections::CaseRecord& record, eventstore::Revision known,
                         const RevisionRanges& chosen, const std::vector<event::v1::Label>& with_labels);

// What became of the entries of `given`: `entries_today` of the disclosure.
google::protobuf::RepeatedPtrField<event::v1::EntryToday> EntriesToday(const projections::EntryList& entries,
                                                                       const RevisionRanges& given);

// The labels that entries of `given` bear today, each once.
std::vector<event::v1::Label> LabelsOfGiven(const projections::EntryList& entries, const RevisionRanges& given);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_GIVEN_ENTRIES_H_
