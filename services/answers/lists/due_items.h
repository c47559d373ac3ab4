// What the list of work and its watch share: which items are asked for, and in which cases.
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
#include "eventstore/system/deadline.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/worker.h"
#include "services/answers/filter_names.h"
#include "services/answers/list_cursors.h"
#include "services/answers/lists/visible_names.h"
#include "services/answers/request_fields.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// The limit for one worker or unit.
inline constexpr size_t kCasesOfWorkerMax = 5000;

// What a request wants of an item, except whose it is.
class DueFilter {
 public:
  template <typename Request>
  DueFilter(const Request& request, std::string day) : rule_(request.rule()), day_(std::move(day)) {
    for (const int kind : request.kinds()) kinds_.insert(static_cast<v1::WorkKind>(kind));
    if constexpr (requires { request.states(); }) {
      for (const int state : request.states()) states_.insert(static_cast<v1::WorkState>(state));
      from_ = request.due_from();
      until_ = request.due_until();
    }
    if (states_.empty()) {
      states_ = {v1::WORK_STATE_LATER, v1::WORK_STATE_DUE, v1::WORK_STATE_OVERDUE, v1::WORK_STATE_WAITING,
                 v1::WORK_STATE_STOPPED};
    }
  }

  const std::string& day() const { return day_; }

  // Whether an item with this topic (due_rows.h) can be wanted.
  bool TakesTopic(absl::string_view topic) const;
  // The only topic of the wanted items, or nothing if there can be several.
  std::optional<std::string> OnlyTopic() const;

  // The groups of rows that contain such items.
  std::set<projections::DueGroup> Groups() const;
  // The first day, as in keys, on which items of a group may be.
  std::string FirstDayIn(projections::DueGroup group) const;
  // Whether no item of the group with this day of a key can be wanted; one with a later day can.
  bool Skips(projections::DueGroup group, absl::string_view day) const;
  // Whether no item of the group can be on this day of a key, or later.
  bool IsPast(projections::DueGroup group, absl::string_view day) const;

  // Set the item's state and days as of the requested day. Return whether it is wanted.
  bool Takes(v1::DocketItem& item) const;

 private:
  bool Wants(v1::WorkState state) const { return states_.contains(state); }

  std::string rule_;
  std::string day_;
  std::string from_;
  std::string until_;
  std::set<v1::WorkState> states_;
  std::set<v1::WorkKind> kinds_;
};

// What is to be done in a case, and the last entry that it includes.
struct CaseWork {
  store::v1::DueCase due;
  store::v1::LastEntry last;
  bool withheld = false;  // there are entries that the reader may not see, and this is made from the others
};

// An item of a case with its state on `day`, as an answer gives it.
v1::WorkItem MakeWorkItem(const CaseWork& of, v1::DocketItem item, absl::string_view day);

// Return the newest adoption of rules or a calendar before position `size`; position 0 if there is none.
store::v1::LastEntry LastAdoption(const projections::RuleBook& rules, eventstore::Position size);

// If the entry is newer than the last change that the item names, the item names the entry.
void NoteChange(const store::v1::LastEntry& entry, v1::WorkItem& work);

// Remove the numbers by which the case is not found.
absl::Status HideNumbersIn(const projections::ReadModelStore& models, store::v1::DueCase& due);

// Return what is to be done in one case today.
absl::StatusOr<std::optional<CaseWork>> DueToday(const projections::DueKeeper& due,
                                                 const projections::ReadModelStore& models, absl::string_view case_id,
                                                 const FrozenRows* frozen = nullptr);

// Whether the reader sees a case as its rows say, otherwise, or not at all.
enum class SeenWork { kInRows, kOtherwise, kNot };
// Replace what the row of a case says by what the reader sees of it.
absl::StatusOr<SeenWork> SeeWork(const Journal& journal, const projections::ReadModelStore& models,
                                 VisibleCases& visible, CaseWork& of);

// Return the request with the issuer that it means, after the read models have `size` entries.
template <typename Request>
absl::StatusOr<Request> WithIssuer(const projections::Worker& worker, VisibleNames& names, Request request,
                                   uint64_t size, eventstore::Deadline deadline) {
  if (!request.staff_subject().empty() && request.staff_issuer().empty()) {
    if (absl::Status waited = worker.WaitFor(size, deadline); !waited.ok()) return waited;
  }
  absl::Status resolved = names.ResolveIssuer(request.staff_subject(), request.mutable_staff_issuer());
  if (!resolved.ok()) return resolved;
  return request;
}

// Whose work a request asks for.
struct WhoseWork {
  std::string case_id;
  std::string staff_subject;
  std::string staff_issuer;
  event::v1::AssignmentPart staff_part;
  std::string unit;

  template <typename Request>
  static WhoseWork In(const Request& request) {
    WhoseWork whose{.case_id = "",
                    .staff_subject = request.staff_subject(),
                    .staff_issuer = request.staff_issuer(),
                    .staff_part = request.staff_part(),
                    .unit = request.unit()};
    if constexpr (requires { request.case_id(); }) whose.case_id = request.case_id();
    return whose;
  }

  bool IsEveryones() const { return case_id.empty() && staff_subject.empty() && unit.empty(); }
  // Whether any item of the case can be asked for.
  bool MayBeIn(const store::v1::DueCase& due) const;
  // Whether an item of such a case is asked for.
  bool Has(const store::v1::DueCase& due, const v1::DocketItem& item) const;

 private:
  bool IsResponsible(const store::v1::DueCase& due) const;
  bool IsNamed(const v1::DocketItem& item) const;
};

// The cases in which the worker or unit has something to do, or the case asked for.
absl::StatusOr<std::vector<std::string>> CaseIdsAskedFor(const projections::DueKeeper& due, const WhoseWork& whose,
                                                         const FrozenRows* frozen = nullptr);

// The case, the rule, the worker, and the unit that the request names are known to the reader (visible_names.h).
// `names` must know of the due list: a worker is also known if something to be done names them.
template <typename Request>
absl::Status CheckDueNames(const Journal& journal, const Reader& reader, VisibleNames& names, const Request& request,
                           uint64_t size, eventstore::Deadline deadline) {
  if (absl::Status known = CheckRuleKnown(journal.rules(), request.rule()); !known.ok()) return known;
  if constexpr (requires { request.case_id(); }) {
    if (!request.case_id().empty()) {
      if (absl::Status known = ExistingCaseId(journal.log(), request.case_id()).status(); !known.ok()) return known;
      if (absl::Status may = reader.MayIn(request.case_id(), Act::kReadPlan).status(); !may.ok()) return may;
    }
  }
  if (absl::Status known = names.CheckStaff(size, request.staff_subject(), deadline); !known.ok()) return known;
  return names.CheckUnit(size, request.unit(), deadline);
}

// The kinds and the role are among those of the contract, and a role is given with a worker only.
template <typename Request>
absl::Status CheckDueFields(const Request& request) {
  for (const int kind : request.kinds()) {
    if (!v1::WorkKind_IsValid(kind) || kind == v1::WORK_KIND_UNSPECIFIED)
      return FieldError("kinds", absl::StrCat(kind), kFieldKnownWork);
  }
  const int part = request.staff_part();
  if (!event::v1::AssignmentPart_IsValid(part)) return FieldError("staffPart", absl::StrCat(part), kFieldKnownRole);
  if (part != event::v1::ASSIGNMENT_PART_UNSPECIFIED && request.staff_subject().empty())
    return FieldError("staffPart", absl::StrCat(part), kFieldNoPartOfAll);
  return absl::OkStatus();
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_ITEMS_H_
