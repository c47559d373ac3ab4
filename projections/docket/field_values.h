// Values of an entry by a path of fields, as in rule files: "kind", "terms.relief", "digest.kind". A field that names a
// part leads to the entries that introduce that part.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_FIELD_VALUES_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_FIELD_VALUES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/docket/case_facts.h"

namespace casejournal::projections {

// The message type of an event by its field of CaseEvent ("hearing_held"), or null.
const google::protobuf::Descriptor* EventTypeNamed(absl::string_view event);

// Return the last field of a path that begins in `type`.
//   kInvalidArgument  there is no such path; the message says where it ends, and lists the known fields.
absl::StatusOr<const google::protobuf::FieldDescriptor*> FindPath(const google::protobuf::Descriptor& type,
                                                                  absl::string_view path);

// Return the values at the end of the path, as text: enum values by their full names, true and false. Missing and empty
// values are omitted. Requires a path that FindPath accepts.
std::vector<std::string> ValuesAt(const CaseFacts& facts, const google::protobuf::Message& body,
                                  absl::string_view path);

// Return whether an enum value's full name is what a rule file calls `name`, with or without its prefix. Other text is
// compared.
bool IsCalled(absl::string_view value, absl::string_view name);

// The name without the prefix that all values of the enum have.
std::string ShortName(const google::protobuf::EnumValueDescriptor& value);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_FIELD_VALUES_H_
