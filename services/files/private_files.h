// Makes new files in a data directory private to their owner.
#ifndef CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_
#define CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_

namespace casejournal::services {

// From now on, only the owner can read the files (0600) and directories (0700) that this process creates. Existing
// files do not change: EventLog::Open restricts those of a journal.
void KeepFilesPrivate();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_
