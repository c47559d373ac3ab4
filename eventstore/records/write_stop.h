// Why a log rejects writes. Part of the status of an append that recorded nothing.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_WRITE_STOP_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_WRITE_STOP_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

enum class WriteStop {
  kClock = 1,        // kFailedPrecondition: the clock stepped; until an operator confirms it
  kDisk = 2,         // kResourceExhausted: too little free space; until there is more
  kKeys = 3,         // kFailedPrecondition: the key store failed; new streams only; until a restart
  kFailedWrite = 4,  // kFailedPrecondition: a write failed; until a restart
  kFork = 5,         // kDataLoss: another history of this log is known; until a restart
};

// The error for an append that is rejected for this reason, with the code above. Nothing was recorded.
absl::Status WriteStopError(WriteStop why, absl::string_view message);

// Return the reason in `status`. Absent: the status is about something else.
std::optional<WriteStop> WriteStopOf(const absl::Status& status);

// The error for an append that waits when the log is closed (kUnavailable). Nothing of it was recorded.
absl::Status LogClosingError();
bool SaysLogClosing(const absl::Status& status);

// The payload of a status with a reason, for code that forwards payloads.
inline constexpr absl::string_view kWriteStopPayload = "casejournal.eventstore/WriteStop";
inline constexpr absl::string_view kLogClosingPayload = "casejournal.eventstore/LogClosing";

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_WRITE_STOP_H_
