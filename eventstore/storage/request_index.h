// Family `request`: where each request begins (LOG_FORMAT.md, "Families").
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_REQUEST_INDEX_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_REQUEST_INDEX_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

// The form of the family: 1 had rows by stream, and only for appends that expected any revision.
inline constexpr uint64_t kRequestIndexForm = 2;

// Return the form of the index according to the log, or nothing if no program of form 2 has opened it.
//   kDataLoss  the mark is malformed.
absl::StatusOr<std::optional<uint64_t>> RequestIndexForm(const Database& database);

// Rebuild the family from the headers of the log if it has an earlier form. Call it before the sequencer starts. If it
// is interrupted, the next call repeats it. `goes_on` is asked now and then.
//   kFailedPrecondition  the form is newer than this program knows; nothing was changed.
//   kCancelled           `goes_on` returned false.
//   kDataLoss            a record of the log is malformed.
absl::Status UpdateRequestIndex(
    Database& database, absl::FunctionRef<bool()> goes_on = [] { return true; });

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_REQUEST_INDEX_H_
