#include "services/answers/person_lookup.h"

#include <algorithm>
#include <deque>

#include "projections/read_models/persons_projection.h"

namespace casejournal::services {
namespace {

using projections::PersonsProjection;

constexpr size_t kSameMax = 100;

// The persons that rows with this prefix name and that still apply.
absl::StatusOr<std::set<std::string>> PersonsInRows(const projections::ReadModelStore& models,
                                                    const std::string& prefix) {
  std::set<std::string> persons;
  absl::Status scanned =
      models.Scan(PersonsProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        if (value == "1") persons.emplace(key.substr(prefix.size(), key.find('\0', prefix.size()) - prefix.size()));
        return true;
      });
  if (!scanned.ok()) return scanned;
  return persons;
}

}  // namespace

absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models,
                                                const std::string& person_id) {
  std::set<std::string> same = {person_id};
  std::deque<std::string> open = {person_id};  // the nearest first
  while (!open.empty() && same.size() < kSameMax) {
    const absl::StatusOr<std::set<std::string>> said = PersonsInRows(models, projections::SameRowPrefix(open.front()));
    if (!said.ok()) return said.status();
    open.pop_front();
    for (const std::string& other : *said) {
      if (same.contains(other)) continue;
      // No one is two children of one case, whatever entries say, directly or through others.
      const absl::StatusOr<std::set<std::string>> beside =
          PersonsInRows(models, projections::SideBySideRowPrefix(other));
      if (!beside.ok()) return beside.status();
      if (std::any_of(beside->begin(), beside->end(), [&](const std::string& one) { return same.contains(one); }))
        continue;
      same.insert(other);
      open.push_back(other);
    }
  }
  return same;
}

}  // namespace casejournal::services
