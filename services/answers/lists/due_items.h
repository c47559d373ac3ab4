// What the list of what is due and its watch share: which items are asked for, and in which cases.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_ITEMS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_ITEMS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/worker.h"
#include "services/answers/filter_names.h"
#include "services/answers/list_cursors.h"
#include "services/answers/staff_filter.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// The limit for one worker or unit.
inline constexpr size_t kCasesOfWorkerMax = 5000;

// What a request wants of an item, except whose case it is in.
class DueFilter {
 public:
  template <typename Request>
  DueFilter(const Request& request, std::string day) : rule_(request.rule()), day_(std::move(day)) {
    if constexpr (requires { request.states(); }) {
      for (const int state : request.states()) states_.insert(static_cast<v1::ClockState>(state));
      from_ = request.due_from();
      until_ = request.due_until();
    }
    if (states_.empty()) {
      states_ = {v1::CLOCK_STATE_OPEN, v1::CLOCK_STATE_WINDOW_OPEN, v1::CLOCK_STATE_MISSED,
                 v1::CLOCK_STATE_PAST_WHEN_SET, v1::CLOCK_STATE_TOLLED};
    }
  }

  bool IsByRule(absl::string_view rule) const { return IsUnderRule(rule, rule_); }
  bool OfOneRule() const { return rule_.find('.') != std::string::npos; }
  const std::string& rule() const { return rule_; }
  const std::string& day() const { return day_; }
  bool IsPast(absl::string_view due) const { return !until_.empty() && due > until_; }

  // The groups of rows that contain such items.
  std::set<projections::DueGroup> Groups() const {
    std::set<projections::DueGroup> groups;
    for (const v1::ClockState state : states_) groups.insert(projections::GroupOf(state));
    return groups;
  }

  // An item to do is missed if its day is before today, and not missed from today on. Return the first day on which
  // such items may be, and whether none can be on a day or later.
  std::string FirstDayIn(projections::DueGroup group) const {
    const bool past = states_.contains(v1::CLOCK_STATE_MISSED) || states_.contains(v1::CLOCK_STATE_PAST_WHEN_SET);
    return group == projections::DueGroup::kToDo && !past ? std::max(from_, day_) : from_;
  }
  bool IsPastGroup(projections::DueGroup group, absl::string_view due) const {
    return group == projections::DueGroup::kToDo && due >= day_ && !states_.contains(v1::CLOCK_STATE_OPEN) &&
           !states_.contains(v1::CLOCK_STATE_WINDOW_OPEN);
  }

  // Set the item's state and days as of the requested day. Return whether it is wanted.
  bool Takes(v1::DocketItem& item) const {
    item.set_state(projections::StateOn(item, day_));
    item.set_days_left(projections::DaysBetween(day_, item.due()));
    return states_.contains(item.state()) && IsByRule(item.rule()) && item.due() >= from_ && !IsPast(item.due());
  }

 private:
  std::string rule_;
  std::string day_;
  std::string from_;
  std::string until_;
  std::set<v1::ClockState> states_;
};

// An item of a case, as an answer gives it.
v1::DueItem MakeDueItem(const v1::DueCase& of, v1::DocketItem item);

// Remove the numbers by which the case is not found.
absl::Status HideNumbersIn(const projections::ReadModelStore& models, v1::DueCase& due);

// Return what is due in one case today.
absl::StatusOr<std::optional<v1::DueCase>> DueToday(const projections::DueKeeper& due,
                                                    const projections::ReadModelStore& models,
                                                    absl::string_view case_id, const FrozenRows* frozen = nullptr);

// Return the request with the issuer that it means, after the read models have `size` entries.
template <typename Request>
absl::StatusOr<Request> WithIssuer(const projections::Worker& worker, Request request, uint64_t size,
                                   absl::Time deadline) {
  if (!request.staff_subject().empty() && request.staff_issuer().empty()) {
    if (absl::Status waited = worker.WaitFor(size, deadline); !waited.ok()) return waited;
  }
  absl::Status resolved = ResolveIssuer(worker.store(), request.staff_subject(), request.mutable_staff_issuer());
  if (!resolved.ok()) return resolved;
  return request;
}

// The cases of the worker or unit that the request names.
template <typename Request>
absl::StatusOr<std::vector<std::string>> CaseIdsAskedFor(const projections::DueKeeper& due, const Request& request,
                                                         const FrozenRows* frozen = nullptr) {
  const std::string prefix = request.staff_subject().empty()
                                 ? projections::DueUnitPrefix(request.unit())
                                 : projections::DueWorkerPrefix(request.staff_subject(), request.staff_issuer());
  std::vector<std::string> case_ids;
  absl::Status scanned = due.store().Scan(
      projections::kDueFamily, prefix, prefix,
      [&](absl::string_view key, absl::string_view) {
        case_ids.emplace_back(key.substr(prefix.size()));
        return case_ids.size() <= kCasesOfWorkerMax;
      },
      frozen);
  if (!scanned.ok()) return scanned;
  if (case_ids.size() > kCasesOfWorkerMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", kCasesOfWorkerMax, " cases; ask by rule or by day instead"));
  }
  return case_ids;
}

// Whether the case is of the worker and unit that the request names.
template <typename Request>
bool IsAskedFor(const v1::DueCase& due, const Request& request) {
  bool is_workers = request.staff_subject().empty();
  for (int i = 0; i < due.staff_subjects_size(); ++i) {
    is_workers = is_workers ||
                 (due.staff_subjects(i) == request.staff_subject() && due.staff_issuers(i) == request.staff_issuer());
  }
  const auto& units = due.units();
  return is_workers && (request.unit().empty() || std::find(units.begin(), units.end(), request.unit()) != units.end());
}

// The rule, the worker, and the unit that the request names are known (filter_names.h).
template <typename Request>
absl::Status CheckDueNames(const Journal& journal, const projections::Worker& worker, const Request& request,
                           uint64_t size, absl::Time deadline) {
  if (absl::Status known = CheckRuleKnown(journal.rules(), request.rule()); !known.ok()) return known;
  if (absl::Status known = CheckStaffKnown(size, worker, request.staff_subject(), deadline); !known.ok()) return known;
  return CheckUnitKnown(size, worker, request.unit(), deadline);
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_ITEMS_H_
