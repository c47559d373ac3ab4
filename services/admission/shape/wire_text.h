// Find the field that prevents parsing. proto3 rejects the whole message for one string that is not UTF-8, and does not
// name the field.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WIRE_TEXT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WIRE_TEXT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "casejournal/v1/errors.pb.h"
#include "google/protobuf/descriptor.h"

namespace casejournal::services {

// Return the JSON path of the first string field, in the order of the bytes, whose value is not valid UTF-8. Return
// nothing if no such field comes before the point where the bytes stop being a message of this type. Accepts any bytes.
std::optional<v1::FieldError> FindInvalidUtf8(absl::string_view wire_bytes, const google::protobuf::Descriptor& type);

// The error of a request whose bytes are no message of this type.
v1::FieldError NotAMessage(const google::protobuf::Descriptor& type);

// Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF.
bool IsValidUtf8(absl::string_view bytes);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_WIRE_TEXT_H_
