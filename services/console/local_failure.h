// What went wrong with a data directory, in a line and an exit code.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_LOCAL_FAILURE_H_
#define CASEJOURNAL_SERVICES_CONSOLE_LOCAL_FAILURE_H_

#include "absl/status/status.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Says on standard error what `failure`, of opening a journal, means; returns the exit code for it.
ExitStatus ExplainLocalFailure(const absl::Status& failure);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_LOCAL_FAILURE_H_
