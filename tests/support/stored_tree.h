// The database of a log with the records and tiles of a tree, without a sequencer. For tests only.
#ifndef CASEJOURNAL_TESTS_SUPPORT_STORED_TREE_H_
#define CASEJOURNAL_TESTS_SUPPORT_STORED_TREE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "eventstore/proofs/tile.h"
#include "eventstore/records/record.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/log_value.h"
#include "tests/support/reference_tree.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {

class StoredTree {
 public:
  // Records before `first_record` are not stored, only their tiles.
  explicit StoredTree(uint64_t size, uint64_t first_record = 0) : first_record_(first_record) {
    absl::StatusOr<std::unique_ptr<Database>> database =
        Database::OpenLog(directory_.path() + "/log", Database::Mode::kCreate);
    EXPECT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    Grow(size);
  }

  // Add records, and each tile that they complete.
  void Grow(uint64_t count) {
    rocksdb::WriteBatch batch;
    for (uint64_t i = 0; i < count; ++i) {
      Header header{.revision = leaves_.size()};
      const std::string bytes = EncodeHeader(header);
      if (leaves_.size() >= first_record_) {
        batch.Put(database_->family(Family::kLog), LogKey(leaves_.size()), EncodeLogValue(bytes, sealed_.bytes));
      }
      leaves_.push_back(LeafHash(bytes));
      PutFullTiles(batch);
    }
    EXPECT_TRUE(database_->db().Write({}, &batch).ok());
  }

  Database& database() { return *database_; }
  uint64_t size() const { return leaves_.size(); }
  const std::vector<Hash>& leaves() const { return leaves_; }

  // The hash of a complete node, from its leaves alone.
  Hash NodeOf(NodeId node) const {
    const size_t width = size_t{1} << node.level;
    return ReferenceRoot(absl::MakeConstSpan(leaves_).subspan(node.index * width, width));
  }
  Hash RootOf(uint64_t size) const { return ReferenceRoot(absl::MakeConstSpan(leaves_).subspan(0, size)); }

  void Delete(Family family, const std::string& key) {
    EXPECT_TRUE(database_->db().Delete({}, database_->family(family), key).ok());
  }
  void Put(Family family, const std::string& key, const std::string& value) {
    EXPECT_TRUE(database_->db().Put({}, database_->family(family), key, value).ok());
  }

 private:
  void PutFullTiles(rocksdb::WriteBatch& batch) {
    std::vector<Hash> row;
    uint64_t index = leaves_.size();
    for (int level = 0; index % kTileWidth == 0; ++level) {
      index /= kTileWidth;
      if (level == 0) row.assign(leaves_.end() - kTileWidth, leaves_.end());
      if (level > 0) {
        row.clear();
        for (int i = kTileWidth; i > 0; --i) row.push_back(tile_roots_[level - 1][tile_roots_[level - 1].size() - i]);
      }
      batch.Put(database_->family(Family::kTree), TileKey({level, index - 1}), FormatTile(row));
      if (tile_roots_.size() <= static_cast<size_t>(level)) tile_roots_.emplace_back();
      tile_roots_[level].push_back(ReferenceRoot(row));
    }
  }

  const TestDirectory directory_;
  const uint64_t first_record_;
  const SealedPayload sealed_ = SealPayload(StreamId::Case({}), 1, Key256{}, 0, "");
  std::unique_ptr<Database> database_;
  std::vector<Hash> leaves_;
  std::vector<std::vector<Hash>> tile_roots_;  // of each level, the roots of its full tiles
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_TESTS_SUPPORT_STORED_TREE_H_
