// The one mapping from RocksDB's errors to ours.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_ROCKSDB_STATUS_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_ROCKSDB_STATUS_H_

#include <rocksdb/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// `doing` says what was tried, for the reader of the log: "reading position 12".
//   kNotFound           no such key.
//   kDataLoss           what was read is damaged.
//   kPermissionDenied   the process may not write there, or the file system is read-only.
//   kResourceExhausted  the disk is full.
//   kUnavailable        another error of reading and writing, a lock that is held, or a busy database.
//   kInvalidArgument    an argument or a setting that RocksDB does not take.
//   kInternal           anything else.
absl::Status FromRocksdb(const rocksdb::Status& status, absl::string_view doing);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_ROCKSDB_STATUS_H_
