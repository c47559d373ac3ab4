#include "eventstore/proofs/tile.h"

#include <algorithm>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace casejournal::eventstore {
namespace {

uint64_t FirstBottomHash(NodeId node) { return node.index << (node.level % kTileHeight); }

}  // namespace

TileId TileOf(NodeId node) {
  return {.level = node.level / kTileHeight, .index = FirstBottomHash(node) >> kTileHeight};
}

TilePlace PlaceInTile(NodeId node) {
  return {.first = static_cast<int>(FirstBottomHash(node) % kTileWidth), .width = 1 << (node.level % kTileHeight)};
}

int TileWidthAt(TileId tile, uint64_t size) {
  const int tree_level = tile.level * kTileHeight;
  const uint64_t on_level = tree_level < 64 ? size >> tree_level : 0;
  if (tile.index > on_level >> kTileHeight) return 0;
  return static_cast<int>(std::min<uint64_t>(on_level - (tile.index << kTileHeight), uint64_t{kTileWidth}));
}

Hash NodeInTile(NodeId node, absl::Span<const Hash> tile_hashes) {
  const TilePlace place = PlaceInTile(node);
  if (static_cast<size_t>(place.first + place.width) > tile_hashes.size()) std::abort();
  if (place.width == 1) return tile_hashes[place.first];

  Hash row[kTileWidth / 2];
  for (int i = 0; i < place.width / 2; ++i) {
    row[i] = NodeHash(tile_hashes[place.first + 2 * i], tile_hashes[place.first + 2 * i + 1]);
  }
  for (int width = place.width / 4; width > 0; width /= 2) {
    for (int i = 0; i < width; ++i) row[i] = NodeHash(row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}

std::string FormatTile(absl::Span<const Hash> tile_hashes) {
  std::string bytes;
  bytes.reserve(tile_hashes.size() * sizeof(Hash));
  for (const Hash& hash : tile_hashes) absl::StrAppend(&bytes, AsBytes(hash));
  return bytes;
}

absl::StatusOr<std::vector<Hash>> ParseTile(absl::string_view bytes) {
  if (bytes.empty() || bytes.size() % sizeof(Hash) != 0 || bytes.size() > kTileWidth * sizeof(Hash)) {
    return absl::DataLossError(absl::StrCat("a tile has 1 to 256 hashes, not ", bytes.size(), " bytes"));
  }
  std::vector<Hash> hashes(bytes.size() / sizeof(Hash));
  for (size_t i = 0; i < hashes.size(); ++i) {
    const absl::string_view hash = bytes.substr(i * sizeof(Hash), sizeof(Hash));
    std::copy(hash.begin(), hash.end(), hashes[i].begin());
  }
  return hashes;
}

std::string TilePath(TileId tile, int width) {
  std::string index = absl::StrFormat("%03d", tile.index % 1000);
  for (uint64_t rest = tile.index / 1000; rest > 0; rest /= 1000) {
    index = absl::StrFormat("x%03d/%s", rest % 1000, index);
  }
  const std::string path = absl::StrCat("tile/", tile.level, "/", index);
  return width == kTileWidth ? path : absl::StrCat(path, ".p/", width);
}

absl::StatusOr<ExpandedTile> ExpandedTile::Expand(TileId id, absl::Span<const Hash> tile_hashes) {
  if (tile_hashes.empty() || tile_hashes.size() > kTileWidth) {
    return absl::InvalidArgumentError(absl::StrCat("a tile has 1 to 256 hashes, not ", tile_hashes.size()));
  }
  return ExpandedTile(id, tile_hashes);
}

ExpandedTile::ExpandedTile(TileId id, absl::Span<const Hash> tile_hashes)
    : id_(id), width_(static_cast<int>(tile_hashes.size())), nodes_(tile_hashes.begin(), tile_hashes.end()) {
  nodes_.reserve(2 * tile_hashes.size());
  row_begin_[0] = 0;
  for (int height = 1; height <= kTileHeight; ++height) {
    row_begin_[height] = static_cast<int>(nodes_.size());
    for (int i = 0; i < width_ >> height; ++i) {
      const int left = row_begin_[height - 1] + 2 * i;
      nodes_.push_back(NodeHash(nodes_[left], nodes_[left + 1]));
    }
  }
}

absl::StatusOr<Hash> ExpandedTile::Node(NodeId node) const {
  const int height = node.level - id_.level * kTileHeight;
  if (height >= 0 && height <= kTileHeight) {
    const uint64_t row_first = id_.index << (kTileHeight - height);
    const uint64_t row_width = static_cast<uint64_t>(width_ >> height);
    if (node.index >= row_first && node.index - row_first < row_width) {
      return nodes_[row_begin_[height] + (node.index - row_first)];
    }
  }
  return absl::OutOfRangeError(absl::StrCat("node ", node.level, ":", node.index, " is not complete in tile ",
                                            id_.level, ":", id_.index, " of width ", width_));
}

}  // namespace casejournal::eventstore
