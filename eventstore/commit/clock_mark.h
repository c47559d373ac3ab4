// What the record clock must remember across processes: up to which time it is closed, and whether it stopped.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_CLOCK_MARK_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_CLOCK_MARK_H_

#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/storage/kept_file.h"

namespace casejournal::eventstore {

// Why appends stopped until an operator confirms the clock.
enum class ClockStop : uint8_t { kNone = 0, kForward = 1, kBehind = 2 };

// Times are microseconds since 1970-01-01 UTC.
struct ClockMark {
  // No later event may get a time before this one.
  int64_t closed_us = std::numeric_limits<int64_t>::min();
  ClockStop stop = ClockStop::kNone;
  int64_t stop_by_us = 0;  // how far the clock was off

  bool operator==(const ClockMark&) const = default;
};

// Return the mark in the file at `path`. If the file does not exist, nothing is closed or stopped.
//   kDataLoss  it is damaged.
absl::StatusOr<ClockMark> ReadClockMark(const std::string& path);
// As KeptFile::Write.
absl::Status WriteClockMark(KeptFile& file, const ClockMark& mark);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_CLOCK_MARK_H_
