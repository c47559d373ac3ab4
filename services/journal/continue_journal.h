// Lets a journal that was restored to an older state go on, as a new log whose first entry says so
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
  // The last checkpoint that is known to have been published: a signed note; empty: checkpoints/latest.
  std::string checkpoint;
  // The operator's words.
  std::string reason;
};

// What the first entry of the new log will say. Changes nothing. Errors as PlanContinuation.
absl::StatusOr<event::v1::JournalContinued> PlanContinuedJournal(const ContinueOptions& options);

// Makes the journal go on so. The entry is recorded when the journal is opened next. Whoever is interrupted repeats it.
absl::Status ContinueJournal(const ContinueOptions& options, const event::v1::JournalContinued& continued);

// Records that entry, if one is due. For Journal::Open, before anything else is recorded.
absl::Status RecordContinuation(eventstore::EventLog& log, const std::string& directory);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_CONTINUE_JOURNAL_H_
