// Records entries of the journal's own stream.
#ifndef CASEJOURNAL_SERVICES_RECORDER_JOURNAL_RECORDER_H_
#define CASEJOURNAL_SERVICES_RECORDER_JOURNAL_RECORDER_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"
#include "services/access/caller.h"

namespace casejournal::services {

// An entry of the journal's own stream, as this program records it.
eventstore::NewEvent JournalEntry(event::v1::JournalEvent event,
                                  event::v1::Authentication authentication = ByProgram());

// The same for what a caller asked for.
eventstore::NewEvent JournalEntryBy(const Caller& caller, event::v1::JournalEvent event);

// Append and wait. Errors as EventLog::Append.
absl::StatusOr<eventstore::Appended> AppendAndWait(eventstore::EventLog& log, eventstore::LogAppend request);

// Append to the journal's own stream and wait. kAborted: another append came at the same time; nothing was recorded.
absl::Status AppendToJournalStream(eventstore::EventLog& log, std::vector<eventstore::NewEvent> events);
// The same for one entry while the journal is served: after a conflict it is tried again. Return its position.
//   kAlreadyExists  `request_id` was recorded before.
absl::StatusOr<eventstore::Position> AppendToJournalStream(eventstore::EventLog& log,
                                                           const eventstore::Uuid& request_id,
                                                           const eventstore::NewEvent& event);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_JOURNAL_RECORDER_H_
