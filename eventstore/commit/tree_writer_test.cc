#include "eventstore/commit/tree_writer.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/stored_tree.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using StoredTiles = std::vector<std::pair<TileId, std::string>>;

std::vector<Hash> GrownLeaves(uint64_t count) {
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < count; ++i) leaves.push_back(LeafHash(EncodeHeader({.revision = i})));
  return leaves;
}

StoredTiles GrowTree(TreeWriter& writer, absl::Span<const Hash> leaves) {
  StoredTiles tiles;
  for (const Hash& leaf : leaves) {
    writer.Append(leaf, [&](TileId tile, absl::string_view bytes) { tiles.emplace_back(tile, bytes); });
  }
  return tiles;
}

TEST(TreeWriterTest, ATreeWithoutLeavesHasTheEmptyRoot) {
  const TreeWriter writer;

  EXPECT_EQ(writer.range().size(), 0u);
  EXPECT_EQ(writer.range().Root(), EmptyRoot());
}

TEST(TreeWriterTest, TheRootIsThatOfTheLeavesAtEverySize) {
  const std::vector<Hash> leaves = GrownLeaves(300);
  TreeWriter writer;
  for (uint64_t size = 1; size <= leaves.size(); ++size) {
    GrowTree(writer, {leaves[size - 1]});
    EXPECT_EQ(writer.range().size(), size);
    EXPECT_EQ(writer.range().Root(), ReferenceRoot(absl::MakeConstSpan(leaves).subspan(0, size))) << size;
  }
}

TEST(TreeWriterTest, ATileIsStoredWithTheLeafThatCompletesIt) {
  const std::vector<Hash> leaves = GrownLeaves(512);
  const absl::Span<const Hash> all(leaves);
  TreeWriter writer;

  EXPECT_THAT(GrowTree(writer, all.subspan(0, 255)), IsEmpty());
  EXPECT_THAT(GrowTree(writer, all.subspan(255, 1)),
              ElementsAre(std::pair(TileId{0, 0}, FormatTile(all.subspan(0, 256)))));
  EXPECT_THAT(GrowTree(writer, all.subspan(256, 255)), IsEmpty());
  EXPECT_THAT(GrowTree(writer, all.subspan(511, 1)),
              ElementsAre(std::pair(TileId{0, 1}, FormatTile(all.subspan(256, 256)))));
}

TEST(TreeWriterTest, TheLeafThatCompletesTwoLevelsStoresBothTiles) {
  const std::vector<Hash> leaves = GrownLeaves(65'537);
  const absl::Span<const Hash> all(leaves);
  TreeWriter writer;
  EXPECT_EQ(GrowTree(writer, all.subspan(0, 65'535)).size(), 255u);

  const StoredTiles tiles = GrowTree(writer, all.subspan(65'535, 1));

  ASSERT_EQ(tiles.size(), 2u);
  EXPECT_EQ(tiles[0].first, (TileId{0, 255}));
  EXPECT_EQ(tiles[1].first, (TileId{1, 0}));
  EXPECT_EQ(tiles[1].second.substr(0, 32), FormatTile({ReferenceRoot(all.subspan(0, 256))}));
  EXPECT_EQ(tiles[1].second.size(), size_t{32 * kTileWidth});
  EXPECT_THAT(GrowTree(writer, all.subspan(65'536, 1)), IsEmpty());
}

// A group whose write fails drops its copy of the tree.
TEST(TreeWriterTest, ACopyGrowsApart) {
  const std::vector<Hash> leaves = GrownLeaves(256);
  TreeWriter writer;
  GrowTree(writer, absl::MakeConstSpan(leaves).subspan(0, 200));
  TreeWriter copy = writer;
  const Hash root = writer.range().Root();

  EXPECT_EQ(GrowTree(copy, absl::MakeConstSpan(leaves).subspan(200)).size(), 1u);

  EXPECT_EQ(writer.range().size(), 200u);
  EXPECT_EQ(writer.range().Root(), root);
  EXPECT_EQ(GrowTree(writer, absl::MakeConstSpan(leaves).subspan(200)).size(), 1u);
  EXPECT_EQ(writer.range().Root(), copy.range().Root());
}

// A restart at any size stores the same tiles afterwards as a process that never stopped.
TEST(TreeWriterTest, AResumedTreeGrowsLikeOneThatNeverStopped) {
  const std::vector<Hash> leaves = GrownLeaves(1'030);
  StoredTree stored(0);
  for (const uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 768, 1'000}) {
    SCOPED_TRACE(size);
    stored.Grow(size - stored.size());
    TreeWriter never_stopped;
    GrowTree(never_stopped, absl::MakeConstSpan(leaves).subspan(0, size));
    absl::StatusOr<TreeWriter> resumed = TreeWriter::Resume(TreeReader(stored.database()), size);
    ASSERT_TRUE(resumed.ok()) << resumed.status();
    EXPECT_EQ(resumed->range().size(), size);
    EXPECT_EQ(resumed->range().Root(), stored.RootOf(size));

    const absl::Span<const Hash> later = absl::MakeConstSpan(leaves).subspan(size);
    EXPECT_EQ(GrowTree(*resumed, later), GrowTree(never_stopped, later));
    EXPECT_EQ(resumed->range().Root(), never_stopped.range().Root());
  }
}

TEST(TreeWriterTest, ATreeResumesAfterAFullTileOfTheSecondLevel) {
  StoredTree stored(65'536 + 257, 65'536 + 256);
  absl::StatusOr<TreeWriter> resumed = TreeWriter::Resume(TreeReader(stored.database()), stored.size());
  ASSERT_TRUE(resumed.ok()) << resumed.status();

  EXPECT_EQ(resumed->range().Root(), stored.RootOf(stored.size()));
  const StoredTiles tiles = GrowTree(*resumed, GrownLeaves(255));
  ASSERT_EQ(tiles.size(), 1u);
  EXPECT_EQ(tiles[0].first, (TileId{0, 257}));
  EXPECT_EQ(tiles[0].second.substr(0, 32), FormatTile({stored.leaves().back()}));
}

TEST(TreeWriterTest, ATreeWithALostPartIsNotResumed) {
  StoredTree stored(300);
  stored.Delete(Family::kTree, TileKey({0, 0}));
  const absl::Status without_tile = TreeWriter::Resume(TreeReader(stored.database()), 300).status();
  EXPECT_TRUE(absl::IsDataLoss(without_tile));
  EXPECT_THAT(std::string(without_tile.message()), HasSubstr("tile 0/0"));

  StoredTree shorter(299);
  const absl::Status without_record = TreeWriter::Resume(TreeReader(shorter.database()), 300).status();
  EXPECT_TRUE(absl::IsDataLoss(without_record));
  EXPECT_THAT(std::string(without_record.message()), HasSubstr("position 299"));
}

}  // namespace
}  // namespace casejournal::eventstore
