#include "services/json_input/json_cursor.h"

#include <nlohmann/json.hpp>

namespace casejournal::services {

bool JsonCursor::Take(char c) {
  if (Peek() != c || offset_ >= text_.size()) return false;
  ++offset_;
  SkipSpace();
  return true;
}

std::string JsonCursor::TakeString() {
  const absl::string_view quoted = TakeValue();
  const auto value = nlohmann::json::parse(quoted.begin(), quoted.end(), nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

absl::string_view JsonCursor::TakeValue() {
  const size_t begin = offset_;
  size_t depth = 0;
  do {
    const char c = Peek();
    if (c == '"') {
      SkipString();
    } else if (c == '{' || c == '[') {
      ++depth;
      ++offset_;
    } else if (c == '}' || c == ']') {
      --depth;
      ++offset_;
    } else if (c == ',' || c == ':') {
      ++offset_;
    } else {
      const size_t end = text_.find_first_of(",:]} \t\r\n", offset_);
      offset_ = end == absl::string_view::npos ? text_.size() : end;
    }
    if (depth > 0) SkipSpace();
  } while (depth > 0 && offset_ < text_.size());
  const absl::string_view value = text_.substr(begin, offset_ - begin);
  SkipSpace();
  return value;
}

bool JsonCursor::NextItem(char close) {
  if (Take(',')) return true;
  Take(close);
  return false;
}

void JsonCursor::SkipSpace() {
  const size_t next = text_.find_first_not_of(" \t\r\n", offset_);
  offset_ = next == absl::string_view::npos ? text_.size() : next;
}

void JsonCursor::SkipString() {
  for (++offset_; offset_ < text_.size() && text_[offset_] != '"'; ++offset_) {
    if (text_[offset_] == '\\') ++offset_;
  }
  offset_ = offset_ < text_.size() ? offset_ + 1 : text_.size();
}

}  // namespace casejournal::services
