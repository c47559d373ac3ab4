// Attests a proved backup in the journal.
#ifndef CASEJOURNAL_SERVICES_BACKUPS_BACKUP_RECORD_H_
#define CASEJOURNAL_SERVICES_BACKUPS_BACKUP_RECORD_H_

#include "absl/status/statusor.h"
#include "eventstore/backup/generation.h"
#include "eventstore/event_log.h"
#include "services/access/caller.h"

namespace casejournal::services {

// Record BackupProved for `made`, and return its position. `caller`: who asked for the backup; without a subject: the
// operator of the machine.
//   Others  as EventLog::Append. Nothing was recorded, except perhaps after kUnavailable.
absl::StatusOr<eventstore::Position> RecordBackupProved(eventstore::EventLog& log, const eventstore::Generation& made,
                                                        const Caller& caller);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_BACKUPS_BACKUP_RECORD_H_
