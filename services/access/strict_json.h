// JSON (RFC 8259) that all readers understand alike.
#ifndef CASEJOURNAL_SERVICES_ACCESS_STRICT_JSON_H_
#define CASEJOURNAL_SERVICES_ACCESS_STRICT_JSON_H_

#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// Parse an object. Readers differ about an object that names a member twice, about a byte order mark, and about bytes
// behind a NUL, so all three are refused.
//   kInvalidArgument  malformed, not UTF-8, no object, or more than `depth_max` objects and lists in each other.
absl::StatusOr<nlohmann::json> ParseStrictObject(absl::string_view text, int depth_max);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_STRICT_JSON_H_
