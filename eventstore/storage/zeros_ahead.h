// A file system for RocksDB that keeps its write-ahead logs filled with zeros ahead of what was written. A sync of a
// file that grew writes its inode too, as a second write after the first; one that overwrites zeros writes only its
// data.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_ZEROS_AHEAD_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_ZEROS_AHEAD_H_

#include <rocksdb/env.h>

#include <cstddef>
#include <memory>

namespace casejournal::eventstore {

// How far ahead. After a crash so many zeros may stand at the end of a write-ahead log; a clean close cuts them off.
inline constexpr size_t kZerosAheadBytes = size_t{256} << 10;

// The default file system, with that. Zeros that cannot be written, on a full disk, are left out: it is an append that
// fails then. Must outlive the databases that use it.
std::unique_ptr<rocksdb::Env> NewZerosAheadEnv();

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_ZEROS_AHEAD_H_
