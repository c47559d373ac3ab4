#include "projections/worker/cases_projection.h"

#include <google/protobuf/util/time_util.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {

std::string CaseRowKey(absl::string_view case_id) { return absl::StrCat("c", case_id); }

std::string NumberRowPrefix(absl::string_view number) {
  return absl::StrCat("n", number, absl::string_view("\0", 1));
}

std::string StaffRowPrefix(absl::string_view subject) { return absl::StrCat("w", subject, absl::string_view("\0", 1)); }
std::string UnitRowPrefix(absl::string_view unit) { return absl::StrCat("u", unit, absl::string_view("\0", 1)); }
std::string CaseOfPersonRowPrefix(absl::string_view person_id) {
  return absl::StrCat("h", person_id, absl::string_view("\0", 1));
}

namespace {

// Everybody who was ever in the case, and whether they still are.
void PutPersons(const CaseRecord& record, PutRow put) {
  std::map<std::string, bool> persons;
  for (const Entry& entry : record.entries()) {
    if (entry.event().has_participant_joined()) persons[entry.event().participant_joined().person_id()] = false;
  }
  for (const v1::Participant& participant : record.plan().participants()) persons[participant.person_id()] = true;
  persons.erase("");
  for (const auto& [person_id, is_there] : persons) {
    put(absl::StrCat(CaseOfPersonRowPrefix(person_id), record.plan().case_id()), is_there ? "1" : "0");
  }
}

// Whether the entries from `first_new` on may change who is in the case.
bool MayChangePeople(const CaseRecord& record, eventstore::Revision first_new) {
  for (eventstore::Revision revision = first_new; revision < record.entries().size(); ++revision) {
    const Entry& entry = record.entries()[revision];
    if (RoleOf(entry) != EntryRole::kOriginal || entry.event().has_participant_joined()) return true;
  }
  return false;
}

}  // namespace

std::string NumberRowKey(absl::string_view number, absl::string_view case_id) {
  return absl::StrCat(NumberRowPrefix(number), case_id);
}

void CasesProjection::Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const {
  const v1::CasePlan& plan = record.plan();
  const Entry& last = record.entries().back();
  v1::CaseSummary summary;
  summary.set_case_id(plan.case_id());
  summary.set_status(plan.status());
  *summary.mutable_numbers() = plan.numbers();
  for (const v1::Assignment& assignment : plan.assignments()) {
    if (assignment.until().empty()) *summary.add_assignments() = assignment;
  }
  summary.set_opened_on(plan.opened_on());
  summary.set_closed_on(plan.closed_on());
  for (const v1::Participant& participant : plan.participants()) {
    if (participant.capacity() == event::v1::CAPACITY_CHILD) summary.add_children(participant.name());
  }
  summary.set_last_revision(last.revision);
  *summary.mutable_last_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(last.recorded_at_us);
  for (const v1::CaseNumber& number : plan.numbers()) put(NumberRowKey(number.number(), plan.case_id()), "");
  for (const v1::Assignment& assignment : summary.assignments()) {
    put(absl::StrCat(StaffRowPrefix(assignment.staff().subject()), plan.case_id()), "");
    if (!assignment.unit().empty()) put(absl::StrCat(UnitRowPrefix(assignment.unit()), plan.case_id()), "");
  }
  if (MayChangePeople(record, first_new)) PutPersons(record, put);
  put(CaseRowKey(plan.case_id()), summary.SerializeAsString());
}

}  // namespace casejournal::projections
