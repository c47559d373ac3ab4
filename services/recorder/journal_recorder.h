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

// Append and wait. Errors as EventLog::Append.
absl::StatusOr<eventstore::Appended> AppendAndWait(eventstore::EventLog& log, eventstore::LogAppend request);

// Append to the journal's own stream and wait. kAborted: another append came at the same time; nothing was recorded.
absl::Status AppendToJournalStream(eventstore::EventLog& log, std::vector<eventstore::NewEvent> events);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_JOURNAL_RECORDER_H_
