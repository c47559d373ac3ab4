// Details of errors, carried as payloads of a status from the rule that refuses to the wire, where error_size.h cuts
// them.
#ifndef CASEJOURNAL_SERVICES_ERRORS_ERROR_DETAILS_H_
#define CASEJOURNAL_SERVICES_ERRORS_ERROR_DETAILS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "casejournal/v1/errors.pb.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::services {

// INVALID_ARGUMENT naming the fields. Requires at least one.
absl::Status BadRequestError(const std::vector<v1::FieldError>& fields);

// FAILED_PRECONDITION naming the rules. Requires at least one violation.
absl::Status RefusalError(const std::vector<v1::Violation>& violations);

// ABORTED: what the events name was touched after `since`. Requires at least one id.
absl::Status TouchedError(const std::string& case_id, eventstore::Revision since, eventstore::Revision actual,
                          const std::vector<std::string>& touched_ids);
// ABORTED: the case is at `actual`, not at `expected`; absent: it does not exist.
absl::Status ConflictError(const std::string& case_id, std::optional<eventstore::Revision> expected,
                           std::optional<eventstore::Revision> actual);

// Whether the journal takes no writes, and nothing of the request was recorded (WritesStopped).
bool SaysWritesStopped(const absl::Status& status);

// The whole of `status`: code, message (without_paths.h), and details, of any size.
v1::ErrorStatus ToErrorStatus(const absl::Status& status);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_ERROR_DETAILS_H_
