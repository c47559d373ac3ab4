#include "services/errors/error_reason.h"

#include <cassert>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/records/write_stop.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kReasonPayload = "casejournal.services/ErrorInfo";

bool HasDetail(const absl::Status& status, absl::string_view name) {
  bool found = false;
  status.ForEachPayload(
      [&](absl::string_view type_url, const absl::Cord&) { found = found || absl::EndsWith(type_url, name); });
  return found;
}

// The reason that a code and the details mean if nothing else is said.
v1::ErrorReason UsualReason(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return v1::REQUEST_MALFORMED;
    case absl::StatusCode::kFailedPrecondition:
      return HasDetail(status, ".Refusal") ? v1::RULES_REJECT : v1::NOT_POSSIBLE_NOW;
    case absl::StatusCode::kAborted:
      return HasDetail(status, ".RevisionConflict") ? v1::REVISION_CONFLICT : v1::PAGE_EXPIRED;
    case absl::StatusCode::kAlreadyExists:
      return v1::REQUEST_ID_USED;
    case absl::StatusCode::kResourceExhausted:
      if (eventstore::SaysDiskFull(status)) return v1::TEMPORARILY_UNAVAILABLE;
      return HasDetail(status, ".RetryInfo") ? v1::SERVER_BUSY : v1::REQUEST_TOO_LARGE;
    case absl::StatusCode::kUnavailable:
      return eventstore::SaysLogClosing(status) ? v1::SERVER_STOPPING : v1::TEMPORARILY_UNAVAILABLE;
    case absl::StatusCode::kDeadlineExceeded:
      return v1::DEADLINE_PASSED;
    case absl::StatusCode::kCancelled:
      return v1::CALLER_GONE;
    case absl::StatusCode::kNotFound:
      return v1::NOT_FOUND_OR_NOT_PERMITTED;
    case absl::StatusCode::kUnauthenticated:
      return v1::NOT_AUTHENTICATED;
    case absl::StatusCode::kPermissionDenied:
      return v1::NOT_PERMITTED;
    case absl::StatusCode::kOutOfRange:
      return v1::NOT_RECORDED_YET;
    case absl::StatusCode::kUnimplemented:
      return v1::UNKNOWN_EVENT_TYPE;
    case absl::StatusCode::kDataLoss:
      return v1::DATA_DAMAGED;
    default:
      return v1::INTERNAL_FAULT;
  }
}

v1::ErrorInfo Info(v1::ErrorReason reason) {
  v1::ErrorInfo info;
  info.set_reason(v1::ErrorReason_Name(reason));
  info.set_domain(std::string(kErrorDomain));
  return info;
}

const char* StopName(eventstore::WriteStop why) {
  switch (why) {
    case eventstore::WriteStop::kClock:
      return "CLOCK";
    case eventstore::WriteStop::kDisk:
      return "DISK";
    case eventstore::WriteStop::kKeys:
      return "KEYS";
    case eventstore::WriteStop::kFailedWrite:
      return "FAILED_WRITE";
    case eventstore::WriteStop::kFork:
      return "FORK";
  }
  return "";
}

}  // namespace

absl::Status WithReason(absl::Status status, v1::ErrorReason reason,
                        std::initializer_list<std::pair<const char*, std::string>> about) {
  assert(!status.ok());
  if (status.GetPayload(kReasonPayload)) return status;
  v1::ErrorInfo info = Info(reason);
  for (const auto& [key, value] : about) (*info.mutable_metadata())[key] = value;
  status.SetPayload(kReasonPayload, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status WithOutcome(absl::Status status) {
  if (!absl::IsUnavailable(status) || eventstore::SaysLogClosing(status)) return status;
  return WithReason(std::move(status), v1::OUTCOME_UNKNOWN);
}

v1::ErrorInfo ReasonOf(const absl::Status& status) {
  assert(!status.ok());
  v1::ErrorInfo info;
  const absl::optional<absl::Cord> given = status.GetPayload(kReasonPayload);
  if (given && info.ParseFromString(std::string(*given))) return info;
  if (const auto why = eventstore::WriteStopOf(status)) {
    info = Info(v1::WRITES_STOPPED);
    (*info.mutable_metadata())["write_stop"] = StopName(*why);
    return info;
  }
  return Info(UsualReason(status));
}

absl::string_view ReasonText(v1::ErrorReason reason) {
  switch (reason) {
    case v1::REQUEST_MALFORMED:
      return "Some fields are not filled in correctly. Nothing was recorded.";
    case v1::RULES_REJECT:
      return "The rules of the journal do not allow this entry. Nothing was recorded.";
    case v1::REVISION_CONFLICT:
      return "Someone else changed this case in the meantime. Nothing was recorded. Read what is new, and decide "
             "again.";
    case v1::REQUEST_ID_USED:
      return "This request was already used for something else. Nothing was recorded.";
    case v1::WRITES_STOPPED:
      return "The journal accepts no entries at the moment. Nothing was recorded. An operator must act.";
    case v1::CASE_FULL:
      return "This case cannot have more entries. Nothing was recorded. Open another case and link the two.";
    case v1::REQUEST_TOO_LARGE:
      return "This is too much for one request. Nothing was recorded. Ask for less at a time.";
    case v1::SERVER_BUSY:
      return "The server is busy. Nothing was recorded. Try again in a moment.";
    case v1::OUTCOME_UNKNOWN:
      return "It is not known whether this was recorded. Send the same request again: it is recorded only once.";
    case v1::SERVER_STOPPING:
      return "The server is stopping. Nothing was recorded. Try again in a moment.";
    case v1::TEMPORARILY_UNAVAILABLE:
      return "This is not available at the moment. Try again later.";
    case v1::WITNESSES_MISSING:
      return "Too few witnesses answered. Try again later.";
    case v1::DEADLINE_PASSED:
      return "This took too long. Nothing was recorded. Try again.";
    case v1::CALLER_GONE:
      return "The request was canceled. Nothing was recorded.";
    case v1::NOT_FOUND_OR_NOT_PERMITTED:
      return "This does not exist, or you may not see it.";
    case v1::NOT_RECORDED_YET:
      return "This is not recorded yet, or the time asked for is not over.";
    case v1::NO_RULE_SET:
      return "The journal has no rules for this day.";
    case v1::NO_WITNESSES:
      return "This journal has no witnesses.";
    case v1::EXHIBIT_NOT_REPEATABLE:
      return "The same exhibit cannot be made again. Ask for a new one.";
    case v1::PAGE_EXPIRED:
      return "This list is out of date. Start again with its first page.";
    case v1::UNKNOWN_EVENT_TYPE:
      return "The case has an entry that this server is too old to know.";
    case v1::DATA_DAMAGED:
      return "Stored data is damaged. Nothing was recorded. An operator must act.";
    case v1::INTERNAL_FAULT:
      return "The server has a fault. An operator must look at its messages.";
    case v1::NOT_POSSIBLE_NOW:
      return "This is not possible in the present state of the journal.";
    case v1::CALLER_LIMIT_REACHED:
      return "You have reached your limit. Try again later.";
    case v1::TOKEN_EXPIRED:
      return "Your sign-in has expired. Sign in again, and try again.";
    case v1::NOT_AUTHENTICATED:
      return "The server does not know who you are. Nothing was recorded. Sign in, and try again.";
    case v1::NOT_PERMITTED:
      return "Your roles do not allow this. Nothing was recorded.";
    case v1::DISCLOSURE_NOT_RECORDED:
      return "The journal cannot record who is given this, so it does not give it. Try again later.";
    default:
      return "";
  }
}

}  // namespace casejournal::services
