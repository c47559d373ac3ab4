#include "eventstore/proofs/proof.h"

#include <iostream>
#include <random>

#include "gtest/gtest.h"
#include "tests/support/reference_tree.h"

namespace casejournal::eventstore {
namespace {

using Proof = std::vector<Hash>;

struct KnownProof {
  uint64_t from;  // A leaf index, or the smaller size.
  uint64_t size;
  Proof hashes;
};

// transparency-dev/merkle, proof/verify_test.go (inclusionProofs, with leaf indices from 0).
std::vector<KnownProof> KnownInclusionProofs() {
  return {
      {0, 1, {}},
      {0,
       8,
       {FromHex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
        FromHex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        FromHex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")}},
      {5,
       8,
       {FromHex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
        FromHex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
        FromHex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}},
      {2, 3, {FromHex("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")}},
      {1,
       5,
       {FromHex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        FromHex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        FromHex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")}},
  };
}

// transparency-dev/merkle, proof/verify_test.go (consistencyProofs).
std::vector<KnownProof> KnownConsistencyProofs() {
  return {
      {1, 1, {}},
      {1,
       8,
       {FromHex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
        FromHex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        FromHex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")}},
      {6,
       8,
       {FromHex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
        FromHex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
        FromHex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}},
      {2,
       5,
       {FromHex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
        FromHex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")}},
      {6,
       7,
       {FromHex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
        FromHex("b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"),
        FromHex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}},
  };
}

// The NodeReader over the eight well-known leaves.
absl::StatusOr<Hash> ReadWellKnown(NodeId node) {
  const std::vector<Hash> leaves = WellKnownLeaves();
  const size_t width = size_t{1} << node.level;
  return ReferenceRoot(absl::MakeConstSpan(leaves).subspan(node.index * width, width));
}

// Every corruption of a list of hashes that a verifier must detect.
std::vector<Proof> Spoiled(const Proof& proof) {
  std::vector<Proof> spoiled;
  for (size_t i = 0; i <= proof.size(); ++i) {
    Proof longer = proof;
    longer.insert(longer.begin() + i, LeafHash("surplus"));
    spoiled.push_back(longer);
  }
  for (size_t i = 0; i < proof.size(); ++i) {
    Proof shorter = proof;
    shorter.erase(shorter.begin() + i);
    spoiled.push_back(shorter);
    for (const int bit : {0, 77, 255}) {
      Proof flipped = proof;
      flipped[i][bit / 8] ^= 1 << bit % 8;
      spoiled.push_back(flipped);
    }
    if (i > 0) {
      Proof swapped = proof;
      std::swap(swapped[i - 1], swapped[i]);
      spoiled.push_back(swapped);
    }
  }
  return spoiled;
}

void ExpectInclusionRejected(uint64_t index, uint64_t size, const Hash& leaf, const Proof& proof, const Hash& root) {
  EXPECT_FALSE(VerifyInclusion(index, size, leaf, proof, root).ok())
      << "index " << index << ", size " << size << ", " << proof.size() << " hashes";
}

void ExpectConsistencyRejected(uint64_t first, uint64_t second, const Proof& proof, const Hash& first_root,
                               const Hash& second_root) {
  EXPECT_FALSE(VerifyConsistency(first, second, proof, first_root, second_root).ok())
      << "from " << first << " to " << second << ", " << proof.size() << " hashes";
}

TEST(InclusionProofTest, WellKnownProofsAreMadeAndVerify) {
  for (const KnownProof& known : KnownInclusionProofs()) {
    EXPECT_EQ(InclusionProof(known.from, known.size, ReadWellKnown).value(), known.hashes);
    EXPECT_TRUE(VerifyInclusion(known.from, known.size, WellKnownLeaves()[known.from], known.hashes,
                                WellKnownRoots()[known.size - 1])
                    .ok());
  }
}

TEST(InclusionProofTest, ProofsAreThoseOfTheRecursiveDefinition) {
  const ReferenceTree tree(70);

  for (size_t size = 1; size <= 70; ++size) {
    const ReferenceTree exact(size);  // Fails the test if a node beyond `size` is requested.
    const Hash root = ReferenceRoot(tree.leaves(size));
    for (size_t index = 0; index < size; ++index) {
      const absl::StatusOr<Proof> proof = InclusionProof(index, size, exact);
      ASSERT_EQ(proof.value(), ReferencePath(index, tree.leaves(size)));
      ASSERT_TRUE(VerifyInclusion(index, size, tree.leaves(size)[index], *proof, root).ok());
    }
  }
}

TEST(InclusionProofTest, SpoiledProofsAreRejected) {
  const ReferenceTree tree(33);

  for (size_t size = 1; size <= 33; ++size) {
    const Hash root = ReferenceRoot(tree.leaves(size));
    for (size_t index = 0; index < size; ++index) {
      const Hash leaf = tree.leaves(size)[index];
      const Proof proof = ReferencePath(index, tree.leaves(size));
      for (const Proof& spoiled : Spoiled(proof)) {
        ExpectInclusionRejected(index, size, leaf, spoiled, root);
      }
      for (size_t other = 0; other < size; ++other) {
        if (other != index) ExpectInclusionRejected(other, size, leaf, proof, root);
      }
      ExpectInclusionRejected(index, size * 2, leaf, proof, root);
      ExpectInclusionRejected(index, size / 2, leaf, proof, root);
      ExpectInclusionRejected(index, size, LeafHash("another"), proof, root);
      ExpectInclusionRejected(index, size, leaf, proof, EmptyRoot());
    }
  }
}

TEST(InclusionProofTest, IndexOutsideTheTreeIsInvalid) {
  const ReferenceTree tree(3);
  const Hash leaf = LeafHash("leaf");

  for (const auto& [index, size] :
       std::vector<std::pair<uint64_t, uint64_t>>{{0, 0}, {1, 1}, {3, 3}, {UINT64_MAX, 3}, {UINT64_MAX, UINT64_MAX}}) {
    EXPECT_EQ(InclusionProof(index, size, tree).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(VerifyInclusion(index, size, leaf, {}, leaf).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(ConsistencyProofTest, WellKnownProofsAreMadeAndVerify) {
  for (const KnownProof& known : KnownConsistencyProofs()) {
    EXPECT_EQ(ConsistencyProof(known.from, known.size, ReadWellKnown).value(), known.hashes);
    EXPECT_TRUE(VerifyConsistency(known.from, known.size, known.hashes, WellKnownRoots()[known.from - 1],
                                  WellKnownRoots()[known.size - 1])
                    .ok());
  }
}

TEST(ConsistencyProofTest, ProofsAreThoseOfTheRecursiveDefinition) {
  const ReferenceTree tree(70);

  for (size_t second = 1; second <= 70; ++second) {
    const ReferenceTree exact(second);
    const Hash second_root = ReferenceRoot(tree.leaves(second));
    for (size_t first = 1; first <= second; ++first) {
      const absl::StatusOr<Proof> proof = ConsistencyProof(first, second, exact);
      ASSERT_EQ(proof.value(), ReferenceSubproof(first, tree.leaves(second), true));
      ASSERT_TRUE(VerifyConsistency(first, second, *proof, ReferenceRoot(tree.leaves(first)), second_root).ok());
    }
  }
}

TEST(ConsistencyProofTest, SpoiledProofsAreRejected) {
  const ReferenceTree tree(33);

  for (size_t second = 1; second <= 33; ++second) {
    const Hash second_root = ReferenceRoot(tree.leaves(second));
    for (size_t first = 1; first <= second; ++first) {
      const Hash first_root = ReferenceRoot(tree.leaves(first));
      const Proof proof = ReferenceSubproof(first, tree.leaves(second), true);
      for (const Proof& spoiled : Spoiled(proof)) {
        ExpectConsistencyRejected(first, second, spoiled, first_root, second_root);
      }
      ExpectConsistencyRejected(first, second, proof, EmptyRoot(), second_root);
      ExpectConsistencyRejected(first, second, proof, first_root, EmptyRoot());
      ExpectConsistencyRejected(first + 1, second, proof, first_root, second_root);
      ExpectConsistencyRejected(first - 1, second, proof, first_root, second_root);
      ExpectConsistencyRejected(first, second * 2, proof, first_root, second_root);
      if (first < second) {
        ExpectConsistencyRejected(first, second, proof, second_root, first_root);
        ExpectConsistencyRejected(first, second, {}, first_root, second_root);
      }
    }
  }
}

TEST(ConsistencyProofTest, TreeWithoutLeavesIsAPrefixOfEveryTree) {
  const ReferenceTree tree(5);
  const Hash root = ReferenceRoot(tree.leaves(5));

  EXPECT_TRUE(ConsistencyProof(0, 5, tree).value().empty());
  EXPECT_TRUE(ConsistencyProof(0, 0, tree).value().empty());
  EXPECT_TRUE(VerifyConsistency(0, 5, {}, EmptyRoot(), root).ok());
  EXPECT_TRUE(VerifyConsistency(0, 0, {}, EmptyRoot(), EmptyRoot()).ok());
  ExpectConsistencyRejected(0, 5, {root}, EmptyRoot(), root);
  ExpectConsistencyRejected(0, 5, {}, root, root);
  ExpectConsistencyRejected(0, 0, {}, root, root);
  ExpectConsistencyRejected(0, 0, {}, EmptyRoot(), root);
}

TEST(ConsistencyProofTest, SmallerSecondTreeIsInvalid) {
  const ReferenceTree tree(5);

  EXPECT_EQ(ConsistencyProof(5, 4, tree).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(VerifyConsistency(5, 4, {}, EmptyRoot(), EmptyRoot()).code(), absl::StatusCode::kInvalidArgument);
}

TEST(ProofTest, RandomLargerTreesAgreeWithTheRecursiveDefinition) {
  const uint32_t seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);

  for (int round = 0; round < 8; ++round) {
    const size_t size = 100 + random() % 5000;
    const ReferenceTree tree(size);
    const absl::Span<const Hash> leaves = tree.leaves(size);
    const Hash root = ReferenceRoot(leaves);
    ASSERT_EQ(RootAt(size, tree).value(), root);
    for (int i = 0; i < 5; ++i) {
      const size_t index = random() % size;
      const Proof inclusion = InclusionProof(index, size, tree).value();
      ASSERT_EQ(inclusion, ReferencePath(index, leaves)) << index << " in " << size;
      ASSERT_TRUE(VerifyInclusion(index, size, leaves[index], inclusion, root).ok());

      const size_t first = 1 + random() % size;
      const Proof consistency = ConsistencyProof(first, size, tree).value();
      ASSERT_EQ(consistency, ReferenceSubproof(first, leaves, true)) << first << " of " << size;
      const Hash first_root = ReferenceRoot(tree.leaves(first));
      ASSERT_TRUE(VerifyConsistency(first, size, consistency, first_root, root).ok());
    }
  }
}

// The largest sizes must neither overflow nor loop. All nodes of a level share one made-up hash.
TEST(ProofTest, LargestTreesAreWithinReach) {
  auto uniform = [](NodeId node) -> absl::StatusOr<Hash> {
    Hash hash = LeafHash("same");
    for (int i = 0; i < node.level; ++i) hash = NodeHash(hash, hash);
    return hash;
  };
  const uint64_t size = UINT64_MAX;
  const Hash root = RootAt(size, uniform).value();

  for (const uint64_t index : {uint64_t{0}, uint64_t{1} << 63, size - 1}) {
    const Proof proof = InclusionProof(index, size, uniform).value();
    EXPECT_TRUE(VerifyInclusion(index, size, LeafHash("same"), proof, root).ok());
  }
  for (const uint64_t first : {uint64_t{1}, uint64_t{1} << 63, size - 1}) {
    const Proof proof = ConsistencyProof(first, size, uniform).value();
    const Hash first_root = RootAt(first, uniform).value();
    EXPECT_TRUE(VerifyConsistency(first, size, proof, first_root, root).ok());
  }
}

TEST(ProofTest, RootsAreThoseOfTheRecursiveDefinition) {
  for (size_t size = 0; size <= 70; ++size) {
    const ReferenceTree tree(size);
    EXPECT_EQ(RootAt(size, tree).value(), ReferenceRoot(tree.leaves(size)));
  }
}

TEST(ProofTest, ReaderErrorIsPassedOn) {
  auto broken = [](NodeId) -> absl::StatusOr<Hash> { return absl::DataLossError("torn tile"); };

  EXPECT_EQ(InclusionProof(1, 5, broken).status(), absl::DataLossError("torn tile"));
  EXPECT_EQ(ConsistencyProof(1, 5, broken).status(), absl::DataLossError("torn tile"));
  EXPECT_EQ(RootAt(5, broken).status(), absl::DataLossError("torn tile"));
}

}  // namespace
}  // namespace casejournal::eventstore
