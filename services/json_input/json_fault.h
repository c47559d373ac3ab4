// Why a text is not the expected message, and where.
#ifndef CASEJOURNAL_SERVICES_JSON_INPUT_JSON_FAULT_H_
#define CASEJOURNAL_SERVICES_JSON_INPUT_JSON_FAULT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace casejournal::services {

// The first error in a JSON text.
struct JsonFault {
  size_t offset = 0;     // in bytes, from the beginning of the text
  std::string found;     // what the text has there: "unknown field \"effectivOn\""
  std::string expected;  // what is allowed there; empty if unknown
};

// A place as editors count it: lines and columns from 1, one column per code point.
struct TextPlace {
  size_t line = 1;
  size_t column = 1;
};
TextPlace PlaceOf(absl::string_view text, size_t offset);

// Read proto3 JSON into `message`. Unlike the protobuf library, reject a duplicate field, since one of its values would
// be lost. After a fault, do not use `message`.
std::optional<JsonFault> ReadJson(absl::string_view text, google::protobuf::Message* message);

// Return "plans.jsonl:12:34: unknown field ...; expected ...". `first_line` is the line of `file` on which `text`
// begins.
std::string FaultText(const JsonFault& fault, absl::string_view text, absl::string_view file, size_t first_line);

// The steps of ReadJson. Each assumes that the step before it found no fault: the bytes are UTF-8, the text is JSON,
// and it fits the message type. The protobuf library finds the rest, for example a number out of range.
std::optional<JsonFault> FindInvalidUtf8(absl::string_view text);
std::optional<JsonFault> FindSyntaxFault(absl::string_view text);
std::optional<JsonFault> FindMisfit(absl::string_view text, const google::protobuf::Descriptor& type);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JSON_INPUT_JSON_FAULT_H_
