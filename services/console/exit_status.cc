#include "services/console/exit_status.h"

#include "absl/status/status.h"

namespace casejournal::services {

ExitStatus ExitStatusOf(int canonical_code) {
  switch (static_cast<absl::StatusCode>(canonical_code)) {
    case absl::StatusCode::kOk:
      return ExitStatus::kOk;
    case absl::StatusCode::kInvalidArgument:
      return ExitStatus::kMalformed;
    case absl::StatusCode::kFailedPrecondition:
      return ExitStatus::kRefused;
    case absl::StatusCode::kAborted:
      return ExitStatus::kConflict;
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
      return ExitStatus::kNotFound;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return ExitStatus::kUnavailable;
    case absl::StatusCode::kDataLoss:
      return ExitStatus::kDataLoss;
    case absl::StatusCode::kAlreadyExists:
      return ExitStatus::kRequestIdTaken;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return ExitStatus::kNotPermitted;
    default:  // A code from the wire may be unknown here.
      return ExitStatus::kFailure;
  }
}

int CanonicalCodeOf(ExitStatus exit) {
  const auto code = [exit] {
    switch (exit) {
      case ExitStatus::kOk:
        return absl::StatusCode::kOk;
      case ExitStatus::kUsage:
      case ExitStatus::kMalformed:
        return absl::StatusCode::kInvalidArgument;
      case ExitStatus::kRefused:
        return absl::StatusCode::kFailedPrecondition;
      case ExitStatus::kConflict:
        return absl::StatusCode::kAborted;
      case ExitStatus::kNotFound:
        return absl::StatusCode::kNotFound;
      case ExitStatus::kUnavailable:
      case ExitStatus::kDirectoryInUse:
        return absl::StatusCode::kUnavailable;
      case ExitStatus::kDataLoss:
        return absl::StatusCode::kDataLoss;
      case ExitStatus::kRequestIdTaken:
        return absl::StatusCode::kAlreadyExists;
      case ExitStatus::kDiskFull:
      case ExitStatus::kOutOfMemory:
        return absl::StatusCode::kResourceExhausted;
      case ExitStatus::kNotPermitted:
        return absl::StatusCode::kPermissionDenied;
      case ExitStatus::kFailure:
      case ExitStatus::kUnknownFormat:
      case ExitStatus::kReadOnly:
        break;
    }
    return absl::StatusCode::kUnknown;
  }();
  return static_cast<int>(code);
}

std::string ExitStatusHelp() {
  return "Exit codes:\n"
         "   0  success\n"
         "   1  failure without an exit code of its own\n"
         "   2  invalid command line\n"
         "   3  malformed input; the request was not recorded\n"
         "   4  rejected by the rules; the request was not recorded\n"
         "   5  conflict: the case is not at the expected revision; the request was not recorded\n"
         "   6  not found\n"
         "   7  no answer, not available now, or no writes accepted now\n"
         "   8  verification failed, or data was lost\n"
         "   9  the request id was already used for other content\n"
         "  10  the data directory is in use by another process\n"
         "  11  the data directory is in a format that this program cannot read\n"
         "  12  no permission to read or write the data directory, or a read-only file system\n"
         "  13  the disk of this machine or of the server is full\n"
         "  14  not signed in, or not permitted\n"
         "  15  out of memory or threads\n";
}

}  // namespace casejournal::services
