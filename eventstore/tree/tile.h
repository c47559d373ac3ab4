#ifndef CASEJOURNAL_EVENTSTORE_TREE_TILE_H_
#define CASEJOURNAL_EVENTSTORE_TREE_TILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/tree/hash.h"
#include "eventstore/tree/node.h"

// The tree in tiles, as in C2SP tlog-tiles. A tile is up to 256 consecutive hashes of one tree level that is a multiple
// of 8, and represents the 8 levels above them. Pure.
namespace casejournal::eventstore {

inline constexpr int kTileHeight = 8;
inline constexpr int kTileWidth = 1 << kTileHeight;

// Tile `index` of tile level L holds the nodes of tree level 8 * L from 256 * index, 256 of them
// when full. 0 <= level <= 7 in any tree of fewer than 2^64 leaves.
struct TileId {
  int level = 0;
  uint64_t index = 0;

  friend bool operator==(const TileId&, const TileId&) = default;
};

// The run of a tile's bottom hashes, [first, first + width), whose root is a node.
struct TilePlace {
  int first = 0;
  int width = 1;

  friend bool operator==(const TilePlace&, const TilePlace&) = default;
};

// The tile from which `node` is computed, and the node's place in it. A node on a tree level that
// is a multiple of 8 is a bottom hash of its tile (width 1), not the root of the tile below.
TileId TileOf(NodeId node);
TilePlace PlaceInTile(NodeId node);

// How many hashes tile `tile` has in a tree of `size` leaves: 0 (no such tile) to 256 (full).
int TileWidthAt(TileId tile, uint64_t size);

// The hash of `node` from the hashes of TileOf(node), with up to 127 hash operations. Requires that `tile_hashes` reach
// to the end of PlaceInTile(node); aborts otherwise.
Hash NodeInTile(NodeId node, absl::Span<const Hash> tile_hashes);

// The bytes of a tile as stored and served: its hashes, one after another.
std::string FormatTile(absl::Span<const Hash> tile_hashes);

// kDataLoss unless `bytes` are 1 to 256 complete hashes.
absl::StatusOr<std::vector<Hash>> ParseTile(absl::string_view bytes);

// The path under which a tile of `width` hashes (1 to 256) is served: "tile/0/x001/x234/067" when
// full, "tile/0/x001/x234/067.p/8" when partial.
std::string TilePath(TileId tile, int width);

// A tile with all its inner nodes hashed (511 if full, 16 KiB), so that repeated proofs hash nothing. Immutable, so
// safe for concurrent use.
class ExpandedTile {
 public:
  // kInvalidArgument unless `tile_hashes` are 1 to 256. Up to 255 hash operations.
  static absl::StatusOr<ExpandedTile> Expand(TileId id, absl::Span<const Hash> tile_hashes);

  TileId id() const { return id_; }
  int width() const { return width_; }

  // Return the hash of `node`, which may also be the root of a full tile. kOutOfRange: the node is not in this tile, or
  // not complete in it.
  absl::StatusOr<Hash> Node(NodeId node) const;

 private:
  ExpandedTile(TileId id, absl::Span<const Hash> tile_hashes);

  TileId id_;
  int width_;
  // Row by row from the bottom; row h has width_ >> h nodes and begins at row_begin_[h].
  std::vector<Hash> nodes_;
  int row_begin_[kTileHeight + 1];
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_TILE_H_
