// Makes what was written in directories survive a power failure.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_SYNCED_DIRECTORY_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_SYNCED_DIRECTORY_H_

#include <string>

#include "absl/status/status.h"

namespace casejournal::eventstore {

// Sync the names in a directory.
absl::Status SyncDirectory(const std::string& path);
// Sync every file and directory below `path`, and `path` itself.
absl::Status SyncTree(const std::string& path);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_SYNCED_DIRECTORY_H_
