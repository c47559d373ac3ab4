#include "services/access/strict_json.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {

absl::StatusOr<nlohmann::json> ParseStrictObject(absl::string_view text, int depth_max) {
  // The library takes a NUL for the end, and skips a byte order mark.
  if (absl::StrContains(text, '\0') || absl::StartsWith(text, "\xEF\xBB\xBF")) {
    return absl::InvalidArgumentError("not JSON: a NUL, or a byte order mark");
  }
  std::vector<std::set<std::string>> names;  // of the objects that are open
  bool twice = false;
  bool deep = false;
  const auto watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start) names.emplace_back();
    if (event == Event::object_end) names.pop_back();
    if (event == Event::key && !names.back().insert(parsed.get<std::string>()).second) twice = true;
    if (depth >= depth_max && (event == Event::object_start || event == Event::array_start)) deep = true;
    return true;
  };
  nlohmann::json parsed = nlohmann::json::parse(text.begin(), text.end(), watch, /*allow_exceptions=*/false);
  if (parsed.is_discarded() || !parsed.is_object()) return absl::InvalidArgumentError("not an object of JSON");
  if (twice) return absl::InvalidArgumentError("an object names a member twice");
  if (deep) return absl::InvalidArgumentError(absl::StrCat("nested deeper than ", depth_max));
  return parsed;
}

}  // namespace casejournal::services
