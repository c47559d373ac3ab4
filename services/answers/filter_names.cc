#include "services/answers/filter_names.h"

#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/cases_projection.h"
#include "services/answers/case_numbers.h"
#include "services/answers/person_lookup.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;

// Return whether the case list has a row with this prefix, even if the row no longer applies.
absl::StatusOr<bool> HasRow(const projections::ReadModelStore& models, const std::string& prefix) {
  bool found = false;
  absl::Status scanned = models.Scan(CasesProjection::kName, prefix, prefix, [&](absl::string_view, absl::string_view) {
    found = true;
    return false;
  });
  if (!scanned.ok()) return scanned;
  return found;
}

// NOT_FOUND with `unknown`, unless `is_known` returns true now, or after the read models have `size` entries.
template <typename IsKnown>
absl::Status CheckKnown(uint64_t size, const projections::Worker& worker, eventstore::Deadline deadline,
                        absl::string_view unknown, IsKnown is_known) {
  absl::StatusOr<bool> known = is_known();
  if (known.ok() && !*known) {
    if (absl::Status waited = worker.WaitFor(size, deadline); !waited.ok()) return waited;
    known = is_known();
  }
  if (!known.ok()) return known.status();
  return *known ? absl::OkStatus() : absl::NotFoundError(unknown);
}

absl::Status CheckPrefix(uint64_t size, const projections::Worker& worker, const std::string& prefix,
                         eventstore::Deadline deadline, absl::string_view unknown) {
  return CheckKnown(size, worker, deadline, unknown, [&] { return HasRow(worker.store(), prefix); });
}

}  // namespace

std::string PersonUnknown(const std::string& person_id) {
  return absl::StrCat("personId: the person ", person_id, " has not joined any case");
}

absl::Status CheckStaffKnown(uint64_t size, const projections::Worker& worker, const std::string& subject,
                             eventstore::Deadline deadline) {
  if (subject.empty()) return absl::OkStatus();
  return CheckPrefix(size, worker, projections::StaffSubjectPrefix(subject), deadline, kStaffUnknown);
}

absl::Status CheckUnitKnown(uint64_t size, const projections::Worker& worker, const std::string& unit,
                            eventstore::Deadline deadline) {
  if (unit.empty()) return absl::OkStatus();
  return CheckPrefix(size, worker, projections::UnitRowPrefix(unit), deadline, kUnitUnknown);
}

absl::Status CheckNumberKnown(uint64_t size, const projections::Worker& worker, const std::string& number,
                              eventstore::Deadline deadline) {
  if (number.empty()) return absl::OkStatus();
  return CheckKnown(size, worker, deadline, kNumberUnknown, [&]() -> absl::StatusOr<bool> {
    absl::StatusOr<std::vector<std::string>> cases = CasesWithNumber(worker.store(), number);
    if (!cases.ok()) return cases.status();
    return !cases->empty();
  });
}

absl::Status CheckPersonKnown(uint64_t size, const projections::Worker& worker, const std::string& person_id,
                              eventstore::Deadline deadline) {
  if (person_id.empty()) return absl::OkStatus();
  return CheckKnown(size, worker, deadline, PersonUnknown(person_id), [&]() -> absl::StatusOr<bool> {
    absl::StatusOr<std::set<std::string>> same = SameHuman(worker.store(), person_id);
    if (!same.ok()) return same.status();
    for (const std::string& id : *same) {
      absl::StatusOr<bool> found = HasRow(worker.store(), projections::CaseOfPersonRowPrefix(id));
      if (!found.ok() || *found) return found;
    }
    return false;
  });
}

absl::Status CheckRuleKnown(const projections::RuleBook& rules, const std::string& rule) {
  if (rule.empty()) return absl::OkStatus();
  for (const auto& adopted : rules.adopted()) {
    if (!adopted->set) continue;
    if (adopted->id() == rule) return absl::OkStatus();
    for (const rules::v1::Rule& each : adopted->set->rule()) {
      if (absl::StrCat(adopted->id(), ".", each.name()) == rule) return absl::OkStatus();
    }
  }
  return absl::NotFoundError("rule: the journal has adopted no rule and no rule set with this id");
}

bool IsUnderRule(absl::string_view name, absl::string_view filter) {
  return filter.empty() || name == filter || (absl::StartsWith(name, filter) && name[filter.size()] == '.');
}

}  // namespace casejournal::services
