#include "services/pages/utf8.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

bool InRange(uint8_t byte, uint8_t low, uint8_t high) { return byte >= low && byte <= high; }
bool InRange32(uint32_t code, uint32_t low, uint32_t high) { return code >= low && code <= high; }

}  // namespace

// The table of well-formed sequences: The Unicode Standard, table 3-7.
size_t CodePointBytes(absl::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
  if (text.empty()) return 0;
  const uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (InRange(first, 0xC2, 0xDF)) return InRange(byte(1), 0x80, 0xBF) ? 2 : 0;
  if (InRange(first, 0xE0, 0xEF)) {
    const uint8_t low = first == 0xE0 ? 0xA0 : 0x80;
    const uint8_t high = first == 0xED ? 0x9F : 0xBF;
    return InRange(byte(1), low, high) && InRange(byte(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (InRange(first, 0xF0, 0xF4)) {
    const uint8_t low = first == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = first == 0xF4 ? 0x8F : 0xBF;
    return InRange(byte(1), low, high) && InRange(byte(2), 0x80, 0xBF) && InRange(byte(3), 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

size_t CountCodePoints(absl::string_view text) {
  size_t count = 0;
  while (!text.empty()) {
    const size_t bytes = CodePointBytes(text);
    text.remove_prefix(bytes == 0 ? 1 : bytes);
    ++count;
  }
  return count;
}

size_t FirstInvalidByte(absl::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    const size_t bytes = CodePointBytes(text.substr(offset));
    if (bytes == 0) break;
    offset += bytes;
  }
  return offset;
}

namespace {

// Return the code point of `bytes` bytes at the beginning of `text`, which must be UTF-8 there.
uint32_t CodePointAt(absl::string_view text, size_t bytes) {
  if (bytes == 1) return static_cast<unsigned char>(text[0]);
  uint32_t code = static_cast<unsigned char>(text[0]) & (0xffu >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
  return code;
}

bool IsUnprintable(uint32_t code) {
  if (code < 0x20) return code != '\n' && code != '\t';
  return InRange32(code, 0x7f, 0x9f) || code == 0x61c || code == 0x200e || code == 0x200f ||
         InRange32(code, 0x2028, 0x202e) || InRange32(code, 0x2066, 0x2069);
}

// Copy `text`, replacing each code point, and each byte that is not UTF-8 (`utf8` is false), by the result of `mark`
// unless that is empty.
template <typename Mark>
std::string WithMarks(absl::string_view text, Mark mark) {
  std::string shown;
  size_t copied = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t bytes = CodePointBytes(text.substr(at));
    const std::string instead =
        mark(bytes == 0 ? static_cast<unsigned char>(text[at]) : CodePointAt(text.substr(at), bytes), bytes > 0);
    const size_t next = at + (bytes == 0 ? 1 : bytes);
    if (!instead.empty()) {
      absl::StrAppend(&shown, text.substr(copied, at - copied), instead);
      copied = next;
    }
    at = next;
  }
  absl::StrAppend(&shown, text.substr(copied));
  return shown;
}

std::string BracketMark(uint32_t code, bool utf8) {
  return utf8 ? absl::StrCat("[U+", absl::AsciiStrToUpper(absl::StrCat(absl::Hex(code, absl::kZeroPad4))), "]")
              : absl::StrCat("[0x", absl::AsciiStrToUpper(absl::StrCat(absl::Hex(code, absl::kZeroPad2))), "]");
}

}  // namespace

bool HasUnprintable(absl::string_view text) {
  while (!text.empty()) {
    const size_t bytes = CodePointBytes(text);
    if (bytes > 0 && IsUnprintable(CodePointAt(text, bytes))) return true;
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return false;
}

std::string Printable(absl::string_view text) {
  return WithMarks(
      text, [](uint32_t code, bool utf8) { return utf8 && !IsUnprintable(code) ? "" : BracketMark(code, utf8); });
}

std::string PrintableLine(absl::string_view text) {
  return WithMarks(text, [](uint32_t code, bool utf8) {
    return utf8 && !IsUnprintable(code) && code != '\n' && code != '\t' ? "" : BracketMark(code, utf8);
  });
}

std::string PrintableJson(absl::string_view json) {
  return WithMarks(json, [](uint32_t code, bool utf8) {
    return utf8 && IsUnprintable(code) ? absl::StrCat("\\u", absl::Hex(code, absl::kZeroPad4)) : std::string();
  });
}

}  // namespace casejournal::services
