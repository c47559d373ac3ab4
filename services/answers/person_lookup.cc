#include "services/answers/person_lookup.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "projections/read_models/persons_projection.h"

namespace casejournal::services {
namespace {

using projections::PersonsProjection;

constexpr size_t kSameMax = 100;

// The persons whom rows name together with `person_id`, and that still apply.
absl::StatusOr<std::set<std::string>> PersonsWith(const projections::ReadModelStore& models,
                                                  const std::string& person_id, bool side_by_side, SaysOfPersons says) {
  const std::string prefix =
      side_by_side ? projections::SideBySideRowPrefix(person_id) : projections::SameRowPrefix(person_id);
  std::set<std::string> persons;
  absl::Status failed;
  absl::Status scanned =
      models.Scan(PersonsProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        const absl::string_view rest = key.substr(prefix.size());
        const size_t end = rest.find('\0');
        std::string other(rest.substr(0, end));
        const absl::StatusOr<bool> holds = says(std::string(rest.substr(std::min(end, rest.size() - 1) + 1)),
                                                side_by_side, person_id, other, value == "1");
        failed = holds.status();
        if (holds.ok() && *holds) persons.insert(std::move(other));
        return failed.ok();
      });
  scanned.Update(failed);
  if (!scanned.ok()) return scanned;
  return persons;
}

}  // namespace

absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models,
                                                const std::string& person_id) {
  return SameHuman(models, person_id,
                   [](const std::string&, bool, const std::string&, const std::string&,
                      bool in_row) -> absl::StatusOr<bool> { return in_row; });
}

absl::StatusOr<std::set<std::string>> SameHuman(const projections::ReadModelStore& models, const std::string& person_id,
                                                SaysOfPersons says) {
  std::set<std::string> same = {person_id};
  std::deque<std::string> open = {person_id};  // the nearest first
  while (!open.empty() && same.size() < kSameMax) {
    const absl::StatusOr<std::set<std::string>> said = PersonsWith(models, open.front(), false, says);
    if (!said.ok()) return said.status();
    open.pop_front();
    for (const std::string& other : *said) {
      if (same.contains(other)) continue;
      // No one is two children of one case, whatever entries say, directly or through others.
      const absl::StatusOr<std::set<std::string>> beside = PersonsWith(models, other, true, says);
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
