// Builds read models from position 0 in several threads, each with streams of its own.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_STREAM_BUILD_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_STREAM_BUILD_H_

#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "eventstore/event_log.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::projections {

// Called by the thread that builds or waits, about ten times a second and at the end: how many entries are done. False
// ends the work.
using BuildProgress = absl::FunctionRef<bool(uint64_t done, uint64_t total)>;

// As many as there are processors, but at most 8.
size_t BuildThreadsMax();

// Fill `store`, which has no rows, with those of the first `size` entries of `log`: the same rows and checkpoints as a
// Feeder makes (worker.h). A row with the id of a case is made from that case alone, and every other row has a constant
// value, so it does not matter which stream comes first. Each case is read once, whole, by one thread.
//   kCancelled  `progress` returned false.
//   Others      as Feeder::Step. The checkpoints are then at 0.
absl::Status BuildByStreams(const eventstore::EventLog& log, ReadModelStore& store, uint64_t size, size_t threads,
                            BuildProgress progress);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_STREAM_BUILD_H_
