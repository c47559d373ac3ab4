#include "services/verify/tile_files.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"
#include "services/files/given_file.h"

namespace casejournal::services {
namespace {

using eventstore::Hash;
using eventstore::kTileWidth;

absl::StatusOr<std::vector<Hash>> ReadTile(const std::string& directory, eventstore::TileId tile, int width) {
  std::string bytes;
  const std::string path = absl::StrCat(directory, "/", eventstore::TilePath(tile, width));
  std::error_code cannot_look;
  if (!std::filesystem::exists(path, cannot_look) && !cannot_look) {
    return absl::DataLossError(absl::StrCat(path, " is missing; mirror into an empty directory"));
  }
  if (absl::Status read = ReadInput(path, &bytes); !read.ok()) return read;
  absl::StatusOr<std::vector<Hash>> hashes = eventstore::ParseTile(bytes);
  if (hashes.ok() && hashes->size() == static_cast<size_t>(width)) return hashes;
  return absl::DataLossError(absl::StrCat(path, " is not a tile of ", width, " hashes"));
}

// Return the root of a full tile.
Hash RootOfTile(const std::vector<Hash>& hashes) {
  return *eventstore::ExpandedTile::Expand({.level = 0, .index = 0}, hashes)
              ->Node({.level = eventstore::kTileHeight, .index = 0});
}

}  // namespace

// Compute the edge of each level from the tiles below it, and compare it with the tile above them. The root covers the
// rest.
absl::StatusOr<TileFiles> TileFiles::Open(const std::string& directory, uint64_t size, const Hash& root) {
  TileFiles files(directory);
  std::error_code error;
  std::filesystem::remove_all(files.fresh_, error);
  uint64_t count = size;
  for (int level = 0; count > 0; ++level, count /= kTileWidth) {
    Edge edge{.hashes = {}, .index = count / kTileWidth};
    const int width = static_cast<int>(count % kTileWidth);
    if (width > 0) {
      absl::StatusOr<std::vector<Hash>> hashes = ReadTile(directory, {.level = level, .index = edge.index}, width);
      if (!hashes.ok()) return hashes.status();
      edge.hashes = *std::move(hashes);
    }
    for (int i = 0; level > 0 && i < width; ++i) {
      absl::StatusOr<std::vector<Hash>> below =
          ReadTile(directory, {.level = level - 1, .index = edge.index * kTileWidth + i}, kTileWidth);
      if (!below.ok()) return below.status();
      if (RootOfTile(*below) == edge.hashes[i]) continue;
      return absl::DataLossError(
          absl::StrCat("the tiles of ", directory, " contradict each other; mirror into an empty directory"));
    }
    files.edges_.push_back(std::move(edge));
  }
  const auto read = [&](eventstore::NodeId node) -> absl::StatusOr<Hash> {
    const eventstore::TileId tile = eventstore::TileOf(node);
    absl::StatusOr<std::vector<Hash>> hashes = ReadTile(directory, tile, eventstore::TileWidthAt(tile, size));
    if (!hashes.ok()) return hashes.status();
    return eventstore::NodeInTile(node, *hashes);
  };
  absl::StatusOr<eventstore::CompactRange> range = eventstore::CompactRange::Read(size, read);
  if (!range.ok()) return range.status();
  if (range->Root() != root)
    return absl::DataLossError(absl::StrCat("the tiles of ", directory, " do not match its checkpoint"));
  files.range_ = *std::move(range);
  return files;
}

absl::Status TileFiles::Append(const Hash& leaf) {
  range_.Append(leaf);
  return Add(0, leaf);
}

absl::Status TileFiles::Add(size_t level, const Hash& hash) {
  if (edges_.size() <= level) edges_.resize(level + 1);
  edges_[level].hashes.push_back(hash);
  if (edges_[level].hashes.size() < static_cast<size_t>(kTileWidth)) return absl::OkStatus();
  const std::vector<Hash> full = std::exchange(edges_[level].hashes, {});
  if (absl::Status written = Write(static_cast<int>(level), edges_[level].index++, full); !written.ok()) return written;
  return Add(level + 1, RootOfTile(full));
}

absl::Status TileFiles::Finish() {
  for (size_t level = 0; level < edges_.size(); ++level) {
    if (edges_[level].hashes.empty()) continue;
    absl::Status written = Write(static_cast<int>(level), edges_[level].index, edges_[level].hashes);
    if (!written.ok()) return written;
  }
  std::error_code error;
  if (!std::filesystem::exists(fresh_, error) && !error) return absl::OkStatus();
  std::vector<std::filesystem::path> fresh;
  auto entry = std::filesystem::recursive_directory_iterator(fresh_, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code gone;
    if (entry->is_regular_file(gone)) fresh.push_back(entry->path());
  }
  if (error) return absl::UnavailableError(absl::StrCat(std::string(fresh_), ": ", error.message()));
  for (const std::filesystem::path& path : fresh) {
    const std::filesystem::path place = directory_ / path.lexically_relative(fresh_);
    std::filesystem::create_directories(place.parent_path(), error);
    if (!error && eventstore::RenameFile(path.string(), place.string()) != 0) error = {errno, std::generic_category()};
    if (error) return absl::UnavailableError(absl::StrCat(place.string(), ": ", error.message()));
  }
  std::filesystem::remove_all(fresh_, error);
  return absl::OkStatus();
}

// Sync the tile: the checkpoint that is written later must not survive a crash that loses the tile.
absl::Status TileFiles::Write(int level, uint64_t index, const std::vector<Hash>& hashes) const {
  const std::string path = absl::StrCat(
      fresh_, "/", eventstore::TilePath({.level = level, .index = index}, static_cast<int>(hashes.size())));
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  return eventstore::WriteFileDurably(path, eventstore::FormatTile(hashes), 0644);
}

}  // namespace casejournal::services
