#include "eventstore/tree/hash.h"

#include <string>
#include <thread>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

// Known answers: transparency-dev/merkle, rfc6962/rfc6962_test.go.
TEST(HashTest, EmptyTreeHasTheHashOfNothing) {
  EXPECT_EQ(HexOf(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(HashTest, LeavesHaveTheirKnownHashes) {
  EXPECT_EQ(HexOf(LeafHash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(HexOf(LeafHash("L123456")), "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
}

// The published vector hashes children of 4 bytes, which NodeHash does not take.
TEST(HashTest, NodePrefixHasItsKnownHash) {
  Sha256 sha;
  const Hash hash = sha.Update(absl::string_view("\x01", 1)).Update("N123").Update("N456").Finish();

  EXPECT_EQ(HexOf(hash), "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
}

TEST(HashTest, NodeHashPrefixesBothChildrenInOrder) {
  const Hash left = LeafHash("left");
  const Hash right = LeafHash("right");
  Sha256 sha;

  const Hash node = sha.Update("\x01").Update(left).Update(right).Finish();

  EXPECT_EQ(NodeHash(left, right), node);
  EXPECT_NE(NodeHash(right, left), node);
}

// Without the prefix, a leaf could be mistaken for a subtree.
TEST(HashTest, LeafOfTwoHashesIsNotTheirNode) {
  const Hash left = LeafHash("left");
  const Hash right = LeafHash("right");

  EXPECT_NE(LeafHash(std::string(AsBytes(left)) + std::string(AsBytes(right))), NodeHash(left, right));
}

// Known answer: FIPS 180-2, appendix B.1.
TEST(HashTest, ContextStartsAnewAfterFinish) {
  Sha256 sha;
  const Hash first = sha.Update("a").Update("").Update("bc").Finish();

  EXPECT_EQ(sha.Update("abc").Finish(), first);
  EXPECT_EQ(HexOf(first), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HashTest, ThreadsHashApart) {
  const Hash expected = LeafHash("record");
  bool same = true;

  std::thread other([&] {
    for (int i = 0; i < 10000; ++i) same = same && LeafHash("record") == expected;
  });
  for (int i = 0; i < 10000; ++i) LeafHash("another record");
  other.join();

  EXPECT_TRUE(same);
}

TEST(HashTest, OnlyThirtyTwoBytesAreAHash) {
  const Hash hash = LeafHash("record");

  EXPECT_EQ(HashFromBytes(AsBytes(hash)).value(), hash);
  for (size_t size : {0, 1, 31, 33, 64}) {
    EXPECT_EQ(HashFromBytes(std::string(size, 'x')).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace casejournal::eventstore
