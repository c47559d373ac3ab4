#include "projections/words/instant_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace casejournal::projections {

std::string InstantWords(int64_t us, absl::TimeZone zone) {
  const absl::Time instant = absl::FromUnixMicros(us);
  const absl::string_view name = zone.At(instant).zone_abbr;
  const bool number = !name.empty() && (name[0] == '+' || name[0] == '-');
  return absl::StrCat(absl::FormatTime("%Y-%m-%d %H:%M:%S", instant, zone), number ? " UTC" : " ", name);
}

std::optional<absl::TimeZone> ZoneNamed(absl::string_view name) {
  const auto allowed = [](char c) { return absl::ascii_isalnum(c) || c == '_' || c == '+' || c == '-' || c == '/'; };
  if (name.empty() || !absl::ascii_isupper(name[0]) || !std::all_of(name.begin(), name.end(), allowed))
    return std::nullopt;
  absl::TimeZone zone;
  return absl::LoadTimeZone(name, &zone) ? std::optional(zone) : std::nullopt;
}

}  // namespace casejournal::projections
