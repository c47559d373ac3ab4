#include "projections/worker/cases_projection.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::projections {

std::string CaseRowKey(absl::string_view case_id) { return absl::StrCat("c", case_id); }

std::string NumberRowPrefix(absl::string_view number) {
  return absl::StrCat("n", number, absl::string_view("\0", 1));
}

std::string NumberRowKey(absl::string_view number, absl::string_view case_id) {
  return absl::StrCat(NumberRowPrefix(number), case_id);
}

void CasesProjection::Apply(const CaseRecord& record, eventstore::Revision, PutRow put) const {
  const v1::CasePlan& plan = record.plan();
  const Entry& last = record.entries().back();
  v1::CaseSummary summary;
  summary.set_case_id(plan.case_id());
  summary.set_status(plan.status());
  *summary.mutable_numbers() = plan.numbers();
  *summary.mutable_assignments() = plan.assignments();
  summary.set_opened_on(plan.opened_on());
  for (const v1::Participant& participant : plan.participants()) {
    if (participant.capacity() == event::v1::CAPACITY_CHILD) summary.add_children(participant.name());
  }
  summary.set_last_revision(last.revision);
  *summary.mutable_last_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(last.recorded_at_us);
  for (const v1::CaseNumber& number : plan.numbers()) put(NumberRowKey(number.number(), plan.case_id()), "");
  put(CaseRowKey(plan.case_id()), summary.SerializeAsString());
}

}  // namespace casejournal::projections
