// Reports a failure of a data directory, or of a file, as a line and an exit code.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_LOCAL_FAILURE_H_
#define CASEJOURNAL_SERVICES_CONSOLE_LOCAL_FAILURE_H_

#include "absl/status/status.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Print `failure`, from opening a journal, to standard error, and return its exit code.
ExitStatus ExplainLocalFailure(const absl::Status& failure);

// Print `failure`, from writing a file that a person named, to standard error, and return its exit code.
ExitStatus ExplainFileFailure(const absl::Status& failure);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_LOCAL_FAILURE_H_
