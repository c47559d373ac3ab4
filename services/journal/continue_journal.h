// Continues a journal that was restored to an older state, as a new log whose first entry records this
// (eventstore/recovery/continue_log.h).
#ifndef CASEJOURNAL_SERVICES_JOURNAL_CONTINUE_JOURNAL_H_
#define CASEJOURNAL_SERVICES_JOURNAL_CONTINUE_JOURNAL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

struct ContinueOptions {
  std::string directory;
  std::string checkpoint_copy;  // as EventLogOptions
  // The last checkpoint that is known to have been published, as a signed note. Empty: checkpoints/latest.
  std::string checkpoint;
  eventstore::MasterKeySource master_keys = {};  // as EventLogOptions
  // The operator's words.
  std::string reason;
};

// Return what the first entry of the new log will say. Changes nothing. Errors as PlanContinuation.
absl::StatusOr<event::v1::JournalContinued> PlanContinuedJournal(const ContinueOptions& options);

// Continue the journal this way. The entry is recorded at the next opening of the journal. If this is interrupted, call
// it again.
absl::Status ContinueJournal(const ContinueOptions& options, const event::v1::JournalContinued& continued);

// Record that entry, if it is due. For Journal::Open, before anything else is recorded.
absl::Status RecordContinuation(eventstore::EventLog& log, const std::string& directory);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_CONTINUE_JOURNAL_H_
