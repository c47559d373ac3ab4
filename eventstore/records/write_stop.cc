#include "eventstore/records/write_stop.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {
namespace {

absl::StatusCode CodeOf(WriteStop why) {
  switch (why) {
    case WriteStop::kClock:
    case WriteStop::kKeys:
    case WriteStop::kFailedWrite:
      return absl::StatusCode::kFailedPrecondition;
    case WriteStop::kDisk:
      return absl::StatusCode::kResourceExhausted;
    case WriteStop::kFork:
      return absl::StatusCode::kDataLoss;
  }
  return absl::StatusCode::kUnknown;
}

}  // namespace

absl::Status WriteStopError(WriteStop why, absl::string_view message) {
  absl::Status status(CodeOf(why), message);
  status.SetPayload(kWriteStopPayload, absl::Cord(absl::StrCat(static_cast<int>(why))));
  return status;
}

std::optional<WriteStop> WriteStopOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kWriteStopPayload);
  int number = 0;
  if (!payload || !absl::SimpleAtoi(std::string(*payload), &number)) return std::nullopt;
  return static_cast<WriteStop>(number);
}

absl::Status LogClosingError() {
  absl::Status status = absl::UnavailableError("the log is closing; nothing was recorded");
  status.SetPayload(kLogClosingPayload, absl::Cord());
  return status;
}

bool SaysLogClosing(const absl::Status& status) { return status.GetPayload(kLogClosingPayload).has_value(); }

}  // namespace casejournal::eventstore
