// A repeat of a request gets the first answer again, for ever: found in the log, before any rule is asked.
#ifndef CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_
#define CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// SHA-256 of what a request asks for: its cases, events and expectations; not its id.
std::string DigestOf(const v1::AppendRequest& request);

// The answer that `request` was given before, or nothing: looked for where its first case says it would be.
//   kAlreadyExists  the request id was used for something else.
absl::StatusOr<std::optional<v1::AppendResponse>> FindRepeat(const eventstore::EventLog& log,
                                                             const v1::AppendRequest& request,
                                                             const std::string& digest,
                                                             const eventstore::StreamHead& first_case);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_
