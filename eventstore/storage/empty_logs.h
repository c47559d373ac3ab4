// RocksDB creates a write-ahead log at each opening and keeps the earlier ones until something is flushed. If nothing
// is written between openings, they accumulate.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_EMPTY_LOGS_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_EMPTY_LOGS_H_

#include <string>

#include "absl/status/status.h"

namespace casejournal::eventstore {

// Remove the empty write-ahead logs of a RocksDB directory. No process may have it open. A missing directory has none.
// The caller must check first whether one of them should have content.
absl::Status RemoveEmptyLogs(const std::string& rocksdb_directory);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_EMPTY_LOGS_H_
