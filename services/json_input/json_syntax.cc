#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/json_input/json_fault.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kContext = "while parsing ";

// Records the first error; ignores values.
class SyntaxListener : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit SyntaxListener(absl::string_view text) : text_(text) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }

  // `position` is the number of bytes read; the parser stopped at the last of them.
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) override {
    fault_ = JsonFault{0, Found(error.what()), Expected(error.what())};
    fault_->offset = Begin(position == 0 ? 0 : position - 1);
    return false;
  }

  std::optional<JsonFault> fault() const { return fault_; }

 private:
  // "... syntax error while parsing object - unexpected string literal; expected '}'".
  static std::string Found(absl::string_view what) {
    const size_t context = what.find(kContext);
    const size_t dash = context == what.npos ? what.npos : what.find(" - ", context);
    if (dash == what.npos) return "a number that is too large";
    absl::string_view found = what.substr(dash + 3);
    found = found.substr(0, std::min(found.find("; last read"), found.find("; expected")));
    if (found == "unexpected end of input") return "the text ends here";
    if (found == "invalid literal") return "not a JSON value";
    return std::string(found);
  }

  // The parser names one thing that it expected; return all of them.
  static std::string Expected(absl::string_view what) {
    const size_t at = what.find(kContext);
    if (at == what.npos) return "a number that fits 64 bits";
    const absl::string_view context = what.substr(at + kContext.size());
    if (absl::StrContains(what, "; expected end of input")) return "nothing after the value";
    if (absl::StrContains(what, "invalid string")) return "";
    if (absl::StartsWith(context, "object separator")) return "':' after the name";
    if (absl::StartsWith(context, "object key")) return "a name in double quotes";
    if (absl::StartsWith(context, "object")) return "',' or '}'";
    if (absl::StartsWith(context, "array")) return "',' or ']'";
    return "a value: {, [, a string in double quotes, a number, true, false, or null";
  }

  // Return the beginning of the word or string whose last character is at `last`.
  size_t Begin(size_t last) const {
    if (last >= text_.size()) return text_.size();
    if (absl::StrContains(fault_->found, "invalid string")) return last;
    if (text_[last] == '"') {
      size_t quote = last;
      while (quote > 0 && (text_[quote - 1] != '"' || (quote > 1 && text_[quote - 2] == '\\'))) {
        --quote;
      }
      return quote == 0 ? 0 : quote - 1;
    }
    const auto in_word = [](char c) { return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '+' || c == '_'; };
    size_t begin = last;
    while (begin > 0 && in_word(text_[begin - 1])) --begin;
    return begin;
  }

  absl::string_view text_;
  std::optional<JsonFault> fault_;
};

}  // namespace

std::optional<JsonFault> FindSyntaxFault(absl::string_view text) {
  SyntaxListener listener(text);
  nlohmann::json::sax_parse(text.begin(), text.end(), &listener);
  return listener.fault();
}

}  // namespace casejournal::services
