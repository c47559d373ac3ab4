// Reads nodes of the hash tree: full tiles from their family, the incomplete right edge from the headers of the log, so
// that the tree always has the length of the log.
#ifndef CASEJOURNAL_EVENTSTORE_READING_TREE_READER_H_
#define CASEJOURNAL_EVENTSTORE_READING_TREE_READER_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/proofs/node.h"
#include "eventstore/proofs/tile.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

// Safe for concurrent use. `database` must outlive it. Every call names a committed size of the log.
class TreeReader {
 public:
  explicit TreeReader(const Database& database) : database_(database) {}

  // Return the hash of a complete node of the tree with `size` leaves.
  //   kDataLoss  a tile or a header is missing or malformed.
  absl::StatusOr<Hash> Node(NodeId node, uint64_t size) const;

  // Return the bottom hashes of a tile that the tree with `size` leaves has.
  absl::StatusOr<std::vector<Hash>> TileHashes(TileId tile, uint64_t size) const;

 private:
  using TileKeyPair = std::pair<int, uint64_t>;

  // The known bottom hashes of the last incomplete tile that was read on a level.
  struct Edge {
    uint64_t tile_index = 0;
    std::vector<Hash> hashes;
  };

  absl::StatusOr<std::shared_ptr<const ExpandedTile>> FullTile(TileId tile) const;
  absl::StatusOr<std::vector<Hash>> StoredTile(TileId tile) const;
  absl::StatusOr<std::vector<Hash>> EdgeHashes(TileId tile, int width) const;
  // Add the bottom hashes [hashes.size(), width) of an incomplete tile.
  absl::Status Extend(TileId tile, int width, std::vector<Hash>& hashes) const;
  absl::Status ExtendFromHeaders(uint64_t first_leaf, int width, std::vector<Hash>& hashes) const;

  const Database& database_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<TileKeyPair, std::shared_ptr<const ExpandedTile>> full_ ABSL_GUARDED_BY(mutex_);
  mutable std::vector<Edge> edges_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_READING_TREE_READER_H_
