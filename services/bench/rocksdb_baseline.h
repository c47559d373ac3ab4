// The baseline for the disk: one thread that writes the same bytes to a bare RocksDB in synced groups.
#ifndef CASEJOURNAL_SERVICES_BENCH_ROCKSDB_BASELINE_H_
#define CASEJOURNAL_SERVICES_BENCH_ROCKSDB_BASELINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/bench/load.h"

namespace casejournal::services {

// Writes groups of `group` events, each a record of `record_bytes` under a sequential key and an index entry of 33 bytes
// in a second family, with one sync per group, in a new database in `directory`.
absl::StatusOr<LoadResult> WriteSyncedGroups(const std::string& directory, size_t group, size_t record_bytes,
                                             absl::Duration duration);

// Iterates over all records of that database.
absl::StatusOr<LoadResult> ReadAllRecords(const std::string& directory);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_BENCH_ROCKSDB_BASELINE_H_
