// Why a text is not the message that was expected, and where.
#ifndef CASEJOURNAL_SERVICES_JSON_INPUT_JSON_FAULT_H_
#define CASEJOURNAL_SERVICES_JSON_INPUT_JSON_FAULT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace casejournal::services {

// The first thing that is wrong with a JSON text.
struct JsonFault {
  size_t offset = 0;     // in bytes from the beginning of the text
  std::string found;     // what is there: "unknown field \"effectivOn\""
  std::string expected;  // what may be there; empty where that is not known
};

// A place as editors count: lines and columns from 1, a column for each code point.
struct TextPlace {
  size_t line = 1;
  size_t column = 1;
};
TextPlace PlaceOf(absl::string_view text, size_t offset);

// Reads proto3 JSON into `message`. Stricter than the protobuf library in one way: a field that is
// given twice is a fault, since one of the two would be lost. After a fault `message` holds nothing
// that may be used.
std::optional<JsonFault> ReadJson(absl::string_view text, google::protobuf::Message* message);

// "plans.jsonl:12:34: unknown field ...; expected ...". `first_line` is the line on which `text`
// begins in `file`.
std::string FaultText(const JsonFault& fault, absl::string_view text, absl::string_view file, size_t first_line);

// The parts of ReadJson, each of which takes for granted what the one before it checks: the bytes
// are UTF-8; the text is JSON; it fits the message type. What then remains (a number out of range,
// say) the protobuf library finds.
std::optional<JsonFault> FindInvalidUtf8(absl::string_view text);
std::optional<JsonFault> FindSyntaxFault(absl::string_view text);
std::optional<JsonFault> FindMisfit(absl::string_view text, const google::protobuf::Descriptor& type);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JSON_INPUT_JSON_FAULT_H_
