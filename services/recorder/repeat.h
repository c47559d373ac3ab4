// A repeat of a request gets the first answer again, forever: found in the log by its id, before any rule is asked.
#ifndef CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_
#define CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_

#include <string>

#include "absl/status/statusor.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// SHA-256 of what a request records: its cases and events. Its id and its expectations are not in it: a repeat may
// expect another revision.
std::string DigestOf(const v1::AppendRequest& request);

// The answer that was given to the request of this id, which begins at position `first` of the log.
//   kAlreadyExists  it recorded something other than `request` asks for, of which `digest` is the DigestOf.
absl::StatusOr<v1::AppendResponse> AnswerAgain(const eventstore::EventLog& log, const v1::AppendRequest& request,
                                               const std::string& digest, eventstore::Position first);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_REPEAT_H_
