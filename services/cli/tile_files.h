// A growing tree as the files of C2SP tlog-tiles, without entries.
#ifndef CASEJOURNAL_SERVICES_CLI_TILE_FILES_H_
#define CASEJOURNAL_SERVICES_CLI_TILE_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/tree/compact_range.h"
#include "eventstore/tree/hash.h"
#include "eventstore/tree/tile.h"

namespace casejournal::services {

// Writes full tiles as they fill up; a full tile never changes. Not for concurrent use.
class TileFiles {
 public:
  // Goes on behind the first `size` leaves, a multiple of 256, whose tiles are in `directory`; they are read, not checked: the
  // root says whether they are right. kDataLoss: one is missing or malformed.
  static absl::StatusOr<TileFiles> Open(const std::string& directory, uint64_t size);

  absl::Status Append(const eventstore::Hash& leaf);

  uint64_t size() const { return range_.size(); }
  eventstore::Hash Root() const { return range_.Root(); }

  // Writes the partial tiles of the right edge.
  absl::Status Finish();

 private:
  explicit TileFiles(std::string directory) : directory_(std::move(directory)) {}
  absl::Status Write(int level, uint64_t index, const std::vector<eventstore::Hash>& hashes) const;
  absl::Status Add(size_t level, const eventstore::Hash& hash);

  std::string directory_;
  eventstore::CompactRange range_;
  // Per tile level: the hashes of its last tile, fewer than 256, and that tile's index.
  struct Edge {
    std::vector<eventstore::Hash> hashes;
    uint64_t index = 0;
  };
  std::vector<Edge> edges_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLI_TILE_FILES_H_
