#include "eventstore/records/stream_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "eventstore/seal/random.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kTextLength = 36;

bool IsHyphenAt(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

absl::Status Refused(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("not a UUID in lower case with hyphens (", text.size(), " characters)"));
}

}  // namespace

Uuid Uuid::Random() {
  Uuid id;
  FillRandom(absl::MakeSpan(id.bytes));
  id.bytes[6] = static_cast<uint8_t>((id.bytes[6] & 0x0f) | 0x40);
  id.bytes[8] = static_cast<uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

absl::StatusOr<Uuid> Uuid::Parse(absl::string_view text) {
  if (text.size() != kTextLength) return Refused(text);
  Uuid uuid;
  size_t digits = 0;
  for (size_t i = 0; i < kTextLength; ++i) {
    if (IsHyphenAt(i)) {
      if (text[i] != '-') return Refused(text);
      continue;
    }
    const int value = DigitValue(text[i]);
    if (value < 0) return Refused(text);
    uint8_t& byte = uuid.bytes[digits / 2];
    byte = static_cast<uint8_t>(byte << 4 | value);
    ++digits;
  }
  return uuid;
}

std::string Uuid::ToString() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(kTextLength, '-');
  size_t at = 0;
  for (const uint8_t byte : bytes) {
    if (IsHyphenAt(at)) ++at;
    text[at++] = kDigits[byte >> 4];
    text[at++] = kDigits[byte & 15];
  }
  return text;
}

}  // namespace casejournal::eventstore
