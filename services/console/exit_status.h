// What the program's exit code says. This is the one place where the numbers are given; scripts
// rely on them.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_EXIT_STATUS_H_
#define CASEJOURNAL_SERVICES_CONSOLE_EXIT_STATUS_H_

#include <string>

namespace casejournal::services {

enum class ExitStatus : int {
  kOk = 0,
  kFailure = 1,          // what no other number says
  kUsage = 2,            // the command line is wrong
  kMalformed = 3,        // the input is wrong, whatever the journal holds (INVALID_ARGUMENT)
  kRefused = 4,          // rules refuse it (FAILED_PRECONDITION)
  kConflict = 5,         // a case is not at its expected revision (ABORTED)
  kNotFound = 6,         // no such case, number, part or position (NOT_FOUND, OUT_OF_RANGE)
  kUnavailable = 7,      // no answer, or not now (UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, or WritesStopped)
  kDataLoss = 8,         // something fails its proof (DATA_LOSS)
  kRequestIdTaken = 9,   // the request id was used for other content (ALREADY_EXISTS)
  kDirectoryInUse = 10,  // another process has the data directory open
  kUnknownFormat = 11,   // the data directory is in a format that this program cannot read
  kReadOnly = 12,        // the data directory cannot be written
  kDiskFull = 13,        // too little space is left
};

// The exit code for a canonical status code; absl's and gRPC's numbers are the same.
ExitStatus ExitStatusOf(int canonical_code);

// The numbers and their meanings, a line each, for --help.
std::string ExitStatusHelp();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_EXIT_STATUS_H_
