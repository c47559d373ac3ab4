#include "services/answers/lists/visible_names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/cases_projection.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/persons_projection.h"
#include "services/answers/case_numbers.h"
#include "services/answers/filter_names.h"
#include "services/answers/person_lookup.h"
#include "services/answers/staff_filter.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;

template <typename Has>
bool AnyEntry(const VisibleCase& visible, Has has) {
  const projections::EntryList& entries = visible.seen->record.entries();
  return std::any_of(entries.begin(), entries.end(),
                     [&](const projections::Entry& entry) { return has(entry.event()); });
}

// NOT_FOUND with `unknown`, unless `is_known` returns true now, or after the read models have `size` entries.
template <typename IsKnown>
absl::Status CheckIt(uint64_t size, const projections::Worker& worker, eventstore::Deadline deadline,
                     absl::string_view unknown, IsKnown is_known) {
  absl::StatusOr<bool> known = is_known();
  if (known.ok() && !*known && worker.position() < size) {
    if (absl::Status waited = worker.WaitFor(size, deadline); !waited.ok()) return waited;
    known = is_known();
  }
  if (!known.ok()) return known.status();
  return *known ? absl::OkStatus() : absl::NotFoundError(unknown);
}

// Whether something to be done names a member of staff with this subject, or is in a case of theirs.
absl::StatusOr<bool> HasWork(const projections::DueKeeper& due, const std::string& subject) {
  bool found = false;
  const std::string prefix = projections::DueSubjectPrefix(subject);
  absl::Status scanned =
      due.store().Scan(projections::kDueFamily, prefix, prefix, [&](absl::string_view, absl::string_view) {
        found = true;
        return false;
      });
  if (!scanned.ok()) return scanned;
  return found;
}

}  // namespace

absl::StatusOr<bool> VisibleNames::AnyCase(const std::string& prefix, const Knows& known) {
  absl::StatusOr<bool> found = false;
  absl::Status scanned =
      worker_.store().Scan(CasesProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        const absl::string_view rest = key.substr(prefix.size());
        const size_t last = rest.rfind('\0');
        const size_t begin = last == absl::string_view::npos ? 0 : last + 1;
        const std::string case_id(rest.substr(begin));
        const absl::StatusOr<std::optional<VisibleCase>> visible = cases_.Find(case_id);
        if (!visible.ok()) {
          found = visible.status();
          return false;
        }
        if (!visible->has_value()) return true;
        found = known(case_id, **visible, std::string(rest.substr(0, begin == 0 ? 0 : begin - 1)), value == "1");
        return found.ok() && !*found;
      });
  if (!scanned.ok()) return scanned;
  return found;
}

absl::StatusOr<std::set<std::string>> VisibleNames::IssuersOf(const std::string& subject) {
  std::set<std::string> issuers;
  absl::StatusOr<bool> looked = AnyCase(
      projections::StaffSubjectPrefix(subject),
      [&](const std::string&, const VisibleCase& visible, const std::string& issuer, bool) -> absl::StatusOr<bool> {
        const bool has = visible.seen == nullptr || AnyEntry(visible, [&](const event::v1::CaseEvent& event) {
                           return event.case_assigned().staff().subject() == subject &&
                                  event.case_assigned().staff().issuer() == issuer;
                         });
        if (has) issuers.insert(issuer);
        return false;
      });
  if (!looked.ok()) return looked.status();
  if (due_ == nullptr) return issuers;
  const std::string prefix = projections::DueSubjectPrefix(subject);
  absl::Status failed;
  absl::Status scanned =
      due_->store().Scan(projections::kDueFamily, prefix, prefix, [&](absl::string_view key, absl::string_view) {
        const absl::string_view rest = key.substr(prefix.size());
        const size_t end = rest.find('\0');
        if (end == absl::string_view::npos) return true;
        const absl::StatusOr<std::optional<VisibleCase>> visible = cases_.Find(std::string(rest.substr(end + 1)));
        failed = visible.status();
        // What a reader sees of the work in a case with withheld entries is not in rows: those who are named there are
        // known if the case was assigned to them.
        if (visible.ok() && visible->has_value() && (*visible)->seen == nullptr) issuers.emplace(rest.substr(0, end));
        return failed.ok();
      });
  scanned.Update(failed);
  if (!scanned.ok()) return scanned;
  return issuers;
}

absl::StatusOr<bool> VisibleNames::HasUnit(const std::string& unit) {
  return AnyCase(projections::UnitRowPrefix(unit),
                 [&](const std::string&, const VisibleCase& visible, const std::string&, bool) -> absl::StatusOr<bool> {
                   return visible.seen == nullptr || AnyEntry(visible, [&](const event::v1::CaseEvent& event) {
                            return event.case_assigned().unit() == unit;
                          });
                 });
}

absl::StatusOr<bool> VisibleNames::HasNumber(const std::string& number) {
  return AnyCase(projections::NumberRowPrefix(number),
                 [&](const std::string& case_id, const VisibleCase& visible, const std::string&,
                     bool applies) -> absl::StatusOr<bool> {
                   if (visible.seen != nullptr) {
                     applies = false;
                     for (const v1::CaseNumber& each : visible.seen->record.state().All<v1::CaseNumber>())
                       applies = applies || each.number() == number;
                   }
                   if (!applies) return false;
                   const absl::StatusOr<std::vector<std::string>> leads =
                       NumbersThatLeadTo(worker_.store(), case_id, {number});
                   if (!leads.ok()) return leads.status();
                   return !leads->empty();
                 });
}

absl::StatusOr<bool> VisibleNames::HasPerson(const std::string& person_id) {
  const absl::StatusOr<std::set<std::string>> same = SameHuman(person_id);
  if (!same.ok()) return same.status();
  for (const std::string& id : *same) {
    absl::StatusOr<bool> found =
        AnyCase(projections::CaseOfPersonRowPrefix(id),
                [&](const std::string&, const VisibleCase& visible, const std::string&, bool) -> absl::StatusOr<bool> {
                  return visible.seen == nullptr || AnyEntry(visible, [&](const event::v1::CaseEvent& event) {
                           return event.participant_joined().person_id() == id;
                         });
                });
    if (!found.ok() || *found) return found;
  }
  return false;
}

absl::StatusOr<std::set<std::string>> VisibleNames::SameHuman(const std::string& person_id) {
  if (cases_.AreAll()) return services::SameHuman(worker_.store(), person_id);
  return services::SameHuman(worker_.store(), person_id,
                             [&](const std::string& case_id, bool side_by_side, const std::string& one,
                                 const std::string& other, bool in_row) -> absl::StatusOr<bool> {
                               const absl::StatusOr<std::optional<VisibleCase>> visible = cases_.Find(case_id);
                               if (!visible.ok()) return visible.status();
                               if (!visible->has_value()) return false;
                               if ((*visible)->seen == nullptr) return in_row;
                               const projections::CaseRecord& record = (*visible)->seen->record;
                               const projections::PersonPairs pairs = side_by_side ? projections::SideBySideIn(record)
                                                                                   : projections::SamePersonsIn(record);
                               const auto found = pairs.find({one, other});
                               return found != pairs.end() && found->second;
                             });
}

absl::Status VisibleNames::CheckStaff(uint64_t size, const std::string& subject, eventstore::Deadline deadline) {
  if (cases_.AreAll()) {
    if (due_ != nullptr) {
      const absl::StatusOr<bool> has_work = HasWork(*due_, subject);
      if (!has_work.ok()) return has_work.status();
      if (*has_work) return absl::OkStatus();
    }
    return CheckStaffKnown(size, worker_, subject, deadline);
  }
  if (subject.empty()) return absl::OkStatus();
  return CheckIt(size, worker_, deadline, kStaffUnknown, [&]() -> absl::StatusOr<bool> {
    const absl::StatusOr<std::set<std::string>> issuers = IssuersOf(subject);
    if (!issuers.ok()) return issuers.status();
    return !issuers->empty();
  });
}

absl::Status VisibleNames::CheckUnit(uint64_t size, const std::string& unit, eventstore::Deadline deadline) {
  if (cases_.AreAll()) return CheckUnitKnown(size, worker_, unit, deadline);
  if (unit.empty()) return absl::OkStatus();
  return CheckIt(size, worker_, deadline, kUnitUnknown, [&] { return HasUnit(unit); });
}

absl::Status VisibleNames::CheckNumber(uint64_t size, const std::string& number, eventstore::Deadline deadline) {
  if (cases_.AreAll()) return CheckNumberKnown(size, worker_, number, deadline);
  if (number.empty()) return absl::OkStatus();
  return CheckIt(size, worker_, deadline, kNumberUnknown, [&] { return HasNumber(number); });
}

absl::Status VisibleNames::CheckPerson(uint64_t size, const std::string& person_id, eventstore::Deadline deadline) {
  if (cases_.AreAll()) return CheckPersonKnown(size, worker_, person_id, deadline);
  if (person_id.empty()) return absl::OkStatus();
  return CheckIt(size, worker_, deadline, PersonUnknown(person_id), [&] { return HasPerson(person_id); });
}

absl::Status VisibleNames::ResolveIssuer(const std::string& subject, std::string* issuer) {
  if (cases_.AreAll())
    return services::ResolveIssuer(worker_.store(), subject, issuer, due_ == nullptr ? nullptr : &due_->store());
  std::set<std::string> known;
  if (!subject.empty() && issuer->empty()) {
    absl::StatusOr<std::set<std::string>> issuers = IssuersOf(subject);
    if (!issuers.ok()) return issuers.status();
    known = *std::move(issuers);
  }
  return services::ResolveIssuer(subject, known, issuer);
}

}  // namespace casejournal::services
