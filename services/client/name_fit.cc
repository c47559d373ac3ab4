#include "services/client/name_fit.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "projections/words/person_name.h"

namespace casejournal::services {
namespace {

using Words = std::vector<std::string>;

// Whether each of `typed` begins a word of `name` of its own. The longest are placed first: "ann anna" fits "Anna Ann".
bool BeginWords(Words typed, Words name) {
  const auto longer = [](const std::string& a, const std::string& b) { return a.size() > b.size(); };
  std::sort(typed.begin(), typed.end(), longer);
  return std::all_of(typed.begin(), typed.end(), [&](const std::string& word) {
    const auto begun =
        std::find_if(name.begin(), name.end(), [&](const std::string& each) { return absl::StartsWith(each, word); });
    if (begun == name.end()) return false;
    name.erase(begun);
    return true;
  });
}

}  // namespace

std::string WithoutCaseAndBlanks(absl::string_view text) {
  std::string left;
  for (const char c : text) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) left += c;
  }
  return absl::AsciiStrToLower(left);
}

NameFit FitOf(absl::string_view typed, absl::string_view name) {
  const std::string plain = WithoutCaseAndBlanks(typed);
  const std::string plain_name = WithoutCaseAndBlanks(name);
  if (plain.empty() || plain_name.empty()) return NameFit::kNone;
  if (plain == plain_name) return NameFit::kWhole;
  Words typed_words = projections::NameWords(typed);
  Words name_words = projections::NameWords(name);
  // Words have no digits: a text with digits is compared as a whole.
  const auto has_digits = [](const std::string& text) { return text.find_first_of("0123456789") != std::string::npos; };
  if (!typed_words.empty() && !has_digits(plain)) {
    const bool same = std::is_permutation(typed_words.begin(), typed_words.end(), name_words.begin(), name_words.end());
    if (same && !has_digits(plain_name)) return NameFit::kWhole;
    if (BeginWords(std::move(typed_words), std::move(name_words))) return NameFit::kPart;
  }
  return absl::StrContains(plain_name, plain) ? NameFit::kPart : NameFit::kNone;
}

}  // namespace casejournal::services
