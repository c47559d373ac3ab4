// Details of errors. They travel as payloads of a status from the rule to the wire, where error_size.h cuts them.
#ifndef CASEJOURNAL_SERVICES_ERRORS_ERROR_DETAILS_H_
#define CASEJOURNAL_SERVICES_ERRORS_ERROR_DETAILS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "casejournal/v1/errors.pb.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::services {

// INVALID_ARGUMENT naming the fields. Requires at least one. `violations` are of the events that rules reject although
// others are malformed.
absl::Status BadRequestError(const std::vector<v1::FieldError>& fields,
                             const std::vector<v1::Violation>& violations = {});

// FAILED_PRECONDITION naming the rules. Requires at least one violation.
absl::Status RefusalError(const std::vector<v1::Violation>& violations);

// ABORTED: ids that the events name changed after `since`. Requires at least one id.
absl::Status TouchedError(const std::string& case_id, eventstore::Revision since, eventstore::Revision actual,
                          const std::vector<std::string>& touched_ids);
// ABORTED: the case is at `actual`, not at `expected`. An absent revision means that the case does not exist.
absl::Status ConflictError(const std::string& case_id, std::optional<eventstore::Revision> expected,
                           std::optional<eventstore::Revision> actual);

// `status`, which a limit caused, with the advice to try again after some time (v1::RetryInfo).
absl::Status RetryAfter(absl::Status status, absl::Duration delay);

// Return whether the journal rejects writes, so that nothing of the request was recorded (WritesStopped).
bool SaysWritesStopped(const absl::Status& status);

// Convert all of `status`, which is not OK: code, message (without_paths.h), and details, of any size. The details of
// google.rpc that every error has come last: ErrorInfo with the reason (error_reason.h), and LocalizedMessage.
v1::ErrorStatus ToErrorStatus(const absl::Status& status);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_ERROR_DETAILS_H_
