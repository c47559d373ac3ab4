#include "services/pages/change_text.h"

#include "absl/strings/str_cat.h"
#include "services/pages/word_difference.h"

namespace casejournal::services {
namespace {

// Shorter texts are easier to read one after the other.
constexpr size_t kComparedMin = 40;

}  // namespace

std::string ChangeText(const v1::Change& change) {
  if (change.before().empty()) return change.after();
  if (change.before().size() >= kComparedMin && change.after().size() >= kComparedMin) {
    std::string words = WordDifference(change.before(), change.after());
    if (!words.empty()) return words;
  }
  return absl::StrCat(change.before(), " -> ", change.after().empty() ? "none" : change.after());
}

std::pair<std::string, std::string> PartAndField(absl::string_view path) {
  const size_t comma = path.rfind(", ");
  if (comma == absl::string_view::npos) return {"", std::string(path)};
  return {std::string(path.substr(0, comma)), std::string(path.substr(comma + 2))};
}

}  // namespace casejournal::services
