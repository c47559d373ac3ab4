#include "services/json_input/json_fault.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"
#include "services/pages/utf8.h"

namespace casejournal::services {

TextPlace PlaceOf(absl::string_view text, size_t offset) {
  TextPlace place;
  const absl::string_view before = text.substr(0, offset);
  size_t line_begin = 0;
  for (size_t at = before.find('\n'); at != absl::string_view::npos; at = before.find('\n', at + 1)) {
    ++place.line;
    line_begin = at + 1;
  }
  place.column = CountCodePoints(before.substr(line_begin)) + 1;
  return place;
}

std::optional<JsonFault> FindInvalidUtf8(absl::string_view text) {
  const size_t offset = FirstInvalidByte(text);
  if (offset == text.size()) return std::nullopt;
  return JsonFault{offset,
                   absl::StrFormat("the byte 0x%02X, which is not UTF-8", static_cast<unsigned char>(text[offset])),
                   "UTF-8 text"};
}

std::optional<JsonFault> ReadJson(absl::string_view text, google::protobuf::Message* message) {
  if (auto fault = FindInvalidUtf8(text)) return fault;
  if (auto fault = FindSyntaxFault(text)) return fault;
  if (auto fault = FindMisfit(text, *message->GetDescriptor())) return fault;
  const auto status =
      google::protobuf::util::JsonStringToMessage(google::protobuf::StringPiece(text.data(), text.size()), message);
  if (status.ok()) return std::nullopt;
  const std::string why(status.message().data(), status.message().size());
  return JsonFault{text.size() - absl::StripLeadingAsciiWhitespace(text).size(), why, ""};
}

std::string FaultText(const JsonFault& fault, absl::string_view text, absl::string_view file, size_t first_line) {
  const TextPlace place = PlaceOf(text, fault.offset);
  std::string words = absl::StrCat(file, ":", first_line + place.line - 1, ":", place.column, ": ", fault.found);
  if (!fault.expected.empty()) absl::StrAppend(&words, "; expected ", fault.expected);
  return words;
}

}  // namespace casejournal::services
