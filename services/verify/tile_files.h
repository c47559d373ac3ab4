// A growing tree as files of C2SP tlog-tiles, without entries.
#ifndef CASEJOURNAL_SERVICES_VERIFY_TILE_FILES_H_
#define CASEJOURNAL_SERVICES_VERIFY_TILE_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/tile.h"

namespace casejournal::services {

// New tiles are collected in a separate directory until Finish moves them into place; until then, no existing file
// changes. A full tile never changes. Not for concurrent use.
class TileFiles {
 public:
  // Continue after the first `size` leaves, whose tiles are in `directory`.
  //   kDataLoss  a tile is missing or malformed, or the tiles do not give `root`.
  static absl::StatusOr<TileFiles> Open(const std::string& directory, uint64_t size, const eventstore::Hash& root);

  absl::Status Append(const eventstore::Hash& leaf);

  uint64_t size() const { return range_.size(); }
  eventstore::Hash Root() const { return range_.Root(); }

  // Write the partial tiles of the right edge, and move all new tiles into place.
  absl::Status Finish();

 private:
  explicit TileFiles(const std::string& directory) : directory_(directory), fresh_(directory + "/fresh") {}
  absl::Status Write(int level, uint64_t index, const std::vector<eventstore::Hash>& hashes) const;
  absl::Status Add(size_t level, const eventstore::Hash& hash);

  std::string directory_;
  std::string fresh_;  // the directory in which new tiles are collected
  eventstore::CompactRange range_;
  // For each tile level: the hashes of its last tile (fewer than 256), and the index of that tile.
  struct Edge {
    std::vector<eventstore::Hash> hashes;
    uint64_t index = 0;
  };
  std::vector<Edge> edges_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_TILE_FILES_H_
