// Detects what was lost with a write-ahead log that is missing, empty, or truncated at the end of a group. RocksDB
// replays the others as if it had never existed, and no checksum fails. But the numbers of a family increase one by
// one, tables hold everything up to one group in all families (Database is flushed as a whole), and each log states
// where it begins.
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

// Called with each existing number and its value.
using NumberSeen = absl::FunctionRef<absl::Status(uint64_t number, absl::string_view value)>;

// Check a family whose keys are 8-byte numbers from 0 on. Every number must exist, from the one before the first in a
// write-ahead log to the last, and no log may begin after that. Reads only what was in the logs. `logs` is what
// ScanWriteAheadLogs found before the database was opened.
//   kDataLoss  there is a gap; the message names the number and the log after it.
//   Others     from reading, or from `seen`.
absl::Status RequireNoGap(const Database& database, Family family, const std::vector<LogBeginning>& logs,
                          NumberSeen seen);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_NUMBERS_WITHOUT_GAP_H_
