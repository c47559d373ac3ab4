#include "eventstore/proofs/compact_range.h"

#include <bit>
#include <limits>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/support/reference_tree.h"

namespace casejournal::eventstore {
namespace {

TEST(CompactRangeTest, EmptyRangeHasTheEmptyRoot) {
  EXPECT_EQ(CompactRange().Root(), EmptyRoot());
  EXPECT_EQ(CompactRange().size(), 0u);
}

TEST(CompactRangeTest, WellKnownLeavesHaveTheirKnownRoots) {
  CompactRange range;

  for (size_t i = 0; i < 8; ++i) {
    range.Append(WellKnownLeaves()[i]);
    EXPECT_EQ(range.Root(), WellKnownRoots()[i]) << "size " << i + 1;
  }
}

TEST(CompactRangeTest, RootsAreThoseOfTheRecursiveDefinition) {
  const ReferenceTree tree(300);
  CompactRange range;

  for (size_t size = 1; size <= 300; ++size) {
    range.Append(tree.leaves(size).back());
    ASSERT_EQ(range.size(), size);
    ASSERT_EQ(range.Root(), ReferenceRoot(tree.leaves(size))) << "size " << size;
    ASSERT_EQ(range.nodes().size(), static_cast<size_t>(std::popcount(size)));
  }
}

// A journal opens its tree from stored nodes and continues from there.
TEST(CompactRangeTest, RangeReadFromNodesGrowsLikeTheOriginal) {
  const ReferenceTree tree(200);

  for (size_t size = 0; size < 200; ++size) {
    absl::StatusOr<CompactRange> range = CompactRange::Read(size, tree);
    ASSERT_TRUE(range.ok());
    EXPECT_EQ(range->size(), size);
    EXPECT_EQ(range->Root(), ReferenceRoot(tree.leaves(size)));
    range->Append(tree.leaves(size + 1).back());
    EXPECT_EQ(range->Root(), ReferenceRoot(tree.leaves(size + 1)));
  }
}

// A group that fails to commit must not change the tree.
TEST(CompactRangeTest, GrowingACopyLeavesTheOriginal) {
  CompactRange range;
  range.Append(LeafHash("committed"));
  const Hash root = range.Root();

  CompactRange copy = range;
  copy.Append(LeafHash("not committed"));

  EXPECT_EQ(range.Root(), root);
  EXPECT_EQ(range.size(), 1u);
}

TEST(CompactRangeDeathTest, NoTreeHasMoreLeavesThanItsSizeCounts) {
  auto any = [](NodeId) -> absl::StatusOr<Hash> { return Hash{}; };
  CompactRange full = CompactRange::Read(std::numeric_limits<uint64_t>::max(), any).value();

  EXPECT_DEATH(full.Append(LeafHash("one more")), "size_");
}

TEST(NodesCoveringDeathTest, TakesTheRangesOfTheTreeOnly) {
  EXPECT_DEATH(NodesCovering(2, 1), "begin <= end");
  EXPECT_DEATH(NodesCovering(1, 3), "bit_floor");
}

TEST(CompactRangeTest, ReaderErrorIsPassedOn) {
  auto broken = [](NodeId) -> absl::StatusOr<Hash> { return absl::DataLossError("torn tile"); };

  EXPECT_EQ(CompactRange::Read(5, broken).status(), absl::DataLossError("torn tile"));
}

}  // namespace
}  // namespace casejournal::eventstore
