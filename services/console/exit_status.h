// The exit codes of the program. They are defined only here; scripts rely on them.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_EXIT_STATUS_H_
#define CASEJOURNAL_SERVICES_CONSOLE_EXIT_STATUS_H_

#include <string>

namespace casejournal::services {

enum class ExitStatus : int {
  kOk = 0,
  kFailure = 1,    // any other failure
  kUsage = 2,      // the command line is wrong
  kMalformed = 3,  // the input is malformed, independent of the journal (INVALID_ARGUMENT)
  kRefused = 4,    // the rules reject it (FAILED_PRECONDITION)
  kConflict = 5,   // a case is not at its expected revision (ABORTED)
  kNotFound = 6,   // no such case, number, part or position (NOT_FOUND, OUT_OF_RANGE)
  kUnavailable =
      7,  // no answer, or not available now (UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, or WritesStopped)
  kDataLoss = 8,         // a verification failed (DATA_LOSS)
  kRequestIdTaken = 9,   // the request id was already used for other content (ALREADY_EXISTS)
  kDirectoryInUse = 10,  // another process has the data directory open
  kUnknownFormat = 11,   // the data directory is in a format that this program cannot read
  kReadOnly = 12,        // no permission to read or write the data directory, or a read-only file system
  kDiskFull = 13,        // the disk is full: of this machine, or of the server (WritesStopped)
  kNotPermitted = 14,    // not signed in, or no role allows it (UNAUTHENTICATED, PERMISSION_DENIED)
  kOutOfMemory = 15,     // no more memory or threads could be had
};

// Return the exit code for a canonical status code; absl and gRPC use the same numbers.
ExitStatus ExitStatusOf(int canonical_code);

// Return the canonical status code that comes nearest to an exit code. UNKNOWN (2): there is none.
int CanonicalCodeOf(ExitStatus exit);

// Return one line per exit code with its meaning, for --help.
std::string ExitStatusHelp();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_EXIT_STATUS_H_
