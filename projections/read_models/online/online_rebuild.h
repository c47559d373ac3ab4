// Rebuilds the read models of a server beside those that it serves.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_ONLINE_ONLINE_REBUILD_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_ONLINE_ONLINE_REBUILD_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "projections/read_models/rebuild.h"
#include "projections/read_models/stream_build.h"
#include "projections/read_models/worker.h"

namespace casejournal::projections {

struct OnlineRebuildOptions {
  size_t threads = 1;          // that build
  uint64_t reserve_bytes = 0;  // that must stay free on the disk
};

// Build the read models that `worker` feeds once more, in `<directory>.making`, while it feeds the old ones and they
// are read. Bring both to the same position, compare row by row, and let the new ones serve; the old ones are kept as
// `<directory>.old` instead of earlier ones. Readers wait for a moment while they are replaced. `progress` is called as
// BuildProgress, and false ends the rebuild. One at a time.
//   kCancelled          `progress` returned false.
//   kResourceExhausted  the disk has no space for them, beside the reserve.
//   kUnavailable        they cannot be written or replaced now.
//   kUnimplemented      the log has an event that this program does not know.
//   kDataLoss           the log fails a check.
// After an error, those that were in use are in use, and what was built is removed. If the process ends at any point,
// the next one serves those that were in use, or the new ones, and the next rebuild begins anew.
absl::StatusOr<RebuildReport> RebuildInUse(const eventstore::EventLog& log, Worker& worker,
                                           const OnlineRebuildOptions& options, BuildProgress progress);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_ONLINE_ONLINE_REBUILD_H_
