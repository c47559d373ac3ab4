// Values of an entry by a path of fields, in the spelling of rule files: "kind", "terms.relief", "digest.kind". A field
// that names a part leads into the entries that introduce that part.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_FIELD_VALUES_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_FIELD_VALUES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "projections/docket/case_facts.h"

namespace casejournal::projections {

// The values at the end of the path, as text: enum values by their full names, "true", and "false". Absent and empty
// values are left out. Requires a path that FindPath accepts.
std::vector<std::string> ValuesAt(const CaseFacts& facts, const google::protobuf::Message& body,
                                  absl::string_view path);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_FIELD_VALUES_H_
