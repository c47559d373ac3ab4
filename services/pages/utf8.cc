#include "services/pages/utf8.h"

#include "absl/strings/str_cat.h"

#include <cstdint>

namespace casejournal::services {
namespace {

bool InRange(uint8_t byte, uint8_t low, uint8_t high) { return byte >= low && byte <= high; }

}  // namespace

// The table of well-formed sequences: The Unicode Standard, table 3-7.
size_t CodePointBytes(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0};
  };
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
    return InRange(byte(1), low, high) && InRange(byte(2), 0x80, 0xBF) &&
                   InRange(byte(3), 0x80, 0xBF)
               ? 4
               : 0;
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

// The length of the character at the front that is not shown as it is, and what it is; 0 where it is.
size_t UnprintableAt(absl::string_view text, uint32_t* code) {
  const auto byte = static_cast<unsigned char>(text[0]);
  *code = byte;
  if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f) return 1;
  if (byte == 0xc2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xa0) {
    *code = static_cast<unsigned char>(text[1]);
    return 2;
  }
  if (byte != 0xe2 || text.size() < 3) return 0;
  *code = 0x2000 | (static_cast<unsigned char>(text[1]) & 0x3fu) << 6 | (static_cast<unsigned char>(text[2]) & 0x3fu);
  return (*code >= 0x202a && *code <= 0x202e) || (*code >= 0x2066 && *code <= 0x2069) ? 3 : 0;
}

}  // namespace

bool HasUnprintable(absl::string_view text) {
  uint32_t code = 0;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (UnprintableAt(text, &code) > 0) return true;
  }
  return false;
}

std::string Printable(absl::string_view text) {
  std::string shown;
  while (!text.empty()) {
    uint32_t code = 0;
    const size_t length = UnprintableAt(text, &code);
    if (length > 0) {
      absl::StrAppend(&shown, "[U+", absl::Hex(code, absl::kZeroPad4), "]");
    } else {
      shown += text[0];
    }
    text.remove_prefix(length > 0 ? length : 1);
  }
  return shown;
}

}  // namespace casejournal::services
