// What a command makes in a data directory is for its owner alone.
#ifndef CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_
#define CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_

namespace casejournal::services {

// From now on every file that this process makes can be read by its owner only (0600), every directory as well (0700).
// Files that exist stay as they are: EventLog::Open sees to those of a journal.
void KeepFilesPrivate();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_
