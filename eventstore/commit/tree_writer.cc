#include "eventstore/commit/tree_writer.h"

namespace casejournal::eventstore {

absl::StatusOr<TreeWriter> TreeWriter::Resume(const TreeReader& reader, uint64_t size) {
  TreeWriter writer;
  uint64_t nodes = size;  // complete nodes at this tile level
  for (int level = 0; nodes > 0; ++level, nodes >>= kTileHeight) {
    Level edge{.tile_index = nodes / kTileWidth};
    if (nodes % kTileWidth != 0) {
      absl::StatusOr<std::vector<Hash>> hashes = reader.TileHashes({level, edge.tile_index}, size);
      if (!hashes.ok()) return hashes.status();
      edge.hashes = *std::move(hashes);
    }
    writer.levels_.push_back(std::move(edge));
  }
  absl::StatusOr<CompactRange> range = CompactRange::Read(size, [&](NodeId node) { return reader.Node(node, size); });
  if (!range.ok()) return range.status();
  writer.range_ = *std::move(range);
  return writer;
}

void TreeWriter::Append(const Hash& leaf, StoreTile store) {
  AppendAt(0, leaf, store);
  range_.Append(leaf);
}

void TreeWriter::AppendAt(int level, const Hash& hash, StoreTile store) {
  if (levels_.size() <= static_cast<size_t>(level)) levels_.emplace_back();
  levels_[level].hashes.push_back(hash);
  if (levels_[level].hashes.size() < kTileWidth) return;

  Level& full = levels_[level];
  store({level, full.tile_index}, FormatTile(full.hashes));
  CompactRange tile;
  for (const Hash& node : full.hashes) tile.Append(node);
  const Hash root = tile.Root();
  full.hashes.clear();
  ++full.tile_index;
  AppendAt(level + 1, root, store);
}

}  // namespace casejournal::eventstore
