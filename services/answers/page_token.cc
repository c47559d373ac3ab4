#include "services/answers/page_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {

std::string TokenOf(absl::string_view of, absl::string_view place) {
  return absl::WebSafeBase64Escape(absl::StrCat(of, place));
}

std::optional<std::string> PlaceIn(absl::string_view of, absl::string_view token) {
  std::string text;
  // The library also reads other spellings of the same bytes.
  if (!absl::WebSafeBase64Unescape(token, &text) || absl::WebSafeBase64Escape(text) != token) return std::nullopt;
  if (!absl::StartsWith(text, of) || text.size() == of.size()) return std::nullopt;
  return text.substr(of.size());
}

}  // namespace casejournal::services
