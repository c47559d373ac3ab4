#include "eventstore/reading/tree_reader.h"

#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "tests/support/seed.h"
#include "tests/support/stored_tree.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::Span<const Hash> LeavesOf(const StoredTree& tree, uint64_t begin, uint64_t end) {
  return absl::MakeConstSpan(tree.leaves()).subspan(begin, end - begin);
}

void ExpectDamage(const absl::Status& status, const std::string& text) {
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr(text));
}

TEST(TreeReaderTest, AnEmptyTreeHasNoHashes) {
  StoredTree tree(0);

  EXPECT_THAT(*TreeReader(tree.database()).TileHashes({0, 0}, 0), IsEmpty());
}

TEST(TreeReaderTest, ATileHasTheLeavesOfItsSize) {
  StoredTree tree(600);
  const TreeReader reader(tree.database());

  EXPECT_THAT(*reader.TileHashes({0, 0}, 1), ElementsAreArray(LeavesOf(tree, 0, 1)));
  EXPECT_THAT(*reader.TileHashes({0, 0}, 255), ElementsAreArray(LeavesOf(tree, 0, 255)));
  EXPECT_THAT(*reader.TileHashes({0, 0}, 256), ElementsAreArray(LeavesOf(tree, 0, 256)));
  EXPECT_THAT(*reader.TileHashes({0, 0}, 600), ElementsAreArray(LeavesOf(tree, 0, 256)));
  EXPECT_THAT(*reader.TileHashes({0, 2}, 600), ElementsAreArray(LeavesOf(tree, 512, 600)));
  EXPECT_THAT(*reader.TileHashes({0, 1}, 256), IsEmpty());
}

TEST(TreeReaderTest, ATileAboveHasTheRootsOfTheFullTilesBelow) {
  StoredTree tree(600);

  EXPECT_THAT(*TreeReader(tree.database()).TileHashes({1, 0}, 600),
              ElementsAreArray({tree.NodeOf({8, 0}), tree.NodeOf({8, 1})}));
  EXPECT_THAT(*TreeReader(tree.database()).TileHashes({1, 0}, 511), ElementsAreArray({tree.NodeOf({8, 0})}));
  EXPECT_THAT(*TreeReader(tree.database()).TileHashes({1, 0}, 255), IsEmpty());
}

// Proofs are for any earlier size, in any order: what is remembered of one must not show in another.
TEST(TreeReaderTest, EveryCompleteNodeOfAnySizeIsTheHashOfItsLeaves) {
  StoredTree tree(700);
  const TreeReader reader(tree.database());
  std::mt19937_64 random(testing::TestSeed());
  for (int i = 0; i < 400; ++i) {
    const uint64_t size = 1 + random() % tree.size();
    const int level = static_cast<int>(random() % 10);
    if (size >> level == 0) continue;
    const NodeId node{level, random() % (size >> level)};
    const absl::StatusOr<Hash> hash = reader.Node(node, size);
    ASSERT_TRUE(hash.ok()) << hash.status();
    EXPECT_EQ(*hash, tree.NodeOf(node)) << node.level << "/" << node.index << " of " << size;
  }
}

TEST(TreeReaderTest, AReaderFollowsALogThatGrows) {
  StoredTree tree(1);
  const TreeReader reader(tree.database());
  for (const uint64_t more : {1, 100, 153, 1, 1, 255, 200}) {
    EXPECT_EQ(*reader.Node({0, tree.size() - 1}, tree.size()), tree.leaves().back());
    tree.Grow(more);
    EXPECT_EQ(*reader.Node({0, tree.size() - 1}, tree.size()), tree.leaves().back());
    EXPECT_EQ(*reader.Node({0, 0}, tree.size()), tree.leaves().front());
  }
}

// 65,536 leaves fill a tile of level 1.
TEST(TreeReaderTest, NodesAreReadAcrossThreeLevelsOfTiles) {
  constexpr uint64_t kSize = 65'536 + 512 + 3;
  StoredTree tree(kSize, 65'536 + 512);
  const TreeReader reader(tree.database());

  EXPECT_EQ(*reader.Node({16, 0}, kSize), tree.NodeOf({16, 0}));
  EXPECT_EQ(*reader.Node({15, 1}, kSize), tree.NodeOf({15, 1}));
  EXPECT_EQ(*reader.Node({9, 128}, kSize), tree.NodeOf({9, 128}));
  EXPECT_EQ(*reader.Node({8, 257}, kSize), tree.NodeOf({8, 257}));
  EXPECT_EQ(*reader.Node({0, kSize - 1}, kSize), tree.leaves().back());
  EXPECT_THAT(*reader.TileHashes({1, 1}, kSize), ElementsAreArray({tree.NodeOf({8, 256}), tree.NodeOf({8, 257})}));
  EXPECT_THAT(*reader.TileHashes({2, 0}, kSize), ElementsAreArray({tree.NodeOf({16, 0})}));
}

TEST(TreeReaderTest, AMissingTileIsNamed) {
  StoredTree tree(600);
  tree.Delete(Family::kTree, TileKey({0, 1}));
  const TreeReader reader(tree.database());

  ExpectDamage(reader.Node({0, 300}, 600).status(), "tile 0/1");
  ExpectDamage(reader.TileHashes({0, 1}, 600).status(), "tile 0/1");
  ExpectDamage(reader.TileHashes({1, 0}, 600).status(), "tile 0/1");
  EXPECT_TRUE(reader.Node({0, 5}, 600).ok()) << "another tile";
}

TEST(TreeReaderTest, ATileOfAnotherLengthIsMalformed) {
  StoredTree tree(256);
  const std::string sound = FormatTile(tree.leaves());
  for (const std::string& bytes :
       {std::string(), sound.substr(0, 32), sound.substr(0, sound.size() - 1), sound + std::string(32, 'x')}) {
    tree.Put(Family::kTree, TileKey({0, 0}), bytes);
    ExpectDamage(TreeReader(tree.database()).Node({0, 5}, 256).status(), "tile 0/0");
  }
}

TEST(TreeReaderTest, AMissingRecordOfTheEdgeIsNamed) {
  StoredTree tree(300);
  tree.Delete(Family::kLog, LogKey(270));
  const TreeReader reader(tree.database());

  ExpectDamage(reader.Node({0, 280}, 300).status(), "position 270");
  ExpectDamage(reader.Node({0, 280}, 300).status(), "position 270");
  EXPECT_EQ(*reader.Node({0, 269}, 270), tree.leaves()[269]) << "a smaller tree has all of its records";
}

TEST(TreeReaderTest, ARecordThatIsCutOffIsNamed) {
  StoredTree tree(3);
  tree.Put(Family::kLog, LogKey(1), "cut");

  ExpectDamage(TreeReader(tree.database()).Node({0, 2}, 3).status(), "position 1");
}

TEST(TreeReaderTest, ASizeThatTheLogDoesNotHaveIsDamage) {
  StoredTree tree(3);

  ExpectDamage(TreeReader(tree.database()).Node({0, 3}, 4).status(), "position 3");
}

TEST(TreeReaderTest, ManyThreadsReadTheSameHashes) {
  StoredTree tree(700);
  const TreeReader reader(tree.database());
  std::vector<std::thread> threads;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937_64 random(seed);
      for (int i = 0; i < 200; ++i) {
        const uint64_t size = 1 + random() % tree.size();
        const uint64_t leaf = random() % size;
        const absl::StatusOr<Hash> hash = reader.Node({0, leaf}, size);
        EXPECT_TRUE(hash.ok() && *hash == tree.leaves()[leaf]) << leaf << " of " << size;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace casejournal::eventstore
