// Why a log takes no writes: part of the status of an append of which nothing was recorded.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_WRITE_STOP_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_WRITE_STOP_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

enum class WriteStop {
  kClock = 1,        // kFailedPrecondition: the clock stepped, until an operator confirms it
  kDisk = 2,         // kResourceExhausted: too little free space, until there is more
  kKeys = 3,         // kFailedPrecondition: the store of keys failed; new streams only, until a new process
  kFailedWrite = 4,  // kFailedPrecondition: a write failed, until a new process
  kFork = 5,         // kDataLoss: another history of this log is known, until a new process
};

// An append, or any append, is refused for this reason, with the code above: nothing of it was recorded.
absl::Status WriteStopError(WriteStop why, absl::string_view message);

// The reason that `status` carries. Absent: it is about something else.
std::optional<WriteStop> WriteStopOf(const absl::Status& status);

// The payload of a status that carries it, for those who hand payloads on.
inline constexpr absl::string_view kWriteStopPayload = "casejournal.eventstore/WriteStop";

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_WRITE_STOP_H_
