#include "eventstore/tree/canonical_text.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"

namespace casejournal::eventstore {
namespace {

constexpr char32_t kMalformed = 0xFFFFFFFF;

// Take one character from the front of `text`, which must not be empty. Return kMalformed if it is not a character.
char32_t TakeCharacter(absl::string_view& text) {
  const auto byte = [&text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    text.remove_prefix(1);
    return lead;
  }
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return kMalformed;

  char32_t character = lead & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return kMalformed;
    character = character << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) return kMalformed;
  text.remove_prefix(length);
  return character;
}

// The Unicode property White_Space, above ASCII's control characters.
bool IsSpace(char32_t c) {
  return c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace

absl::StatusOr<std::string> DecodeBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text) {
    return absl::InvalidArgumentError("not canonical base64");
  }
  return bytes;
}

absl::StatusOr<Hash> DecodeBase64Hash(absl::string_view text) {
  absl::StatusOr<std::string> bytes = DecodeBase64(text);
  if (!bytes.ok()) return bytes.status();
  return HashFromBytes(*bytes);
}

absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text) {
  const bool canonical = text == "0" || (!text.empty() && text.front() != '0');
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return absl::InvalidArgumentError("not a decimal number");
    }
  }
  uint64_t number = 0;
  if (!canonical || !absl::SimpleAtoi(text, &number)) {
    return absl::InvalidArgumentError("not a canonical decimal number below 2^64");
  }
  return number;
}

bool IsNoteCharacters(absl::string_view text) {
  while (!text.empty()) {
    const char32_t c = TakeCharacter(text);
    if (c == kMalformed || (c < 0x20 && c != '\n')) return false;
  }
  return true;
}

bool IsKeyName(absl::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const char32_t c = TakeCharacter(name);
    if (c == kMalformed || c < 0x20 || c == '+' || IsSpace(c)) return false;
  }
  return true;
}

}  // namespace casejournal::eventstore
