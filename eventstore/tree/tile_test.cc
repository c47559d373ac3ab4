#include "eventstore/tree/tile.h"

#include "absl/status/status.h"
#include "eventstore/tree/proof.h"
#include "eventstore/tree/reference_tree.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

// The hashes of `tile` in the tree, by the definition in tlog-tiles: every node of its level.
std::vector<Hash> TileHashes(const ReferenceTree& tree, TileId tile, uint64_t size) {
  std::vector<Hash> hashes;
  for (int i = 0; i < TileWidthAt(tile, size); ++i) {
    hashes.push_back(tree({.level = tile.level * kTileHeight, .index = tile.index * kTileWidth + i}).value());
  }
  return hashes;
}

// C2SP tlog-tiles, "Merkle Tree": index 1234067 is x001/x234/067.
TEST(TilePathTest, IndexIsWrittenInGroupsOfThreeDigits) {
  EXPECT_EQ(TilePath({0, 1234067}, 256), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({0, 0}, 256), "tile/0/000");
  EXPECT_EQ(TilePath({2, 999}, 256), "tile/2/999");
  EXPECT_EQ(TilePath({1, 1000}, 256), "tile/1/x001/000");
  EXPECT_EQ(TilePath({7, UINT64_MAX >> 8}, 256), "tile/7/x072/x057/x594/x037/x927/935");
}

TEST(TilePathTest, PartialTileCarriesItsWidth) {
  EXPECT_EQ(TilePath({0, 1234}, 8), "tile/0/x001/234.p/8");
  EXPECT_EQ(TilePath({1, 0}, 1), "tile/1/000.p/1");
  EXPECT_EQ(TilePath({0, 0}, 255), "tile/0/000.p/255");
}

// C2SP tlog-tiles, "Partial Tiles": the worked examples of sizes 70,000 and 256.
TEST(TileTest, WidthsAreThoseOfTheSpecification) {
  EXPECT_EQ(TileWidthAt({0, 272}, 70000), 256);
  EXPECT_EQ(TileWidthAt({0, 273}, 70000), 112);
  EXPECT_EQ(TileWidthAt({0, 274}, 70000), 0);
  EXPECT_EQ(TileWidthAt({1, 0}, 70000), 256);
  EXPECT_EQ(TileWidthAt({1, 1}, 70000), 17);
  EXPECT_EQ(TileWidthAt({2, 0}, 70000), 1);
  EXPECT_EQ(TileWidthAt({3, 0}, 70000), 0);
  EXPECT_EQ(TileWidthAt({0, 0}, 256), 256);
  EXPECT_EQ(TileWidthAt({0, 1}, 256), 0);
  EXPECT_EQ(TileWidthAt({1, 0}, 256), 1);
  EXPECT_EQ(TileWidthAt({0, 0}, 0), 0);
  EXPECT_EQ(TileWidthAt({7, 0}, UINT64_MAX), 255);
  EXPECT_EQ(TileWidthAt({8, 0}, UINT64_MAX), 0);
  EXPECT_EQ(TileWidthAt({0, UINT64_MAX}, UINT64_MAX), 0);
}

TEST(TileTest, NodeLiesInTheTileOfItsLevel) {
  EXPECT_EQ(TileOf({0, 300}), (TileId{0, 1}));
  EXPECT_EQ(PlaceInTile({0, 300}), (TilePlace{44, 1}));
  EXPECT_EQ(TileOf({3, 33}), (TileId{0, 1}));
  EXPECT_EQ(PlaceInTile({3, 33}), (TilePlace{8, 8}));
  EXPECT_EQ(TileOf({7, 1}), (TileId{0, 0}));
  EXPECT_EQ(PlaceInTile({7, 1}), (TilePlace{128, 128}));
  EXPECT_EQ(TileOf({8, 257}), (TileId{1, 1}));
  EXPECT_EQ(PlaceInTile({8, 257}), (TilePlace{1, 1}));
  EXPECT_EQ(TileOf({63, 1}), (TileId{7, 0}));
  EXPECT_EQ(PlaceInTile({63, 1}), (TilePlace{128, 128}));
}

TEST(TileTest, NodesComeOutOfTiles) {
  const uint64_t size = 700;
  const ReferenceTree tree(size);

  for (int level = 0; level <= 9; ++level) {
    for (uint64_t index = 0; (index + 1) << level <= size; ++index) {
      const NodeId node = {level, index};
      const std::vector<Hash> tile = TileHashes(tree, TileOf(node), size);
      EXPECT_EQ(NodeInTile(node, tile), tree(node).value()) << level << ":" << index;
    }
  }
}

// As a mirror does: all proofs from tiles alone, through three tile levels.
TEST(TileTest, ProofsReadThroughTilesVerify) {
  const uint64_t size = 70000;
  const ReferenceTree tree(size);
  auto read = [&](NodeId node) -> absl::StatusOr<Hash> {
    return NodeInTile(node, TileHashes(tree, TileOf(node), size));
  };
  const Hash root = RootAt(size, read).value();
  EXPECT_EQ(root, ReferenceRoot(tree.leaves(size)));

  for (const uint64_t index : {uint64_t{0}, uint64_t{65535}, uint64_t{65536}, size - 1}) {
    const std::vector<Hash> proof = InclusionProof(index, size, read).value();
    EXPECT_TRUE(VerifyInclusion(index, size, tree.leaves(size)[index], proof, root).ok());
  }
}

TEST(TileTest, TileReadsBackAsItWasWritten) {
  const ReferenceTree tree(256);

  for (const size_t width : {1, 2, 255, 256}) {
    const absl::Span<const Hash> hashes = tree.leaves(width);
    EXPECT_EQ(FormatTile(hashes).size(), 32 * width);
    EXPECT_EQ(ParseTile(FormatTile(hashes)).value(), std::vector<Hash>(hashes.begin(), hashes.end()));
  }
}

TEST(TileTest, OnlyWholeHashesAreATile) {
  for (const size_t size : {0, 1, 31, 33, 8191, 8193, 8224}) {
    EXPECT_EQ(ParseTile(std::string(size, 'x')).status().code(), absl::StatusCode::kDataLoss) << size;
  }
}

TEST(TileDeathTest, NodeBeyondTheTileAborts) {
  const std::vector<Hash> tile(3, LeafHash("leaf"));

  EXPECT_DEATH(NodeInTile({1, 1}, tile), "");
}

TEST(ExpandedTileTest, EveryCompleteNodeIsThere) {
  const uint64_t size = 600;
  const ReferenceTree tree(size);
  const ExpandedTile full = ExpandedTile::Expand({0, 1}, TileHashes(tree, {0, 1}, size)).value();
  const ExpandedTile partial = ExpandedTile::Expand({0, 2}, TileHashes(tree, {0, 2}, size)).value();

  for (int level = 0; level <= 8; ++level) {
    for (uint64_t index = 0; (index + 1) << level <= size; ++index) {
      const NodeId node = {level, index};
      const uint64_t tile = index << level >> 8;
      EXPECT_EQ(full.Node(node).ok(), tile == 1) << level << ":" << index;
      if (tile == 1) {
        EXPECT_EQ(full.Node(node).value(), tree(node).value());
      }
      EXPECT_EQ(partial.Node(node).ok(), tile == 2) << level << ":" << index;
      if (tile == 2) {
        EXPECT_EQ(partial.Node(node).value(), tree(node).value());
      }
    }
  }
  EXPECT_EQ(full.Node({8, 1}).value(), ReferenceRoot(tree.leaves(512).subspan(256)));
}

TEST(ExpandedTileTest, UpperTileHoldsTheNodesOfItsLevels) {
  const uint64_t size = 1024;
  const ReferenceTree tree(size);
  const ExpandedTile tile = ExpandedTile::Expand({1, 0}, TileHashes(tree, {1, 0}, size)).value();

  EXPECT_EQ(tile.width(), 4);
  EXPECT_EQ(tile.Node({10, 0}).value(), ReferenceRoot(tree.leaves(size)));
  EXPECT_EQ(tile.Node({9, 1}).value(), tree({9, 1}).value());
  EXPECT_EQ(tile.Node({11, 0}).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(tile.Node({7, 0}).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(ExpandedTileTest, OnlyOneToFullWidthExpands) {
  const std::vector<Hash> hashes(257, LeafHash("leaf"));

  EXPECT_EQ(ExpandedTile::Expand({0, 0}, {}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ExpandedTile::Expand({0, 0}, hashes).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace casejournal::eventstore
