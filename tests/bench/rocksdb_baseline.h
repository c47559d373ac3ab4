// The baselines for the disk: one thread with a bare RocksDB, which writes the same bytes in synced groups or reads
// rows.
#ifndef CASEJOURNAL_TESTS_BENCH_ROCKSDB_BASELINE_H_
#define CASEJOURNAL_TESTS_BENCH_ROCKSDB_BASELINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/load.h"

namespace casejournal::services {

// Writes groups of `group` events, each a record of `record_bytes` under a sequential key and an index entry of 33
// bytes in a second family, with one sync per group, in a new database in `directory`.
absl::StatusOr<LoadResult> WriteSyncedGroups(const std::string& directory, size_t group, size_t record_bytes,
                                             absl::Duration duration);

// Iterates over all records of that database.
absl::StatusOr<LoadResult> ReadAllRecords(const std::string& directory);

// Gets `reads` rows one by one, in random order, from a new database in `directory` with `rows` rows of `row_bytes`.
// Writing them is not in the time.
absl::StatusOr<LoadResult> GetRowsOneByOne(const std::string& directory, size_t rows, size_t row_bytes, size_t reads);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ROCKSDB_BASELINE_H_
