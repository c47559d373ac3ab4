// A retry of a request always gets the first answer again. It is found in the log by its id, before any rule is
// checked.
#ifndef CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_
#define CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_

#include <string>

#include "absl/status/statusor.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// SHA-256 of what a request records: its cases and events. The id and the expectations are not part of it, because a
// retry may expect another revision.
std::string DigestOf(const v1::AppendRequest& request);

// ALREADY_EXISTS: the request with this id, which begins at position `first` of the log, recorded other content.
absl::Status UsedForOtherContent(const std::string& request_id, eventstore::Position first);

// Return the first answer to the request with this id, which begins at position `first` of the log.
//   kAlreadyExists  it recorded something other than `request`, whose DigestOf is `digest`.
absl::StatusOr<v1::AppendResponse> AnswerAgain(const eventstore::EventLog& log, const v1::AppendRequest& request,
                                               const std::string& digest, eventstore::Position first);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_
