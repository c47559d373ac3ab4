#include "eventstore/reading/tree_reader.h"

#include "absl/strings/str_cat.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kFullTilesMax = 1024;

}  // namespace

absl::StatusOr<Hash> TreeReader::Node(NodeId node, uint64_t size) const {
  const TileId tile = TileOf(node);
  if (TileWidthAt(tile, size) == kTileWidth) {
    absl::StatusOr<std::shared_ptr<const ExpandedTile>> expanded = FullTile(tile);
    if (!expanded.ok()) return expanded.status();
    return (*expanded)->Node(node);
  }
  absl::StatusOr<std::vector<Hash>> hashes = TileHashes(tile, size);
  if (!hashes.ok()) return hashes.status();
  const TilePlace place = PlaceInTile(node);
  if (static_cast<size_t>(place.first + place.width) > hashes->size()) {
    return absl::OutOfRangeError("the tree node is not complete at this size");
  }
  return NodeInTile(node, *hashes);
}

absl::StatusOr<std::vector<Hash>> TreeReader::TileHashes(TileId tile, uint64_t size) const {
  const int width = TileWidthAt(tile, size);
  return width == kTileWidth ? StoredTile(tile) : EdgeHashes(tile, width);
}

absl::StatusOr<std::shared_ptr<const ExpandedTile>> TreeReader::FullTile(TileId tile) const {
  const TileKeyPair key(tile.level, tile.index);
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = full_.find(key); found != full_.end()) return found->second;
  }
  absl::StatusOr<std::vector<Hash>> hashes = StoredTile(tile);
  if (!hashes.ok()) return hashes.status();
  absl::StatusOr<ExpandedTile> expanded = ExpandedTile::Expand(tile, *hashes);
  if (!expanded.ok()) return expanded.status();
  auto shared = std::make_shared<const ExpandedTile>(*std::move(expanded));
  absl::MutexLock lock(&mutex_);
  if (full_.size() >= kFullTilesMax) full_.clear();
  full_[key] = shared;
  return shared;
}

absl::StatusOr<std::vector<Hash>> TreeReader::StoredTile(TileId tile) const {
  const std::string name = absl::StrCat("tile ", tile.level, "/", tile.index);
  absl::StatusOr<std::optional<std::string>> bytes = database_.Get(Family::kTree, TileKey(tile));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError(absl::StrCat(name, " is missing"));
  absl::StatusOr<std::vector<Hash>> hashes = ParseTile(**bytes);
  if (!hashes.ok() || hashes->size() != kTileWidth) return absl::DataLossError(absl::StrCat(name, " is malformed"));
  return hashes;
}

absl::StatusOr<std::vector<Hash>> TreeReader::EdgeHashes(TileId tile, int width) const {
  std::vector<Hash> hashes;
  {
    absl::MutexLock lock(&mutex_);
    if (edges_.size() <= static_cast<size_t>(tile.level)) edges_.resize(tile.level + 1);
    if (edges_[tile.level].tile_index == tile.index) hashes = edges_[tile.level].hashes;
  }
  if (hashes.size() >= static_cast<size_t>(width)) {
    hashes.resize(width);
    return hashes;
  }
  if (absl::Status extended = Extend(tile, width, hashes); !extended.ok()) return extended;
  absl::MutexLock lock(&mutex_);
  Edge& edge = edges_[tile.level];
  if (tile.index > edge.tile_index || (tile.index == edge.tile_index && hashes.size() > edge.hashes.size())) {
    edge = {tile.index, hashes};
  }
  return hashes;
}

absl::Status TreeReader::Extend(TileId tile, int width, std::vector<Hash>& hashes) const {
  const uint64_t first = tile.index * kTileWidth;
  if (tile.level == 0) return ExtendFromHeaders(first, width, hashes);
  while (hashes.size() < static_cast<size_t>(width)) {
    // Every bottom hash here is the root of a full tile one level below.
    const NodeId root{.level = tile.level * kTileHeight, .index = first + hashes.size()};
    absl::StatusOr<std::shared_ptr<const ExpandedTile>> below = FullTile({tile.level - 1, root.index});
    if (!below.ok()) return below.status();
    absl::StatusOr<Hash> hash = (*below)->Node(root);
    if (!hash.ok()) return hash.status();
    hashes.push_back(*hash);
  }
  return absl::OkStatus();
}

absl::Status TreeReader::ExtendFromHeaders(uint64_t first_leaf, int width, std::vector<Hash>& hashes) const {
  std::unique_ptr<rocksdb::Iterator> entry(
      database_.db().NewIterator(rocksdb::ReadOptions(), database_.family(Family::kLog)));
  uint64_t leaf = first_leaf + hashes.size();
  for (entry->Seek(LogKey(leaf)); hashes.size() < static_cast<size_t>(width); entry->Next(), ++leaf) {
    if (!entry->Valid() || entry->key() != rocksdb::Slice(LogKey(leaf))) {
      if (!entry->status().ok()) return FromRocksdb(entry->status(), absl::StrCat("reading position ", leaf));
      return absl::DataLossError(absl::StrCat("position ", leaf, " is missing"));
    }
    absl::StatusOr<LogValue> value = DecodeLogValue({entry->value().data(), entry->value().size()});
    if (!value.ok()) return absl::DataLossError(absl::StrCat("position ", leaf, ": ", value.status().message()));
    hashes.push_back(LeafHash(value->header));
  }
  return absl::OkStatus();
}

}  // namespace casejournal::eventstore
