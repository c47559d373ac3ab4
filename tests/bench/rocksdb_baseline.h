// The baselines for the disk: one thread with bare RocksDB that writes the same bytes in synced groups, or reads rows.
#ifndef CASEJOURNAL_TESTS_BENCH_ROCKSDB_BASELINE_H_
#define CASEJOURNAL_TESTS_BENCH_ROCKSDB_BASELINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/load.h"

namespace casejournal::services {

// Write groups of `group` events to a new database in `directory`, with one sync per group. Each event is a record of
// `record_bytes` under a sequential key, and an index entry of 33 bytes in a second column family.
absl::StatusOr<LoadResult> WriteSyncedGroups(const std::string& directory, size_t group, size_t record_bytes,
                                             absl::Duration duration);

// Iterate over all records of that database.
absl::StatusOr<LoadResult> ReadAllRecords(const std::string& directory);

// Get `reads` rows one by one, in random order, from a new database in `directory` with `rows` rows of `row_bytes`. The
// time to write the rows is not counted.
absl::StatusOr<LoadResult> GetRowsOneByOne(const std::string& directory, size_t rows, size_t row_bytes, size_t reads);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ROCKSDB_BASELINE_H_
