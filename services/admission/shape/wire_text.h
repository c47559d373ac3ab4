// Names the field that keeps a message from being parsed: proto3 refuses a whole message for one
// string that is no UTF-8, and does not say which.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WIRE_TEXT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WIRE_TEXT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "casejournal/v1/errors.pb.h"
#include "google/protobuf/descriptor.h"

namespace casejournal::services {

// The first string field, in the order of the bytes, whose value is no valid UTF-8, by its path in
// JSON. Nothing where there is none before the bytes cease to be a message of this type. Any bytes
// may be asked about.
std::optional<v1::FieldError> FindInvalidUtf8(absl::string_view wire_bytes, const google::protobuf::Descriptor& type);

// Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF.
bool IsValidUtf8(absl::string_view bytes);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WIRE_TEXT_H_
