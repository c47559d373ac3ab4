#include "services/errors/without_paths.h"

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kBeforeAPath = " \n\t\"'`(<[=:,;";
constexpr absl::string_view kBehindAPath = " \n\t\"'`)>]:,;";

bool Has(absl::string_view characters, char c) { return characters.find(c) != absl::string_view::npos; }

// Return whether a path begins here: a slash at the beginning of a word, with something after it. In "http://...", the
// first slash follows a colon and another slash follows it.
bool PathBeginsAt(absl::string_view message, size_t at) {
  if (message[at] != '/' || at + 1 == message.size()) return false;
  if (at > 0 && !Has(kBeforeAPath, message[at - 1])) return false;
  return message[at + 1] != '/' && !Has(kBehindAPath, message[at + 1]);
}

}  // namespace

std::string WithoutPaths(absl::string_view message) {
  std::string told;
  for (size_t at = 0; at < message.size();) {
    if (!PathBeginsAt(message, at)) {
      told.push_back(message[at++]);
      continue;
    }
    const size_t end = std::min(message.find_first_of(kBehindAPath, at), message.size());
    absl::string_view path = message.substr(at, end - at);
    while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
    absl::StrAppend(&told, path.substr(path.rfind('/') + 1));
    at = end;
  }
  return told;
}

}  // namespace casejournal::services
