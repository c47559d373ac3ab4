// How a log is opened.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_LOG_OPTIONS_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_LOG_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"

namespace casejournal::eventstore {

struct EventLogOptions {
  // Everything of the journal is in here: docs/ARCHITECTURE.md names the files.
  std::string directory;
  // A second file for the newest checkpoint that was published: on another disk or host, so that a restore of the whole
  // directory to an older state is noticed. Empty: none.
  std::string checkpoint_copy;
  // Microseconds since 1970-01-01 UTC. Tests give their own.
  std::function<int64_t()> now_us;
  // Microseconds of a clock that only runs forward, to tell a step of `now_us`. Tests give their own.
  std::function<int64_t()> steady_us;
  // Appends are refused while the file system has less free space than this.
  uint64_t disk_reserve_bytes = uint64_t{256} << 20;
  // Appends are refused while more requests than this wait, or more bytes of them.
  size_t queue_requests_max = 4096;
  size_t queue_bytes_max = size_t{64} << 20;
  // Told when the log stops taking writes, with a WriteStopError, and when it takes them again, with OK: once for each
  // change, by the thread that finds it out, in an append or in Writable. Must not block, nor call the log.
  std::function<void(const absl::Status&)> on_writes;
  // The operator says that the clock is right although it stepped.
  bool clock_step_confirmed = false;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_LOG_OPTIONS_H_
