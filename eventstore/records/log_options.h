// The options of a log: where it is, its clocks, and its limits.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_LOG_OPTIONS_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_LOG_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "eventstore/records/master_key_source.h"

namespace casejournal::eventstore {

struct EventLogOptions {
  // Holds the whole journal. docs/ARCHITECTURE.md names the files.
  std::string directory;
  // Where the master keys are. Outside the directory, it has no file secrets/master.key.
  MasterKeySource master_keys = {};
  // A second file for the newest published checkpoint, on another disk or host, to detect a restore of the whole
  // directory to an older state. Empty: none.
  std::string checkpoint_copy;
  // Called with the error when a checkpoint could not be written to the copy for the first time, and with OK when the
  // copy has the newest checkpoint again. At the opening, by the thread that opens; later by any. Must not block and
  // must not call the log.
  std::function<void(const absl::Status&)> on_checkpoint_copy;
  // The same for checkpoints/latest, which is written before a checkpoint is given out.
  std::function<void(const absl::Status&)> on_checkpoint;
  // Microseconds since 1970-01-01 UTC. Tests set their own.
  std::function<int64_t()> now_us;
  // Microseconds of a monotonic clock, to detect a step of `now_us`. Tests set their own.
  std::function<int64_t()> steady_us;
  // Reject appends while the file system has less free space than this, or while fewer files can be created in it.
  uint64_t disk_reserve_bytes = uint64_t{256} << 20;
  uint64_t disk_reserve_files = 256;
  // Reject appends while more requests than this are waiting, or more bytes.
  size_t queue_requests_max = 4096;
  size_t queue_bytes_max = size_t{64} << 20;
  // Called once for each change: with a WriteStopError when the log stops accepting writes, and with OK when it accepts
  // them again. Runs on the thread that detects the change, in an append or in Writable. Must not block and must not
  // call the log.
  std::function<void(const absl::Status&)> on_writes;
  // The operator confirms that the clock is right although it stepped.
  bool clock_step_confirmed = false;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_LOG_OPTIONS_H_
