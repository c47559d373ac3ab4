#include "services/console/near_name.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"

namespace casejournal::services {
namespace {

constexpr size_t kNamesListedMax = 14;

}  // namespace

size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string NearestName(absl::string_view given, const std::vector<std::string>& names) {
  const std::string lower = absl::AsciiStrToLower(given);
  const std::string* nearest = nullptr;
  size_t distance_min = std::max<size_t>(2, given.size() / 4) + 1;
  for (const std::string& name : names) {
    // "CHILD" is as near to "CAPACITY_CHILD" as a name with one typo.
    const std::string other = absl::AsciiStrToLower(name);
    const bool tail = !lower.empty() && absl::EndsWith(other, "_" + lower);
    const size_t distance = tail ? 1 : EditDistance(lower, other);
    if (distance < distance_min) {
      distance_min = distance;
      nearest = &name;
    }
  }
  return nearest == nullptr ? std::string() : *nearest;
}

std::string NamesMeant(absl::string_view given, const std::vector<std::string>& names, absl::string_view otherwise) {
  std::string nearest = NearestName(given, names);
  if (!nearest.empty()) return nearest;
  if (names.size() <= kNamesListedMax) return absl::StrJoin(names, ", ");
  return std::string(otherwise);
}

}  // namespace casejournal::services
