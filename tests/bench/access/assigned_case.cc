#include "tests/bench/access/assigned_case.h"

#include <utility>

#include "eventstore/records/stream_id.h"

namespace casejournal::services {
namespace {

constexpr size_t kAssignedNoteBytes = 600;

v1::AppendRequest NewRequest(const std::string& case_id) {
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  request.add_cases()->set_case_id(case_id);
  return request;
}

}  // namespace

AssignedCase::AssignedCase(event::v1::Staff caseworker, absl::CivilDay today)
    : caseworker_(std::move(caseworker)),
      today_(absl::FormatCivilTime(today)),
      id_(eventstore::Uuid::Random().ToString()) {}

v1::AppendRequest AssignedCase::Opening() {
  v1::AppendRequest request = NewRequest(id_);
  v1::CaseAppend& part = *request.mutable_cases(0);
  part.mutable_expected()->set_no_case(true);
  event::v1::CaseEvent& opening = *part.add_events();
  opening.set_effective_on(today_);
  opening.mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
  opening.mutable_case_opened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
  opening.mutable_case_opened()->set_agency("Wren County Children Services (fictional)");
  event::v1::CaseEvent& assignment = *part.add_events();
  assignment.set_effective_on(today_);
  *assignment.mutable_case_assigned()->mutable_staff() = caseworker_;
  assignment.mutable_case_assigned()->set_part(event::v1::ASSIGNMENT_PART_CASEWORKER);
  assignment.mutable_case_assigned()->set_unit("north");
  next_revision_ = 2;
  return request;
}

v1::AppendRequest AssignedCase::NextNote() {
  v1::AppendRequest request = NewRequest(id_);
  v1::CaseAppend& part = *request.mutable_cases(0);
  part.mutable_expected()->set_exactly(next_revision_ - 1);
  event::v1::CaseEvent& event = *part.add_events();
  event.set_effective_on(today_);
  event.mutable_case_note_written()->set_occasion("measurement");
  event.mutable_case_note_written()->set_text(std::string(kAssignedNoteBytes, 'n'));
  ++next_revision_;
  return request;
}

}  // namespace casejournal::services
