// RocksDB makes a write-ahead log at each opening and keeps those before it until something is flushed. Where nothing
// is written between openings they pile up, one for each.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_EMPTY_LOGS_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_EMPTY_LOGS_H_

#include <string>

#include "absl/status/status.h"

namespace casejournal::eventstore {

// Removes the write-ahead logs of a RocksDB directory that have no byte. Nobody may have it open. A directory that is
// not there has none. Whether one of them should have bytes is for the caller to find out before.
absl::Status RemoveEmptyLogs(const std::string& rocksdb_directory);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_EMPTY_LOGS_H_
