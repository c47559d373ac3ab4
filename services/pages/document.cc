#include "services/pages/document.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr size_t kDigestDigits = 32;
constexpr size_t kUuidDigits[] = {8, 4, 4, 4, 12};
constexpr size_t kNumberMax = 24;  // a longer one may be broken

bool IsDigit(char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); }

// Return the length of the run of hexadecimal digits at the beginning.
size_t DigitsIn(absl::string_view words) {
  return static_cast<size_t>(std::find_if_not(words.begin(), words.end(), IsDigit) - words.begin());
}

// Return the length of the UUID at the beginning; 0 if there is none.
size_t UuidIn(absl::string_view words) {
  size_t length = 0;
  for (const size_t digits : kUuidDigits) {
    if (length > 0 && words.substr(length, 1) != "-") return 0;
    length += length > 0 ? 1 : 0;
    if (DigitsIn(words.substr(length)) != digits) return 0;
    length += digits;
  }
  return length;
}

// Return the length of the digest or UUID at the beginning; 0 if there is none.
size_t CodeIn(absl::string_view words) {
  const size_t uuid = UuidIn(words);
  if (uuid > 0) return uuid;
  const size_t digits = DigitsIn(words);
  return digits >= kDigestDigits ? digits : 0;
}

std::vector<Document::Span> SpansOf(absl::string_view words) {
  std::vector<Document::Span> spans;
  const auto add = [&](absl::string_view text, Document::Look look) {
    if (!text.empty()) spans.push_back({.text = std::string(text), .look = look});
  };
  size_t plain = 0;
  for (size_t at = 0; at < words.size();) {
    const size_t code = CodeIn(words.substr(at));
    if (code > 0) {
      add(words.substr(plain, at - plain), Document::Look::kPlain);
      add(words.substr(at, code), Document::Look::kCode);
      plain = at + code;
    }
    at += std::max<size_t>({1, code, DigitsIn(words.substr(at))});
  }
  add(words.substr(plain), Document::Look::kPlain);
  return spans;
}

}  // namespace

Document::Text::Text(absl::string_view words) : spans(SpansOf(words)) {}
Document::Text::Text(const std::string& words) : spans(SpansOf(words)) {}
Document::Text::Text(const char* words) : spans(SpansOf(words)) {}

Document::Text& Document::Text::operator+=(const Text& more) {
  spans.insert(spans.end(), more.spans.begin(), more.spans.end());
  return *this;
}

std::string Document::Text::Words() const {
  std::string words;
  for (const Span& span : spans) absl::StrAppend(&words, span.text);
  return words;
}

void Document::Facts::Add(absl::string_view label, Text value) {
  if (!value.empty()) facts.push_back({.label = std::string(label), .value = std::move(value)});
}

Document::Row& Document::Table::Add(std::vector<Text> cells) {
  cells.resize(columns.size());
  rows.push_back({.cells = std::move(cells)});
  return rows.back();
}

void Append(Blocks& blocks, Blocks more) {
  blocks.insert(blocks.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string EntryAnchor(uint64_t revision) { return absl::StrCat("r", revision); }

Document::Span EntryLink(absl::string_view words, uint64_t revision) {
  return {.text = std::string(words), .link = EntryAnchor(revision)};
}

size_t NumberIn(absl::string_view words) {
  const auto is_part = [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-'; };
  const auto end = std::find_if_not(words.begin(), words.end(), is_part);
  words = words.substr(0, static_cast<size_t>(end - words.begin()));
  while (absl::EndsWith(words, "-")) words.remove_suffix(1);
  const bool has_digit = std::any_of(words.begin(), words.end(),
                                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  const bool is_number = has_digit && words.find('-', 1) != absl::string_view::npos && words.size() <= kNumberMax;
  return is_number ? words.size() : 0;
}

std::vector<std::string> AnchorsOf(const Blocks& blocks) {
  std::vector<std::string> anchors;
  const auto add = [&](const std::string& anchor) {
    if (!anchor.empty()) anchors.push_back(anchor);
  };
  for (const Document::Block& block : blocks) {
    if (const auto* heading = std::get_if<Document::Heading>(&block)) add(heading->anchor);
    if (const auto* table = std::get_if<Document::Table>(&block)) {
      for (const Document::Row& row : table->rows) add(row.anchor);
    }
  }
  return anchors;
}

}  // namespace casejournal::services
