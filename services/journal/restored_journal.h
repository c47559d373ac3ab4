// Records that a journal was restored from a backup.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_RESTORED_JOURNAL_H_
#define CASEJOURNAL_SERVICES_JOURNAL_RESTORED_JOURNAL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/v1/access_service.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// The roles of administrators that count on `day` (YYYY-MM-DD) in the log, which no process has open. Nothing is
// recorded. Errors as EventLog::Open and ReadFoundations.
absl::StatusOr<std::vector<v1::GivenRole>> AdministratorsIn(eventstore::EventLogOptions options,
                                                            const std::string& day);

// If a restore left its mark in `directory` (restored_mark.h), record JournalRestored once, and remove the mark. Return
// whether there was one. The schema of the entry must have been adopted.
//   kDataLoss  the mark is damaged. Whether rights must be confirmed is not known then, so nothing may be served.
//   Others     as EventLog::Append.
absl::StatusOr<bool> RecordRestore(eventstore::EventLog& log, const std::string& directory);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_RESTORED_JOURNAL_H_
