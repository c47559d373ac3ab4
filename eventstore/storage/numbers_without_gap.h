// Finds what a write-ahead log that is missing, empty, or cut off at the end of a group took with it. RocksDB replays
// the others as if it had never been: no checksum fails. But the numbers of a family go up one by one, whatever is in
// tables goes up to one group for all families (Database is flushed as a whole), and each log says where it begins.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_NUMBERS_WITHOUT_GAP_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_NUMBERS_WITHOUT_GAP_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/wal_scan.h"

namespace casejournal::eventstore {

// Called with each number that is there and its value.
using NumberSeen = absl::FunctionRef<absl::Status(uint64_t number, absl::string_view value)>;

// Requires of a family whose keys are numbers of eight bytes from 0 on: each number is there from the one before the
// first that a write-ahead log has to the last, and the beginning of each log is not beyond that. Reads no more than
// what was in the logs. `logs`: as ScanWriteAheadLogs found them before the database was opened.
//   kDataLoss  there is a gap; the text names the number and the log behind it.
//   Others     of reading, or of `seen`.
absl::Status RequireNoGap(const Database& database, Family family, const std::vector<LogBeginning>& logs,
                          NumberSeen seen);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_NUMBERS_WITHOUT_GAP_H_
