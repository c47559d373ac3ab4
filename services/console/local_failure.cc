#include "services/console/local_failure.h"

#include <string>

#include "absl/strings/match.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/records/write_stop.h"
#include "services/console/output.h"

namespace casejournal::services {

ExitStatus ExplainLocalFailure(const absl::Status& failure) {
  Complain(failure.message());
  if (eventstore::SaysDiskFull(failure)) return ExitStatus::kDiskFull;
  if (absl::IsFailedPrecondition(failure) && eventstore::WriteStopOf(failure)) return ExitStatus::kUnavailable;
  switch (failure.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::StrContains(failure.message(), "in use") ? ExitStatus::kDirectoryInUse : ExitStatus::kUnavailable;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnimplemented:
      return ExitStatus::kUnknownFormat;
    case absl::StatusCode::kPermissionDenied:
      return ExitStatus::kReadOnly;
    case absl::StatusCode::kResourceExhausted:
      return ExitStatus::kDiskFull;
    default:
      return ExitStatusOf(static_cast<int>(failure.code()));
  }
}

ExitStatus ExplainFileFailure(const absl::Status& failure) {
  Complain(failure.message());
  return eventstore::SaysDiskFull(failure) ? ExitStatus::kDiskFull : ExitStatus::kFailure;
}

}  // namespace casejournal::services
