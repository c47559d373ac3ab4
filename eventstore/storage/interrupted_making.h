// Starts an interrupted creation of a journal again. Removes only what is proved to hold no entry and no key in use.
// Anything else is a journal, or a part of a restored backup.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_INTERRUPTED_MAKING_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_INTERRUPTED_MAKING_H_

#include "absl/status/status.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {

// Remove the databases that an interrupted creation left in a directory for which CheckFormat returns kNotFound.
//   kFailedPrecondition  one of them holds a file that is not part of a RocksDB.
//   kDataLoss            one of them holds an entry or a data key, or may hold one.
//   In both cases nothing was changed.
absl::Status ClearInterruptedMaking(const DataPaths& paths);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_INTERRUPTED_MAKING_H_
