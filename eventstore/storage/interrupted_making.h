// A journal whose making was interrupted is made anew. Only what is proved to hold no entry and no key in use is
// removed for that: whatever holds some is a journal, or a part of a backup that somebody restored.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_INTERRUPTED_MAKING_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_INTERRUPTED_MAKING_H_

#include "absl/status/status.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {

// Removes the databases that an interrupted making left in a directory of which CheckFormat says kNotFound.
//   kFailedPrecondition  one of them holds a file that is no part of a RocksDB.
//   kDataLoss            one of them holds an entry or a data key, or may.
//   In both cases nothing was changed.
absl::Status ClearInterruptedMaking(const DataPaths& paths);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_INTERRUPTED_MAKING_H_
