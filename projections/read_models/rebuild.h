// Rebuilds the read models from position 0, next to those in use, and compares.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_REBUILD_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_REBUILD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventstore/event_log.h"

namespace casejournal::projections {

inline constexpr size_t kDifferencesMax = 100;

struct RebuildReport {
  eventstore::Position events = 0;  // read from the log
  uint64_t rows = 0;                // built
  // Keys of rows that differ in the old read models at the same position; at most kDifferencesMax. Empty, with
  // `compared` true: the same bytes.
  std::vector<std::string> differences;
  bool compared = false;  // false: no old ones, damaged, not readable now, or built from another log
  std::string kept_as;    // where the old ones are now; empty: there were none
  absl::Duration waited;  // how long readers waited while the old ones were replaced
};

// The directory of this version's read models, in a journal's directory.
std::string ReadModelDirectory(const std::string& data_directory);

// Build in `<directory>.new`, bring the old ones to the same position, and compare row by row. Then replace the old
// ones, which are kept as `<directory>.old` instead of earlier ones. After a failure those in use are unchanged. If it
// is killed, at any point, those in use or the new ones are there for a server, and the next rebuild begins anew.
absl::StatusOr<RebuildReport> Rebuild(const eventstore::EventLog& log, const std::string& directory,
                                      absl::FunctionRef<void(uint64_t done, uint64_t total)> progress);

// If a rebuild of `directory` was killed between its two renames, so that nothing is there: use what it built. Rows
// that are missing follow from the log. Does nothing otherwise.
absl::Status FinishSwap(const std::string& directory);

// Remove what a rebuild beside a server left when the process ended: `<directory>.making`, which nothing uses.
absl::Status RemoveUnfinished(const std::string& directory);

// What became of a due list.
struct DueListCheck {
  bool exists = false;
  std::string why;       // it was put away; empty: it is sound and of this log
  std::string put_away;  // where it is now
};

// Read the whole due list in `directory`. If it is damaged, or of another log, put it away; a server makes it again. No
// program may use it meanwhile.
absl::StatusOr<DueListCheck> CheckDueList(const eventstore::EventLog& log, const std::string& directory);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_REBUILD_H_
