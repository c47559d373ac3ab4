// Memory that only this process may read.
#ifndef CASEJOURNAL_SERVICES_FILES_PRIVATE_MEMORY_H_
#define CASEJOURNAL_SERVICES_FILES_PRIVATE_MEMORY_H_

#include "absl/status/status.h"

namespace casejournal::services {

// From now on, a crash writes no image of the memory of this process, and other processes of the same user cannot read
// it (PR_SET_DUMPABLE; those of root can). For before a key is read.
//   kInternal  the system refuses; the message says what.
absl::Status KeepMemoryPrivate();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_PRIVATE_MEMORY_H_
