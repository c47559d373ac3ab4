// Files that only their owner may read.
#ifndef CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_
#define CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_

#include <string>

namespace casejournal::services {

// From now on, only the owner can read the files (0600) and directories (0700) that this process creates. Existing
// files do not change: EventLog::Open restricts those of a journal.
void KeepFilesPrivate();

// Whether other users of this machine may read the file at `path`. False if it is no regular file.
bool OthersMayRead(const std::string& path);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_PRIVATE_FILES_H_
