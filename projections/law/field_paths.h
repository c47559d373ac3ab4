// Paths of fields, in the spelling of rule files: "kind", "terms.relief", "digest.kind". A field that names a part
// leads to the types of event that introduce that part.
#ifndef CASEJOURNAL_PROJECTIONS_LAW_FIELD_PATHS_H_
#define CASEJOURNAL_PROJECTIONS_LAW_FIELD_PATHS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace casejournal::projections {

// The message type of an event by its field of CaseEvent ("hearing_held"), or null.
const google::protobuf::Descriptor* EventTypeNamed(absl::string_view event);

// Find the last field of a path that begins in `type`.
//   kInvalidArgument  the path does not exist; the text says where it ends, and suggests similar names.
absl::StatusOr<const google::protobuf::FieldDescriptor*> FindPath(const google::protobuf::Descriptor& type,
                                                                  absl::string_view path);

// Whether an enum value's full name is the one that a rule file calls `name`, with or without its prefix. Other text is
// compared as it is.
bool IsCalled(absl::string_view value, absl::string_view name);

// The name of the value, without the prefix that all values of the enum have.
std::string ShortName(const google::protobuf::EnumValueDescriptor& value);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_LAW_FIELD_PATHS_H_
