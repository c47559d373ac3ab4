// Tells a torn tail from corruption in RocksDB's write-ahead log, before RocksDB reads it. Its point-in-time recovery
// stops at the first bad record and silently drops what follows, acknowledged or not; what follows is what we look for.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_WAL_SCAN_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_WAL_SCAN_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// Where a write-ahead log begins: the first number that it has in each family whose keys are numbers of eight bytes, by
// the id of the family; of the first group that has any. What is before it must be elsewhere (numbers_without_gap.h).
struct LogBeginning {
  std::string path;
  std::map<uint32_t, uint64_t> first_numbers;
};

// Scans the fragments of every write-ahead log in a RocksDB directory, oldest first. OK: each is whole, or its end is
// torn, as a power cut leaves the one group that was in flight; the beginnings of those that have one, oldest first.
//   kDataLoss     a group begins intact after a bad place: a hole in acknowledged groups. Names file and offset.
//   kUnavailable  one cannot be read. Names file and offset.
absl::StatusOr<std::vector<LogBeginning>> ScanWriteAheadLogs(const std::string& rocksdb_directory);

// Whether nothing was ever written into a write-ahead log: it has no byte but zeros. Errors as ScanWriteAheadLogs.
absl::StatusOr<bool> IsEmptyLog(const std::string& path);

// Requires what follows the last group of each write-ahead log to be zeros, or enough to be a torn group. Nothing reads
// what is there, and the next start drops it; but a byte that is not as it was written is worth a finding.
//   kDataLoss  a few bytes are neither.
absl::Status ScanForStrayBytes(const std::string& rocksdb_directory);

// Requires the manifest that CURRENT names, which has the same form, to be whole.
//   kDataLoss  it is not.
absl::Status ScanManifest(const std::string& rocksdb_directory);

enum class TornEnd { kAllowed, kRefused };

// The same for the bytes of one file.
absl::Status ScanFragments(absl::string_view bytes, TornEnd torn_end, absl::string_view name);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_WAL_SCAN_H_
