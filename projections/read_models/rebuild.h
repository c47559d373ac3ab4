// Builds the read models anew from position 0, beside those in use, and compares.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_REBUILD_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_REBUILD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/event_log.h"

namespace casejournal::projections {

struct RebuildReport {
  eventstore::Position events = 0;  // read from the log
  uint64_t rows = 0;                // built
  // Keys of rows that the old read models held otherwise, at the same position; at most 100 are named. Empty, and
  // `compared` true: the same bytes.
  std::vector<std::string> differences;
  bool compared = false;  // false: there were none, they could not be read, or they were made from another log
  std::string kept_as;    // where the old ones are now; empty: there were none
};

// Where the read models of this program's version are, in a journal's directory.
std::string ReadModelDirectory(const std::string& data_directory);

// Builds in `<directory>.new`, brings the old ones to the same position and compares row by row, then puts the new ones
// in their place and keeps the old as `<directory>.old`, in place of those that were kept so before. On failure those
// in use are untouched.
absl::StatusOr<RebuildReport> Rebuild(const eventstore::EventLog& log, const std::string& directory,
                                      absl::FunctionRef<void(uint64_t done, uint64_t total)> progress);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_REBUILD_H_
