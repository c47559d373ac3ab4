#include "services/errors/error_details.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "eventstore/records/write_stop.h"
#include "services/errors/detail_in.h"
#include "services/errors/error_reason.h"
#include "services/errors/error_size.h"
#include "services/errors/without_paths.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";
// Programs of others know the types of google.rpc.
constexpr absl::string_view kGooglePrefix = "type.googleapis.com/google.rpc.";
constexpr char kLocale[] = "en-US";
// Of the message, which the status has as well.
constexpr size_t kConditionBytesMax = 200;

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(absl::StrCat(kTypePrefix, Detail::descriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
void AttachAsGoogles(absl::Status& status, const Detail& detail) {
  status.SetPayload(absl::StrCat(kGooglePrefix, Detail::descriptor()->name()), absl::Cord(detail.SerializeAsString()));
}

void Add(std::string type_url, std::string value, v1::ErrorStatus& error) {
  google::protobuf::Any* detail = error.add_details();
  detail->set_type_url(std::move(type_url));
  detail->set_value(std::move(value));
}

template <typename Detail>
void AddAsGoogles(const Detail& detail, v1::ErrorStatus& error) {
  Add(absl::StrCat(kGooglePrefix, Detail::descriptor()->name()), detail.SerializeAsString(), error);
}

// Add the reason and what follows from it.
void AddReason(const absl::Status& status, v1::ErrorStatus& error) {
  const v1::ErrorInfo info = ReasonOf(status);
  AddAsGoogles(info, error);
  if (absl::IsFailedPrecondition(status) && !DetailIn<v1::Refusal>(error)) {
    const auto about_case = info.metadata().find("case_id");
    v1::PreconditionFailure failure;
    v1::PreconditionViolation& condition = *failure.add_violations();
    condition.set_type(info.reason());
    condition.set_subject(about_case == info.metadata().end() ? "journal" : about_case->second);
    condition.set_description(CutText(error.message(), kConditionBytesMax));
    AddAsGoogles(failure, error);
  }
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (!v1::ErrorReason_Parse(info.reason(), &reason)) return;
  v1::LocalizedMessage message;
  message.set_locale(kLocale);
  message.set_message(std::string(ReasonText(reason)));
  AddAsGoogles(message, error);
}

v1::WriteStop StopOf(eventstore::WriteStop why) {
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

absl::Status BadRequestError(const std::vector<v1::FieldError>& fields, const std::vector<v1::Violation>& violations) {
  assert(!fields.empty());
  const v1::FieldError& first = fields.front();
  absl::Status status = absl::InvalidArgumentError(
      absl::StrCat(first.field(), ": ", first.given().empty() ? "" : absl::StrCat("got \"", first.given(), "\"; "),
                   "expected ", first.allowed(), AndMore(fields.size())));
  v1::BadRequest detail;
  detail.mutable_fields()->Add(fields.begin(), fields.end());
  AttachAsGoogles(status, detail);
  if (violations.empty()) return status;
  v1::Refusal refusal;
  refusal.mutable_violations()->Add(violations.begin(), violations.end());
  Attach(status, refusal);
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
  return WithReason(std::move(status), v1::REVISION_CONFLICT, {{"case_id", case_id}});
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
  return WithReason(std::move(status), v1::REVISION_CONFLICT, {{"case_id", case_id}});
}

absl::Status RetryAfter(absl::Status status, absl::Duration delay) {
  assert(!status.ok());
  v1::RetryInfo detail;
  *detail.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MicrosecondsToDuration(absl::ToInt64Microseconds(delay));
  AttachAsGoogles(status, detail);
  return status;
}

bool SaysWritesStopped(const absl::Status& status) { return eventstore::WriteStopOf(status).has_value(); }

v1::ErrorStatus ToErrorStatus(const absl::Status& status) {
  v1::ErrorStatus error;
  error.set_code(static_cast<int32_t>(status.code()));
  error.set_message(WithoutPaths(status.message()));
  if (const auto why = eventstore::WriteStopOf(status)) {
    v1::WritesStopped detail;
    detail.set_reason(StopOf(*why));
    error.add_details()->PackFrom(detail);
  }
  // A status gives its payloads in any order.
  std::vector<std::pair<std::string, std::string>> payloads;
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    if (absl::StartsWith(type_url, kTypePrefix)) payloads.emplace_back(type_url, payload);
  });
  std::sort(payloads.begin(), payloads.end(), [](const auto& a, const auto& b) {
    // Fields before rules.
    const auto rank = [](const auto& each) {
      return std::make_pair(!IsDetail<v1::BadRequest>(each.first), absl::string_view(each.first));
    };
    return rank(a) < rank(b);
  });
  for (auto& [type_url, value] : payloads) Add(std::move(type_url), std::move(value), error);
  AddReason(status, error);
  return error;
}

}  // namespace casejournal::services
