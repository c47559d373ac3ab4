// The environment of the log's databases: a file system that fills its write-ahead logs with zeros ahead of the data. A
// sync of a file that grew also writes its inode, as a second write. A sync of overwritten zeros writes only the data.
// RocksDB ends the process at a time before 1970, so its clock shows none.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_ZEROS_AHEAD_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_ZEROS_AHEAD_H_

#include <rocksdb/env.h>

#include <cstddef>
#include <memory>

namespace casejournal::eventstore {

// The number of zeros ahead. After a crash, this many may be at the end of a write-ahead log. A clean close removes
// them.
inline constexpr size_t kZerosAheadBytes = size_t{256} << 10;

// The default file system with zeros ahead. Zeros that cannot be written on a full disk are omitted; then the append
// itself fails. It must outlive the databases that use it.
std::unique_ptr<rocksdb::Env> NewZerosAheadEnv();

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_ZEROS_AHEAD_H_
