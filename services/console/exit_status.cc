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
    default:  // Numbers from the wire need not be codes that are known here.
      return ExitStatus::kFailure;
  }
}

std::string ExitStatusHelp() {
  return "Exit codes:\n"
         "   0  done\n"
         "   1  failed for a reason without a number of its own\n"
         "   2  the command line is wrong\n"
         "   3  the input is malformed; nothing of it was recorded\n"
         "   4  refused by the rules; nothing of it was recorded\n"
         "   5  conflict: the case is not at the expected revision; nothing was recorded\n"
         "   6  not found\n"
         "   7  the journal does not answer, or not now, or takes no writes now\n"
         "   8  verification failed, or data were lost\n"
         "   9  the request id was used before, for other content\n"
         "  10  the data directory is in use by another process\n"
         "  11  the data directory is in a format that this program cannot read\n"
         "  12  the data directory cannot be written\n"
         "  13  the disk is full\n";
}

}  // namespace casejournal::services
