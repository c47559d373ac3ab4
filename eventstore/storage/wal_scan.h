// Distinguishes a torn tail from corruption in RocksDB's write-ahead log, before RocksDB reads it. RocksDB's
// point-in-time recovery stops at the first bad record and silently drops what follows, acknowledged or not. This scan
// looks for what follows.
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

// Where a write-ahead log begins: for each family with 8-byte numbers as keys, by the id of the family, the first
// number in the first group that has any. Earlier numbers must be elsewhere (numbers_without_gap.h).
struct LogBeginning {
  std::string path;
  std::map<uint32_t, uint64_t> first_numbers;
};

// Scan the fragments of every write-ahead log in a RocksDB directory, oldest first. OK: each log is complete, or its
// end is torn, as a power failure leaves the one group in flight. Return the beginnings of those that have one, oldest
// first.
//   kDataLoss     an intact group follows a bad place: a hole in acknowledged groups. Names file and offset. Or a log
//                 begins before an older one: it has the bytes of another log.
//   kUnavailable  a log cannot be read. Names file and offset.
absl::StatusOr<std::vector<LogBeginning>> ScanWriteAheadLogs(const std::string& rocksdb_directory);

// Return whether nothing was ever written to a write-ahead log: it has only zeros. Errors as ScanWriteAheadLogs.
absl::StatusOr<bool> IsEmptyLog(const std::string& path);

// Check that only zeros follow the last group of each write-ahead log, or enough bytes for a torn group. Nothing reads
// these bytes, and the next start drops them; but a changed byte should be reported.
//   kDataLoss  a few bytes are neither.
absl::Status ScanForStrayBytes(const std::string& rocksdb_directory);

// Check that the manifest that CURRENT names, which has the same format, is complete.
//   kDataLoss  it is not complete.
absl::Status ScanManifest(const std::string& rocksdb_directory);

// Return how many bytes of such a file come before its torn end: what follows them is no complete fragment, and no
// intact group. All of them, if it has no torn end. Errors as ScanWriteAheadLogs.
absl::StatusOr<uint64_t> BytesBeforeTornEnd(const std::string& path);

enum class TornEnd { kAllowed, kRefused };

// The same for the bytes of one file.
absl::Status ScanFragments(absl::string_view bytes, TornEnd torn_end, absl::string_view name);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_WAL_SCAN_H_
