// The ids that an event introduces and the ids that it names, read from the annotations of its fields.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_REFERENCES_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_REFERENCES_H_

#include <string>
#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "eventstore/records/stream_id.h"
#include "google/protobuf/message.h"
#include "projections/events/naming_fields.h"

namespace casejournal::projections {

// A place where a message names a part that the case must already have.
struct Reference {
  std::string id;                                               // for a plan version: the 32 bytes of its digest
  event::v1::PartKind kind = event::v1::PART_KIND_UNSPECIFIED;  // the kind that the field requires
  bool is_digest = false;  // `id` is a plan version's digest, and `kind` unspecified
  std::string field;       // JSON path: "objectiveAdded.goalId", "about[0]"
};

// A place where a message introduces a part to the case.
struct Introduction {
  std::string id;
  event::v1::PartKind kind = event::v1::PART_KIND_UNSPECIFIED;
  bool is_digest = false;
  bool is_child = false;   // a participant whose capacity is child
  bool may_recur = false;  // the case may already know it
  std::string field;
};

// All references and introductions at any depth, in the order of fields, without empty values. The envelope is
// included: `about`, `on_behalf_of`, and `source` name participants.
std::vector<Reference> ReferencesIn(const google::protobuf::Message& message);
std::vector<Introduction> IntroductionsIn(const google::protobuf::Message& message);

// Whether a value that was visited introduces the part, instead of naming it.
bool Introduces(const NamingValue& value);

// A place where the body of an event names an earlier entry of its case.
struct NamedEntry {
  eventstore::Revision revision = 0;
  std::string field;
};

// The annotated fields of the body, in the order of fields.
std::vector<NamedEntry> EntriesNamedIn(const event::v1::CaseEvent& event);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_REFERENCES_H_
