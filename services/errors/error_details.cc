#include "services/errors/error_details.h"

#include <google/protobuf/util/time_util.h>

#include <cassert>

#include "absl/strings/str_cat.h"
#include "eventstore/records/write_stop.h"
#include "services/errors/without_paths.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";
// Libraries that retry look for this type.
constexpr absl::string_view kRetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(absl::StrCat(kTypePrefix, Detail::descriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
}

v1::WriteStop ReasonOf(eventstore::WriteStop why) {
  switch (why) {
    case eventstore::WriteStop::kClock:
      return v1::WRITE_STOP_CLOCK;
    case eventstore::WriteStop::kDisk:
      return v1::WRITE_STOP_DISK;
    case eventstore::WriteStop::kKeys:
      return v1::WRITE_STOP_KEYS;
    case eventstore::WriteStop::kFailedWrite:
      return v1::WRITE_STOP_FAILED_WRITE;
    case eventstore::WriteStop::kFork:
      return v1::WRITE_STOP_FORK;
  }
  return v1::WRITE_STOP_UNSPECIFIED;
}

std::string AndMore(size_t count) { return count > 1 ? absl::StrCat(" (and ", count - 1, " more)") : ""; }

}  // namespace

absl::Status BadRequestError(const std::vector<v1::FieldError>& fields) {
  assert(!fields.empty());
  const v1::FieldError& first = fields.front();
  absl::Status status = absl::InvalidArgumentError(
      absl::StrCat(first.field(), ": ", first.given().empty() ? "" : absl::StrCat("got \"", first.given(), "\"; "),
                   "expected ", first.allowed(), AndMore(fields.size())));
  v1::BadRequest detail;
  detail.mutable_fields()->Add(fields.begin(), fields.end());
  Attach(status, detail);
  return status;
}

absl::Status RefusalError(const std::vector<v1::Violation>& violations) {
  assert(!violations.empty());
  const v1::Violation& first = violations.front();
  absl::Status status =
      absl::FailedPreconditionError(absl::StrCat(first.rule_id(), ": ", first.message(), AndMore(violations.size())));
  v1::Refusal detail;
  detail.mutable_violations()->Add(violations.begin(), violations.end());
  Attach(status, detail);
  return status;
}

absl::Status ConflictError(const std::string& case_id, std::optional<eventstore::Revision> expected,
                           std::optional<eventstore::Revision> actual) {
  absl::Status status = absl::AbortedError(
      absl::StrCat("case ", case_id, actual ? absl::StrCat(" is at revision ", *actual) : " does not exist",
                   "; expected ", expected ? absl::StrCat("revision ", *expected) : "no case"));
  v1::RevisionConflict detail;
  detail.set_case_id(case_id);
  if (expected) detail.set_expected(*expected);
  if (actual) detail.set_actual(*actual);
  Attach(status, detail);
  return status;
}

absl::Status TouchedError(const std::string& case_id, eventstore::Revision since, eventstore::Revision actual,
                          const std::vector<std::string>& touched_ids) {
  assert(!touched_ids.empty());
  absl::Status status = absl::AbortedError(absl::StrCat(
      "case ", case_id, ": ", touched_ids.front(), AndMore(touched_ids.size()), " changed after revision ", since));
  v1::RevisionConflict detail;
  detail.set_case_id(case_id);
  detail.set_expected(since);
  detail.set_actual(actual);
  detail.mutable_touched_ids()->Add(touched_ids.begin(), touched_ids.end());
  Attach(status, detail);
  return status;
}

absl::Status RetryAfter(absl::Status status, absl::Duration delay) {
  assert(!status.ok());
  v1::RetryInfo detail;
  *detail.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MicrosecondsToDuration(absl::ToInt64Microseconds(delay));
  status.SetPayload(kRetryInfoType, absl::Cord(detail.SerializeAsString()));
  return status;
}

bool SaysWritesStopped(const absl::Status& status) { return eventstore::WriteStopOf(status).has_value(); }

v1::ErrorStatus ToErrorStatus(const absl::Status& status) {
  v1::ErrorStatus error;
  error.set_code(static_cast<int32_t>(status.code()));
  error.set_message(WithoutPaths(status.message()));
  if (const auto why = eventstore::WriteStopOf(status)) {
    v1::WritesStopped detail;
    detail.set_reason(ReasonOf(*why));
    error.add_details()->PackFrom(detail);
  }
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    if (type_url == eventstore::kWriteStopPayload) return;
    google::protobuf::Any* detail = error.add_details();
    detail->set_type_url(std::string(type_url));
    detail->set_value(std::string(payload));
  });
  return error;
}

}  // namespace casejournal::services
