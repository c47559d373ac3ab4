// The only mapping from RocksDB's errors to ours.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_ROCKSDB_STATUS_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_ROCKSDB_STATUS_H_

#include <rocksdb/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// `doing` names the operation for the reader of the log: "reading position 12".
absl::Status FromRocksdb(const rocksdb::Status& status, absl::string_view doing);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_ROCKSDB_STATUS_H_
