// A growing tree as the files of C2SP tlog-tiles, without entries.
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

// New tiles are gathered in a directory beside the others, and take their places in Finish: until then nothing that was
// there is changed. A full tile never changes. Not for concurrent use.
class TileFiles {
 public:
  // Goes on behind the first `size` leaves, whose tiles are in `directory`. kDataLoss: one is missing, malformed, or
  // does not lead to `root`.
  static absl::StatusOr<TileFiles> Open(const std::string& directory, uint64_t size, const eventstore::Hash& root);

  absl::Status Append(const eventstore::Hash& leaf);

  uint64_t size() const { return range_.size(); }
  eventstore::Hash Root() const { return range_.Root(); }

  // Writes the partial tiles of the right edge, and puts all new ones in their places.
  absl::Status Finish();

 private:
  explicit TileFiles(const std::string& directory) : directory_(directory), fresh_(directory + "/fresh") {}
  absl::Status Write(int level, uint64_t index, const std::vector<eventstore::Hash>& hashes) const;
  absl::Status Add(size_t level, const eventstore::Hash& hash);

  std::string directory_;
  std::string fresh_;  // where new tiles are gathered
  eventstore::CompactRange range_;
  // Per tile level: the hashes of its last tile, fewer than 256, and that tile's index.
  struct Edge {
    std::vector<eventstore::Hash> hashes;
    uint64_t index = 0;
  };
  std::vector<Edge> edges_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_TILE_FILES_H_
