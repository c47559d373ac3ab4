// Published test data of implementations of RFC 6962, compared with this one: hashes, roots, and proofs.
// published_c2sp_test.cc has the C2SP formats. Data that other tests already have is left out, except for the proofs
// from which invalid ones are made. The sources and their licenses:
//   transparency-dev/merkle          Apache-2.0
//   google/certificate-transparency  Apache-2.0
//   golang/mod (golang.org/x/mod)    BSD-3-Clause
//   FiloSottile/torchwood            ISC

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/proof.h"
#include "gtest/gtest.h"
#include "tests/support/reference_tree.h"

namespace casejournal::eventstore {
namespace {

using PublishedHashes = std::vector<Hash>;

Hash PublishedBase64(absl::string_view text) { return DecodeBase64Hash(text).value(); }

std::string PublishedBytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }

// The words of each vector; vectors end with a semicolon or a line.
std::vector<std::vector<std::string>> PublishedVectors(absl::string_view text) {
  std::vector<std::vector<std::string>> vectors;
  for (const absl::string_view line : absl::StrSplit(text, absl::ByAnyChar("\n;"), absl::SkipEmpty())) {
    vectors.push_back(absl::StrSplit(line, ' ', absl::SkipEmpty()));
  }
  return vectors;
}

uint64_t PublishedNumber(absl::string_view word) { return ParseDecimal(word).value(); }

// transparency-dev/merkle, testonly/constants.go, NodeHashes: the complete nodes over the eight
// leaves of WellKnownLeaves(), level by level.
constexpr const char* kPublishedNodeHashes[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                                "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
                                                "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
                                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                                "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
                                                "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                                                "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
                                                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                                                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

// The nodes, the roots, and the other hashes of the proofs below, by their first four digits. "96a2^08" is 96a2... with
// its first byte xored with 0x08.
Hash PublishedNode(absl::string_view name) {
  static const auto* const hashes = [] {
    auto* hashes = new std::map<std::string, Hash>();
    auto add = [&](const Hash& hash) { (*hashes)[HexOf(hash).substr(0, 4)] = hash; };
    for (const char* hex : kPublishedNodeHashes) add(FromHex(hex));
    for (const Hash& root : WellKnownRoots()) add(root);
    add(FromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    add(FromHex("abacaba000000000000000000000000000000000000000000060061e00123456"));
    add(PublishedBase64("DTrtAjFI/9KiWfvQzcf7PPl1ZYdg03dbgq9vkKrMLfw="));
    return hashes;
  }();
  Hash hash = hashes->at(std::string(name.substr(0, 4)));
  if (name.size() > 4) hash[0] ^= static_cast<uint8_t>(PublishedBytes(name.substr(5))[0]);
  return hash;
}

PublishedHashes PublishedNodesFrom(const std::vector<std::string>& words, size_t first) {
  PublishedHashes hashes;
  for (size_t i = first; i < words.size(); ++i) hashes.push_back(PublishedNode(words[i]));
  return hashes;
}

PublishedHashes PublishedBase64Hashes(absl::string_view text) {
  PublishedHashes hashes;
  for (const auto& words : PublishedVectors(text)) hashes.push_back(PublishedBase64(words[0]));
  return hashes;
}

// google/certificate-transparency, python/ct/crypto/merkle_test.py (sha256_leaves, sha256_nodes);
// golang/mod, sumdb/tlog/note_test.go; transparency-dev/merkle, testdata/inclusion/single-entry.
TEST(PublishedHashTest, LeavesAndNodesHaveThePublishedHashes) {
  EXPECT_EQ(HexOf(LeafHash(PublishedBytes("101112131415161718191a1b1c1d1e1f"))),
            "3bfb960453ebaebf33727da7a1f4db38acc051d381b6da20d6d4e88f0eabfd7a");
  EXPECT_EQ(LeafHash("hello world"), PublishedBase64("TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0="));
  EXPECT_EQ(LeafHash("data"), PublishedNode("0d3a"));
  EXPECT_EQ(HexOf(NodeHash(FromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
                           FromHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"))),
            "1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57");
}

// The compact ranges are those of CompactTrees in the same file.
TEST(PublishedTreeTest, EightLeavesHaveThePublishedNodesAndCompactRanges) {
  size_t next = 0;
  for (const size_t width : {1, 2, 4, 8}) {
    for (size_t first = 0; first < 8; first += width) {
      CompactRange node;
      for (size_t i = first; i < first + width; ++i) node.Append(WellKnownLeaves()[i]);
      EXPECT_EQ(HexOf(node.Root()), kPublishedNodeHashes[next++]) << first << ", " << width;
    }
  }

  CompactRange range;
  EXPECT_TRUE(range.nodes().empty());
  for (const auto& words :
       PublishedVectors("6e34; fac5; fac5 0298; d37e; d37e bc1a; d37e 0ebc; d37e 0ebc b086; 5dc9")) {
    range.Append(WellKnownLeaves()[range.size()]);
    EXPECT_EQ(range.nodes(), PublishedNodesFrom(words, 0)) << range.size();
  }
}

// transparency-dev/merkle, compact/range_test.go, TestGetRootHashGolden: leaf i is the two bytes of
// i, the lower first. Each: a size, and the hash over the leaves from a first one to the end.
constexpr char kPublishedGoldenRoots[] = R"(
10 0 VjWMPSYNtCuCNlF/RLnQy6HcwSk6CIipfxm+hettA+4=
15 0 j4SulYmocFuxdeyp12xXCIgK6PekBcxzAIj4zbQzNEI=
16 0 c+4Uc6BCMOZf/v3NZK1kqTUJe+bBoFtOhP+P3SayKRE=
100 64 /K5I3bQ6Wz/beVi9IFKizZ073WqI8kGqstdkbmMcTXI=
100 0 dUh9hYH88p0CMoHkdr1wC2szbhcLAXOejWpINIooKUY=
255 252 EphrHrAU2E+H65CW1o2SwiJVA1dNragVhsMsOkyBdZ4=
255 248 fwen9eGNKOdGYC7L1GSwMKBlyjIIZBlsKVkmPGtsZEY=
255 240 Iq5blg5fdl93qbEUzBBEiGMoP7zyzbwf14JuB5YBidM=
255 224 D6s+gn79wNsgmdvBv0fVIYCougsU+PUSdtLGrWGmyO4=
255 192 swSuozoE2E7iTV9cnNGcnjbLEeDq+5ep2hRJuI0pTtI=
255 128 xv1RcZ3JpQusUjlsGQzsV9kWuITo3aLNpEsKymbFhak=
255 0 SmdsuKUqiod3RX2jyF2M6JnbdE4QuTwwipfAowI4/i0=
256 0 qFI0t/tZ1MdOYgyPpPzHFiZVw86koScXy9q3FU5casA=
1000 960 CBbiN/le+CpZNxEmCVIgfQSl/ZTapYxUOsdKTkiVjtc=
1000 896 npfCeOdllUJZLLRbvEkxlwY7enS6pRlChKVTJjHcevI=
1000 768 5MVDHIWhLErkcLgceSnxZWOTG04QlhIkm3aUEOQLpWw=
1000 512 6EoN2SheMl5oA3qymXw1Ltcp1ku/INU+rBqEe2+jIjI=
1000 0 RXrgb8xHd55Y48FbfotJwCbV82Kx22LZfEbmBGAvwlQ=
4095 0 cWRFdQhPcjn9WyBXE/r1f04ejxIm5lvg40DEpRBVS0w=
4096 0 6uU/phfHg1n/GksYT6TO9aN8EauMCCJRl3dIK0HDs2M=
10000 0 VZcav65F9haHVRk3wre2axFoBXRNeUh/1d9d5FQfxIg=
65535 0 iPuVYJhP6SEE4gUFp8qbafd2rYv9YTCDYqAxCj8HdLM=
)";

TEST(PublishedTreeTest, LargerTreesHaveThePublishedRoots) {
  for (const auto& words : PublishedVectors(kPublishedGoldenRoots)) {
    CompactRange range;
    for (uint64_t i = PublishedNumber(words[1]); i < PublishedNumber(words[0]); ++i) {
      const char record[] = {static_cast<char>(i & 0xFF), static_cast<char>(i >> 8)};
      range.Append(LeafHash({record, sizeof(record)}));
    }
    EXPECT_EQ(range.Root(), PublishedBase64(words[2])) << words[0] << " from " << words[1];
  }
}

// "level:index", each.
std::vector<NodeId> PublishedNodeIds(const std::vector<std::string>& words, size_t first) {
  std::vector<NodeId> ids;
  for (size_t i = first; i < words.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(words[i], ':');
    ids.push_back({static_cast<int>(PublishedNumber(parts[0])), PublishedNumber(parts[1])});
  }
  return ids;
}

// transparency-dev/merkle, compact/nodes_test.go, TestRangeNodesAndSize, except for ranges that are not a subtree of
// RFC 9162, which NodesCovering does not accept; FiloSottile/torchwood, tlogx_test.go, TestRightEdge. Each: begin, end,
// nodes.
constexpr char kPublishedRanges[] = R"(
0 0; 10 10; 1024 1024; 10 11 0:10; 1024 1025 0:1024; 1025 1026 0:1025; 10 12 1:5; 1024 1026 1:512
0 1 0:0; 0 2 1:0; 0 3 1:0 0:2; 0 4 2:0; 0 5 2:0 0:4; 0 13 3:0 2:2 0:12; 0 15 3:0 2:2 1:6 0:14
0 16 4:0; 0 100 6:0 5:2 2:24; 0 513 9:0 0:512; 0 4611686018427387904 62:0
0 9223372036854775808 63:0; 0 9367487224930631680 63:0 57:64; 8 16 3:1
)";

TEST(PublishedTreeTest, RangesAreCoveredByThePublishedNodes) {
  for (const auto& words : PublishedVectors(kPublishedRanges)) {
    EXPECT_EQ(NodesCovering(PublishedNumber(words[0]), PublishedNumber(words[1])), PublishedNodeIds(words, 2))
        << words[0] << " to " << words[1];
  }
}

// transparency-dev/merkle, proof/proof_test.go, TestInclusion and TestConsistency. Each: leaf
// index and size, or both sizes; the part of the nodes that becomes one hash, if any; the nodes.
constexpr char kPublishedInclusionNodes[] = R"(
0 1 0 0; 0 2 0 0 0:1; 1 2 0 0 0:0; 1 3 0 0 0:0 0:2; 0 7 2 4 0:1 1:1 0:6 1:2; 1 7 2 4 0:0 1:1 0:6 1:2
2 7 2 4 0:3 1:0 0:6 1:2; 3 7 2 4 0:2 1:0 0:6 1:2; 4 7 0 0 0:5 0:6 2:0; 5 7 0 0 0:4 0:6 2:0
6 7 0 0 1:2 2:0; 2 4 0 0 0:3 1:0; 3 5 0 0 0:2 1:0 0:4; 3 6 0 0 0:2 1:0 1:2; 4 6 0 0 0:5 2:0
10 15 2 4 0:11 1:4 0:14 1:6 3:0; 24 31 2 4 0:25 1:13 0:30 1:14 3:2 4:0
81 95 3 6 0:80 1:41 2:21 0:94 1:46 2:22 4:4 6:0
)";

constexpr char kPublishedConsistencyNodes[] = R"(
1 2 0 0 0:1; 1 4 0 0 0:1 1:1; 1 6 0 0 0:1 1:1 1:2; 2 3 0 0 0:2; 2 8 0 0 1:1 2:1
3 7 3 5 0:2 0:3 1:0 0:6 1:2; 4 7 0 2 0:6 1:2; 5 7 0 0 0:4 0:5 0:6 2:0; 6 7 0 0 1:2 0:6 2:0
7 8 0 0 0:6 0:7 1:2 2:0; 1 1 0 0; 2 2 0 0; 3 3 0 0; 4 4 0 0; 5 5 0 0; 7 7 0 0; 8 8 0 0; 2 4 0 0 1:1
3 5 0 0 0:2 0:3 1:0 0:4; 3 6 0 0 0:2 0:3 1:0 1:2; 4 6 0 0 1:2; 1 7 2 4 0:1 1:1 0:6 1:2
10 15 2 4 1:4 1:5 0:14 1:6 3:0; 24 31 1 4 3:2 0:30 1:14 2:6 4:0
81 95 4 7 0:80 0:81 1:41 2:21 0:94 1:46 2:22 4:4 6:0
)";

// The proof of `words` in `tree`. The nodes from `begin` to `end` are listed from right to left.
PublishedHashes PublishedProofIn(const ReferenceTree& tree, const std::vector<std::string>& words) {
  const size_t begin = PublishedNumber(words[2]);
  const size_t end = PublishedNumber(words[3]);
  const std::vector<NodeId> ids = PublishedNodeIds(words, 4);
  PublishedHashes proof;
  for (size_t i = 0; i < ids.size(); ++i) {
    const Hash hash = tree(ids[i]).value();
    if (begin < i && i < end) {
      proof.back() = NodeHash(hash, proof.back());
    } else {
      proof.push_back(hash);
    }
  }
  return proof;
}

TEST(PublishedProofTest, ProofsAreMadeOfThePublishedNodes) {
  for (const auto& words : PublishedVectors(kPublishedInclusionNodes)) {
    const uint64_t size = PublishedNumber(words[1]);
    const ReferenceTree tree(size);
    EXPECT_EQ(InclusionProof(PublishedNumber(words[0]), size, tree).value(), PublishedProofIn(tree, words))
        << words[0] << " in " << size;
  }
  for (const auto& words : PublishedVectors(kPublishedConsistencyNodes)) {
    const uint64_t size = PublishedNumber(words[1]);
    const ReferenceTree tree(size);
    EXPECT_EQ(ConsistencyProof(PublishedNumber(words[0]), size, tree).value(), PublishedProofIn(tree, words))
        << words[0] << " to " << size;
  }
}

// The errors of the same two tests.
TEST(PublishedProofTest, NoProofIsMadeWhereThePublishedTestsExpectNone) {
  const ReferenceTree tree(8);
  for (const auto& words : PublishedVectors("0 0; 1 0; 2 1; 3 0; 8 7")) {
    EXPECT_FALSE(InclusionProof(PublishedNumber(words[0]), PublishedNumber(words[1]), tree).ok());
  }
  for (const auto& words : PublishedVectors("5 0; 9 8")) {
    EXPECT_FALSE(ConsistencyProof(PublishedNumber(words[0]), PublishedNumber(words[1]), tree).ok());
  }
}

// transparency-dev/merkle, testdata/inclusion, written by cmd/proofgen: the file without ".json", leaf index, size,
// root, leaf, proof. Two kinds are missing because a Hash cannot represent them: "wrong leaf" has nine bytes, and
// garbage or an empty root or leaf has none.
constexpr char kPublishedInclusionProofs[] = R"(
0/happy-path 0 1 6e34 6e34; 0/leafIdx-sub-@1 18446744073709551615 1 6e34 6e34
0/leafIdx-plus-@1 1 1 6e34 6e34; 0/leafIdx-XOR-@2 2 1 6e34 6e34; 0/treeSize-mul-@2 0 2 6e34 6e34
0/treeSize-div-@2 0 0 6e34 6e34; 0/empty-root 0 1 e3b0 6e34; 0/random-root 0 1 abac 6e34
0/trailing-root 0 1 6e34 6e34 6e34; 0/preceding-root 0 1 6e34 6e34 6e34
1/happy-path 0 8 5dc9 6e34 96a2 5f08 6b47
1/leafIdx-sub-@1 18446744073709551615 8 5dc9 6e34 96a2 5f08 6b47
1/leafIdx-plus-@1 1 8 5dc9 6e34 96a2 5f08 6b47; 1/leafIdx-XOR-@2 2 8 5dc9 6e34 96a2 5f08 6b47
1/treeSize-mul-@2 0 16 5dc9 6e34 96a2 5f08 6b47; 1/treeSize-div-@2 0 4 5dc9 6e34 96a2 5f08 6b47
1/empty-root 0 8 e3b0 6e34 96a2 5f08 6b47; 1/random-root 0 8 abac 6e34 96a2 5f08 6b47
1/trailing-root 0 8 5dc9 6e34 96a2 5f08 6b47 5dc9
1/preceding-root 0 8 5dc9 6e34 5dc9 96a2 5f08 6b47
1/modified-proof[0]-bit-@3 0 8 5dc9 6e34 96a2^08 5f08 6b47
1/modified-proof[1]-bit-@3 0 8 5dc9 6e34 96a2 5f08^08 6b47
1/modified-proof[2]-bit-@3 0 8 5dc9 6e34 96a2 5f08 6b47^08
1/removed-component 0 8 5dc9 6e34 96a2 5f08; 1/inserted-component 0 8 5dc9 6e34 96a2 abac 5f08 6b47
2/happy-path 5 8 5dc9 4271 bc1a ca85 d37e; 2/leafIdx-sub-@1 4 8 5dc9 4271 bc1a ca85 d37e
2/leafIdx-plus-@1 6 8 5dc9 4271 bc1a ca85 d37e; 2/leafIdx-XOR-@2 7 8 5dc9 4271 bc1a ca85 d37e
2/treeSize-mul-@2 5 16 5dc9 4271 bc1a ca85 d37e; 2/treeSize-div-@2 5 4 5dc9 4271 bc1a ca85 d37e
2/empty-root 5 8 e3b0 4271 bc1a ca85 d37e; 2/random-root 5 8 abac 4271 bc1a ca85 d37e
2/trailing-root 5 8 5dc9 4271 bc1a ca85 d37e 5dc9
2/preceding-root 5 8 5dc9 4271 5dc9 bc1a ca85 d37e
2/modified-proof[0]-bit-@3 5 8 5dc9 4271 bc1a^08 ca85 d37e
2/modified-proof[1]-bit-@3 5 8 5dc9 4271 bc1a ca85^08 d37e
2/modified-proof[2]-bit-@3 5 8 5dc9 4271 bc1a ca85 d37e^08
2/removed-component 5 8 5dc9 4271 bc1a ca85; 2/inserted-component 5 8 5dc9 4271 bc1a abac ca85 d37e
3/happy-path 2 3 aeb6 0298 fac5; 3/leafIdx-sub-@1 1 3 aeb6 0298 fac5
3/leafIdx-plus-@1 3 3 aeb6 0298 fac5; 3/leafIdx-XOR-@2 0 3 aeb6 0298 fac5
3/treeSize-mul-@2 2 6 aeb6 0298 fac5; 3/treeSize-div-@2 2 1 aeb6 0298 fac5
3/empty-root 2 3 e3b0 0298 fac5; 3/random-root 2 3 abac 0298 fac5
3/trailing-root 2 3 aeb6 0298 fac5 aeb6; 3/preceding-root 2 3 aeb6 0298 aeb6 fac5
3/modified-proof[0]-bit-@3 2 3 aeb6 0298 fac5^08; 3/removed-component 2 3 aeb6 0298
4/happy-path 1 5 4e3b 96a2 6e34 5f08 bc1a; 4/leafIdx-sub-@1 0 5 4e3b 96a2 6e34 5f08 bc1a
4/leafIdx-plus-@1 2 5 4e3b 96a2 6e34 5f08 bc1a; 4/leafIdx-XOR-@2 3 5 4e3b 96a2 6e34 5f08 bc1a
4/treeSize-mul-@2 1 10 4e3b 96a2 6e34 5f08 bc1a; 4/treeSize-div-@2 1 2 4e3b 96a2 6e34 5f08 bc1a
4/empty-root 1 5 e3b0 96a2 6e34 5f08 bc1a; 4/random-root 1 5 abac 96a2 6e34 5f08 bc1a
4/trailing-root 1 5 4e3b 96a2 6e34 5f08 bc1a 4e3b
4/preceding-root 1 5 4e3b 96a2 4e3b 6e34 5f08 bc1a
4/modified-proof[0]-bit-@3 1 5 4e3b 96a2 6e34^08 5f08 bc1a
4/modified-proof[1]-bit-@3 1 5 4e3b 96a2 6e34 5f08^08 bc1a
4/modified-proof[2]-bit-@3 1 5 4e3b 96a2 6e34 5f08 bc1a^08
4/removed-component 1 5 4e3b 96a2 6e34 5f08; 4/inserted-component 1 5 4e3b 96a2 6e34 abac 5f08 bc1a
additional/0/empty-root-and-random-leaf 0 0 e3b0 abac
additional/1/empty-root-and-random-leaf 0 1 e3b0 abac
additional/2/empty-root-and-random-leaf 1 0 e3b0 abac
additional/3/empty-root-and-random-leaf 2 1 e3b0 abac
single-entry/matching-root-and-leaf 0 1 0d3a 0d3a
)";

// The same, testdata/consistency: both sizes, both roots, proof. "Wrong root" and "don't care" are
// too short for a Hash.
constexpr char kPublishedConsistencyProofs[] = R"(
0/happy-path 1 1 6e34 6e34; 1/happy-path 1 8 6e34 5dc9 96a2 5f08 6b47
1/size1-sub-@1 0 8 6e34 5dc9 96a2 5f08 6b47; 1/size1-plus-@1 2 8 6e34 5dc9 96a2 5f08 6b47
1/size1-XOR-@2 3 8 6e34 5dc9 96a2 5f08 6b47; 1/size2-mul-@2 1 16 6e34 5dc9 96a2 5f08 6b47
1/size2-div-@2 1 4 6e34 5dc9 96a2 5f08 6b47; 1/swapped-roots 1 8 5dc9 6e34 96a2 5f08 6b47
1/empty-proof 1 8 6e34 5dc9; 1/trailing-root1 1 8 6e34 5dc9 96a2 5f08 6b47 6e34
1/trailing-root2 1 8 6e34 5dc9 96a2 5f08 6b47 5dc9
1/preceding-root1 1 8 6e34 5dc9 6e34 96a2 5f08 6b47
1/preceding-root2 1 8 6e34 5dc9 5dc9 96a2 5f08 6b47
1/preceding-proof-@0 1 8 6e34 5dc9 96a2 96a2 5f08 6b47; 1/truncated-proof 1 8 6e34 5dc9 96a2 5f08
1/modified-proof@0-bit-@4 1 8 6e34 5dc9 96a2^10 5f08 6b47
1/modified-proof@1-bit-@4 1 8 6e34 5dc9 96a2 5f08^10 6b47
1/modified-proof@2-bit-@4 1 8 6e34 5dc9 96a2 5f08 6b47^10; 2/happy-path 6 8 76e6 5dc9 0ebc ca85 d37e
2/size1-sub-@1 5 8 76e6 5dc9 0ebc ca85 d37e; 2/size1-plus-@1 7 8 76e6 5dc9 0ebc ca85 d37e
2/size1-XOR-@2 4 8 76e6 5dc9 0ebc ca85 d37e; 2/size2-mul-@2 6 16 76e6 5dc9 0ebc ca85 d37e
2/size2-div-@2 6 4 76e6 5dc9 0ebc ca85 d37e; 2/swapped-roots 6 8 5dc9 76e6 0ebc ca85 d37e
2/empty-proof 6 8 76e6 5dc9; 2/trailing-root1 6 8 76e6 5dc9 0ebc ca85 d37e 76e6
2/trailing-root2 6 8 76e6 5dc9 0ebc ca85 d37e 5dc9
2/preceding-root1 6 8 76e6 5dc9 76e6 0ebc ca85 d37e
2/preceding-root2 6 8 76e6 5dc9 5dc9 0ebc ca85 d37e
2/preceding-proof-@0 6 8 76e6 5dc9 0ebc 0ebc ca85 d37e; 2/truncated-proof 6 8 76e6 5dc9 0ebc ca85
2/modified-proof@0-bit-@4 6 8 76e6 5dc9 0ebc^10 ca85 d37e
2/modified-proof@1-bit-@4 6 8 76e6 5dc9 0ebc ca85^10 d37e
2/modified-proof@2-bit-@4 6 8 76e6 5dc9 0ebc ca85 d37e^10; 3/happy-path 2 5 fac5 4e3b 5f08 bc1a
3/size1-sub-@1 1 5 fac5 4e3b 5f08 bc1a; 3/size1-plus-@1 3 5 fac5 4e3b 5f08 bc1a
3/size1-XOR-@2 0 5 fac5 4e3b 5f08 bc1a; 3/size2-mul-@2 2 10 fac5 4e3b 5f08 bc1a
3/size2-div-@2 2 2 fac5 4e3b 5f08 bc1a; 3/swapped-roots 2 5 4e3b fac5 5f08 bc1a
3/empty-proof 2 5 fac5 4e3b; 3/trailing-root1 2 5 fac5 4e3b 5f08 bc1a fac5
3/trailing-root2 2 5 fac5 4e3b 5f08 bc1a 4e3b; 3/preceding-root1 2 5 fac5 4e3b fac5 5f08 bc1a
3/preceding-root2 2 5 fac5 4e3b 4e3b 5f08 bc1a; 3/preceding-proof-@0 2 5 fac5 4e3b 5f08 5f08 bc1a
3/truncated-proof 2 5 fac5 4e3b 5f08; 3/modified-proof@0-bit-@4 2 5 fac5 4e3b 5f08^10 bc1a
3/modified-proof@1-bit-@4 2 5 fac5 4e3b 5f08 bc1a^10; 4/happy-path 6 7 76e6 ddb8 0ebc b086 d37e
4/size1-sub-@1 5 7 76e6 ddb8 0ebc b086 d37e; 4/size1-plus-@1 7 7 76e6 ddb8 0ebc b086 d37e
4/size1-XOR-@2 4 7 76e6 ddb8 0ebc b086 d37e; 4/size2-mul-@2 6 14 76e6 ddb8 0ebc b086 d37e
4/size2-div-@2 6 3 76e6 ddb8 0ebc b086 d37e; 4/swapped-roots 6 7 ddb8 76e6 0ebc b086 d37e
4/empty-proof 6 7 76e6 ddb8; 4/trailing-root1 6 7 76e6 ddb8 0ebc b086 d37e 76e6
4/trailing-root2 6 7 76e6 ddb8 0ebc b086 d37e ddb8
4/preceding-root1 6 7 76e6 ddb8 76e6 0ebc b086 d37e
4/preceding-root2 6 7 76e6 ddb8 ddb8 0ebc b086 d37e
4/preceding-proof-@0 6 7 76e6 ddb8 0ebc 0ebc b086 d37e; 4/truncated-proof 6 7 76e6 ddb8 0ebc b086
4/modified-proof@0-bit-@4 6 7 76e6 ddb8 0ebc^10 b086 d37e
4/modified-proof@1-bit-@4 6 7 76e6 ddb8 0ebc b086^10 d37e
4/modified-proof@2-bit-@4 6 7 76e6 ddb8 0ebc b086 d37e^10
additional/sizes-match-but-proof-is-not-empty-and-sizes-are-zero 0 0 e3b0 e3b0 e3b0
additional/sizes-match-but-proof-is-not-empty-and-sizes-are-one 1 1 e3b0 e3b0 e3b0
additional/consistency-check-on-empty-tree-(size1-is-zero)-is-useless 0 1 e3b0 e3b0 e3b0
)";

// Whether `name` is the name of a proof that must verify.
bool PublishedAsGood(absl::string_view name) {
  return name.substr(std::min<size_t>(name.size(), 2)) == "happy-path" || name == "single-entry/matching-root-and-leaf";
}

TEST(PublishedProofTest, InclusionProofsVerifyAsPublished) {
  for (const auto& words : PublishedVectors(kPublishedInclusionProofs)) {
    EXPECT_EQ(VerifyInclusion(PublishedNumber(words[1]), PublishedNumber(words[2]), PublishedNode(words[4]),
                              PublishedNodesFrom(words, 5), PublishedNode(words[3]))
                  .ok(),
              PublishedAsGood(words[0]))
        << words[0];
  }
}

TEST(PublishedProofTest, ConsistencyProofsVerifyAsPublished) {
  for (const auto& words : PublishedVectors(kPublishedConsistencyProofs)) {
    EXPECT_EQ(VerifyConsistency(PublishedNumber(words[1]), PublishedNumber(words[2]), PublishedNodesFrom(words, 5),
                                PublishedNode(words[3]), PublishedNode(words[4]))
                  .ok(),
              PublishedAsGood(words[0]))
        << words[0];
  }
}

// golang/mod, sumdb/tlog/testdata/argon2020 and ct_test.go: answers of Google's Certificate Transparency log Argon 2020
// about its tree of 961,984,013 leaves.
constexpr uint64_t kArgonSize = 961984013;
constexpr char kArgonRoot[] = "dwlueapdd7LaOEnX2W2Wp9v2XE+KzejHRQGHwEx0oaM=";
constexpr uint64_t kArgonOldSize = 3654490;
constexpr char kArgonOldRoot[] = "AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ=";

// entries.json: the leaf with index 10000.
constexpr char kArgonLeaf[] =
    "AAAAAAFelPhqUwAAAAViMIIFXjCCBEagAwIBAgIRAOodHzZdqWIFzYyl/SovhCMwDQYJKoZIhvcNAQELBQAwgZAxCzAJ"
    "BgNVBAYTAkdCMRswGQYDVQQIExJHcmVhdGVyIE1hbmNoZXN0ZXIxEDAOBgNVBAcTB1NhbGZvcmQxGjAYBgNVBAoTEUNP"
    "TU9ETyBDQSBMaW1pdGVkMTYwNAYDVQQDEy1DT01PRE8gUlNBIERvbWFpbiBWYWxpZGF0aW9uIFNlY3VyZSBTZXJ2ZXIg"
    "Q0EwHhcNMTcwMjE1MDAwMDAwWhcNMjAwNDE2MjM1OTU5WjBfMSEwHwYDVQQLExhEb21haW4gQ29udHJvbCBWYWxpZGF0"
    "ZWQxHTAbBgNVBAsTFFBvc2l0aXZlU1NMIFdpbGRjYXJkMRswGQYDVQQDDBIqLmxhbmRsb3Jkcy5jb20uYXUwggEiMA0G"
    "CSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCtPBKKHj4zdrGlCjgTHzb5gx9JCs97DwvBz60f14gDufF2haWbOxyJ0a3o"
    "pAMsZnOr8HkARVCwxdqG/PTfACcb0QM7FOlzvxGqxataTYiChwvkkif8F9GlJw69HuHgzhusPf1Ytfk3ps1PRC14Mkyr"
    "S4kwPrk/Le4XdkqRpRw62wG4V6IkbzsNMEOl1H8EgUbfyapdOcVxHjIzvBVy56fBRKG05Fr5wNq3Acak5kYZdNsLhhml"
    "rqAfAjiombW3hb3V5blJdRC0BDdYHv2+zKey6LqJ1FDoXo6IzbzPpC+aifZy47YX+/N1U64Qn5xlDg7mOP8JXfkNJHbU"
    "1TJZHif5AgMBAAGjggHhMIIB3TAfBgNVHSMEGDAWgBSQr2o6lFoL2JDqElZz30O0Oija5zAdBgNVHQ4EFgQUNQSLjkoz"
    "01I+iuuoC5lgEp0anhcwDgYDVR0PAQH/BAQDAgWgMAwGA1UdEwEB/wQCMAAwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsG"
    "AQUFBwMCME8GA1UdIARIMEYwOgYLKwYBBAGyMQECAgcwKzApBggrBgEFBQcCARYdaHR0cHM6Ly9zZWN1cmUuY29tb2Rv"
    "LmNvbS9DUFMwCAYGZ4EMAQIBMFQGA1UdHwRNMEswSaBHoEWGQ2h0dHA6Ly9jcmwuY29tb2RvY2EuY29tL0NPTU9ET1JT"
    "QURvbWFpblZhbGlkYXRpb25TZWN1cmVTZXJ2ZXJDQS5jcmwwgYUGCCsGAQUFBwEBBHkwdzBPBggrBgEFBQcwAoZDaHR0"
    "cDovL2NydC5jb21vZG9jYS5jb20vQ09NT0RPUlNBRG9tYWluVmFsaWRhdGlvblNlY3VyZVNlcnZlckNBLmNydDAkBggr"
    "BgEFBQcwAYYYaHR0cDovL29jc3AuY29tb2RvY2EuY29tMC8GA1UdEQQoMCaCEioubGFuZGxvcmRzLmNvbS5hdYIQbGFu"
    "ZGxvcmRzLmNvbS5hdTANBgkqhkiG9w0BAQsFAAOCAQEACyHqxUzrexToY7tOv4+kyGPP2D27P1tQpyzeAl1bPObiMhNK"
    "2b9vvBLDWAaqm8c0YL1h+DBdLoWzf3xFsIkTCVCjWJTNSNlcYtgRk6or1s7jWsfXzWqsnPjPPmTIOCw7EfH7Yme3oxPs"
    "3UUsmShAgPwNohAtL9GqlqMiKM6v1WU3NHt01jEoNP23LRa6KeNK6AH6WHJykzL223IlhgXjHTeuQj6lR+TNrQXJuhwT"
    "XYe+20rrpPQxc1Pn7AqnvfWgmicRQ7gdIcr4V6+ecTvLfNOaJ0ZYe5G5giuAAdTm7F57pk04f4gyZNYKrj88mvbkoriN"
    "8b6jcWExtrYO6bm2TwAA";

// The upper eight hashes of both proofs below.
constexpr char kArgonTop[] = R"(
GXIElfmnRuWfbA4z7ubV/UwlpSRUbUeec7oL5HDDnh0=; pR0SH/NYP6s9+8azWwaeUXA4Ze/3WCIgMfh5YW6wvcE=
f3GuAKYVrF8RBg3s15jvA/YvV9oAliWtzP/imwPhQVA=; WHn8zDxlVgkV+lSlmzaOdfSBrTHoRr5nT3d76q0KKWE=
f2uV2ZxVgULzLPKuZcowRY3ZY7fRlX59iDBjV1R8kNQ=; NzQVjJsvQwbi7WStMr9oFkh9VbHfK7LB6o7WwAqwNTs=
C0LttBeYHZHgL+032JIcJC3CTBIyza/hsbmJUgJfmDI=; nixU5CWTFVDlF4BGdcU6kA7WSYurEpe9jRWc+F/7sOc=
)";

constexpr char kArgonInclusion[] = R"(
T46AmJsuOM/gFiGlUp+IJJebp+1Z5qratFNW7U0JyOQ=; 9Jj1Feodn42uRYEfffkV4HF/EIPFQ5Zo9IwkxbQ2uhk=
D53/1oCNebF4J59HHgioovKZxrmrKcVuCVhy3Izg8Ck=; wSFDgGSrsXRPA+1c8WHoAFCsWeUv8NDyP/Q/SgsyVyY=
516/RcwsgdwdzHn18v1dJHqBkgFUbNhmCIWOGjsMJaE=; naTFY2ajLFgrgs5XUl+zJYZnnlJksLGsA1VYwpLfqbY=
mKBRJo6qao+0Kdh/rhGkZUbHUAxMhrtrclrTpIbNjIg=; Co4ueOFE7lpifLio94irxxsv1wFMMaK3tPu2ZQkHlro=
yRgy800K6JMYCC05sWfqF2kvCg2riT/pVM+nEa6V5+0=; n2O38XJZC8/Wpbwi9HhgVizlUyeUHVZvYyQB1607MRc=
go3tAjuNfNSCj87y2Rg1xOroDknGN1eaf3cgvzObf7Q=; 8D0Mj3/J7ySSnFb0afIHYXv6rlOhECnsebY6XKi1IR8=
6rcez46ZU8M5vPiWVMAUfJfAOV0pPP/mch/lYzZhj/M=; 2rtIeXrPvSdUyHc5maIgSAVB2BzaKaupWxSAiVayDE4=
nniW/IMFQPN5xw8UsHFn7CRStYbm1gLu7NNa6kkRqJQ=; mRPPi7sQS22MduIEyvcNzCNFqIt6kLwYPkNKrVtIcu8=
JvTivzESNS9wHI8aph5a7uieVmtS/p9PciMZ5D6GyOo=; UTyQd+Ym0wY4zG+qK806bBORwi1CSVvFQ/KknnqoZj8=
hXODrqN+ff+U6zPqRQ+ZQKs6im1fPcxIerDSfNwflhE=; II6GE+WY/DrpZzfHztLwkR46o37zVkNLCyPYlf68zA0=
d609kWWcNBllbA8Jb/ad4XAVVGnScLRmtP8FYyr+Dck=; rikBsP0G0gioXRpBFED2CzQdSLrGPvRd0bEcbEZw1rI=
)";

constexpr char kArgonConsistency[] = R"(
80Sfbj6UQEdVSZCSIgh9NMPj3vCBzcc1A48B2crJSWg=; FZcrgAHUk6nNPviJZq8kEK6jCG1d18pJOFE45ZDc1TQ=
Q67reWXmPBo1UfmwBap4Xi9PMPfFdUSSw3WGlRZdG7k=; eJ7CyhR4PxzBxDIsWgrVYW1eFUb9ndgf46tFmiqVrxA=
QrDwp062Grm5WY8KdrhFsBuuNjGzRox2Jb8PmVL5OYw=; XM4YMjMEdLH/XJam/ZWyaP14k3cmsOtnPsOWQ54lW1s=
SGiBh+jOTGccXU48ZzgQ88lRcBmtB4wz4oSDndv2QTg=; WAS6txqNLYKGL1GdBdpqmV42TTfn6cJsuDsqLXuTCNI=
QFmRS0rirUA7ZN3lxFjDncV+E1OCrn3NUB4RCp+5fzc=; Hdbp7It2XBNZmNDBpCN/KPd7vfVqxgzwOosqVIaEA9E=
mxvHL0ZiblBdD7j7pIa1jlfB0gSqfJ6oX0UGo7L0VsU=; q5hjyvoW6TL/PThgcitpDcSTrnKX2p1+aqscqH2euRA=
jTOWDqt3IHj2NVFeezyBz2ofpru+ztEywqKUAfFclKI=; GIRn0w3HqJdvU9j1WVD//eR6lk2AaTVjyzjsJNP8U88=
x52GJvxG81fnQBrgOTbll1A5tz95/LXK0Ag1NhB0r1I=; 6/0OqrcTgc3o5dD5PymmoC96lB9yLPFuTHVvLy8fSGk=
Gf+iKLfcXO5l4JEFmsZvSdG5q1uEeWPfYLrds6pmjz0=; DGuaco+McyM3AfRSF6qX7RwSetwe2ieYJmxw5e9rVx0=
2tQJ9V32hnYp+fdpP6TcjmgJmLeNVOMKM0Ml1kk4cNU=; 3PapK+IkyJr8I9yAErAmzuZezzLMzsg+PfeRCgNW8NQ=
s6xiYeejb+wtqHA+URJZ2I/SCPyIW8coP6aB00FJbMY=; z9lSpmdTcr5M5ZzKlc4EPh3SrSypKFdk6JUF/UccaZU=
)";

TEST(PublishedProofTest, ProofsOfTheArgonLogVerify) {
  const Hash root = PublishedBase64(kArgonRoot);
  const Hash leaf = LeafHash(DecodeBase64(kArgonLeaf).value());

  EXPECT_TRUE(
      VerifyInclusion(10000, kArgonSize, leaf, PublishedBase64Hashes(absl::StrCat(kArgonInclusion, kArgonTop)), root)
          .ok());
  EXPECT_TRUE(VerifyConsistency(kArgonOldSize, kArgonSize,
                                PublishedBase64Hashes(absl::StrCat(kArgonConsistency, kArgonTop)),
                                PublishedBase64(kArgonOldRoot), root)
                  .ok());
}

// google/certificate-transparency, python/ct/crypto/merkle_test.py, MerkleVerifierTest, like all tests below:
// leaf_hash, expected_root_hash, sha256_audit_path.
TEST(PublishedProofTest, ProofOfTheLeafWithIndex848049Verifies) {
  const Hash leaf = FromHex("7a395c866d5ecdb0cccb623e011dbc392cd348d1d1d72776174e127a24b09c78");
  const Hash root = FromHex("78316a05c9bcf14a3a4548f5b854a9adfcd46a4c034401b3ce7eb7ac2f1d0ecb");
  PublishedHashes path;
  for (const char* hash : {"1a208aeebcd1b39fe2de247ee8db9454e1e93a312d206b87f6ca9cc6ec6f1ddd",
                           "0a1b78b383f580856f433c01a5741e160d451c185910027f6cc9f828687a40c4",
                           "3d1745789bc63f2da15850de1c12a5bf46ed81e1cc90f086148b1662e79aab3d",
                           "9095b61e14d8990acf390905621e62b1714fb8e399fbb71de5510e0aef45affe",
                           "0a332b91b8fab564e6afd1dd452449e04619b18accc0ff9aa8393cd4928451f2",
                           "2336f0181d264aed6d8f3a6507ca14a8d3b3c3a23791ac263e845d208c1ee330",
                           "b4ce56e300590500360c146c6452edbede25d4ed83919278749ee5dbe178e048",
                           "933f6ddc848ea562e4f9c5cfb5f176941301dad0c6fdb9d1fbbe34fac1be6966",
                           "b95a6222958a86f74c030be27c44f57dbe313e5e7c7f4ffb98bcbd3a03bb52f2",
                           "daeeb3ce5923defd0faeb8e0c210b753b85b809445d7d3d3cd537a9aabaa9c45",
                           "7fadd0a13e9138a2aa6c3fdec4e2275af233b94812784f66bcca9aa8e989f2bc",
                           "1864e6ba3e32878610546539734fb5eeae2529991f130c575c73a7e25a2a7c56",
                           "12842d1202b1dc6828a17ab253c02e7ce9409b5192430feba44189f39cc02d66",
                           "29af64b16fa3053c13d02ac63aa75b23aa468506e44c3a2315edc85d2dc22b11",
                           "b527b99934a0bd9edd154e449b0502e2c499bba783f3bc3dfe23364b6b532009",
                           "4584db8ae8e351ace08e01f306378a92bfd43611714814f3d834a2842d69faa8",
                           "86a9a41573b0d6e4292f01e93243d6cc65b30f06606fc6fa57390e7e90ed580f",
                           "a88b98fbe84d4c6aae8db9d1605dfac059d9f03fe0fcb0d5dff1295dacba09e6",
                           "06326dc617a6d1f7021dc536026dbfd5fffc6f7c5531d48ef6ccd1ed1569f2a1",
                           "f41fe8fdc3a2e4e8345e30216e7ebecffee26ff266eeced208a6c2a3cf08f960",
                           "40cf5bde8abb76983f3e98ba97aa36240402975674e120f234b3448911090f8d",
                           "b3222dc8658538079883d980d7fdc2bef9285344ea34338968f736b04aeb387a"}) {
    path.push_back(FromHex(hash));
  }

  EXPECT_TRUE(VerifyInclusion(848049, 3630887, leaf, path, root).ok());
  EXPECT_FALSE(VerifyInclusion(848049, 3630887, leaf, path, Hash{}).ok());
  EXPECT_FALSE(VerifyInclusion(848049 + (1 << 23), 3630887, leaf, path, root).ok());
  EXPECT_TRUE(VerifyInclusion(0, 1, leaf, {}, leaf).ok());
}

// All siblings are zeros; the last two proofs are too long and too short.
TEST(PublishedProofTest, ProofsOfTheRightmostLeafVerify) {
  const Hash zeros = {};
  const Hash leaf = LeafHash(std::string(32, '\x11'));
  const Hash two = NodeHash(zeros, leaf);

  EXPECT_TRUE(VerifyInclusion(7, 8, leaf, {zeros, zeros, zeros}, NodeHash(zeros, NodeHash(zeros, two))).ok());
  EXPECT_TRUE(VerifyInclusion(4, 5, leaf, {zeros}, two).ok());
  EXPECT_TRUE(VerifyInclusion(5, 6, leaf, {zeros, zeros}, NodeHash(zeros, two)).ok());
  EXPECT_TRUE(VerifyInclusion(4, 6, leaf, {zeros, zeros}, NodeHash(zeros, NodeHash(leaf, zeros))).ok());
  EXPECT_FALSE(VerifyInclusion(0, 4, leaf, {zeros, zeros, zeros}, zeros).ok());
  EXPECT_FALSE(VerifyInclusion(0, 4, leaf, {zeros}, zeros).ok());
}

TEST(PublishedProofTest, ConsistencyWithAFlippedBitInARootIsRefused) {
  const PublishedHashes proof = {PublishedNode("0ebc"), PublishedNode("ca85"), PublishedNode("d37e")};
  const Hash bad_first = FromHex("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ee");
  const Hash bad_second = FromHex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604329");

  EXPECT_FALSE(VerifyConsistency(6, 8, proof, bad_first, PublishedNode("5dc9")).ok());
  EXPECT_FALSE(VerifyConsistency(6, 8, proof, PublishedNode("76e6"), bad_second).ok());
  EXPECT_FALSE(VerifyConsistency(6, 8, proof, bad_first, bad_second).ok());
  EXPECT_FALSE(VerifyConsistency(5, 2, {PublishedNode("5f08"), PublishedNode("bc1a")}, PublishedNode("4e3b"),
                                 PublishedNode("fac5"))
                   .ok());
}

// Our stricter rule: that implementation ignores the proof from an empty tree, and between trees of equal size. Our
// more lenient rule: transparency-dev/merkle rejects every proof from an empty tree
// (testdata/consistency/additional/size1-is-zero-and-size2-is-not-zero.json); C2SP tlog-witness requires it to be
// empty. See TreeWithoutLeavesIsAPrefixOfEveryTree in proof_test.cc.
TEST(PublishedProofTest, ProofFromAnEmptyTreeOrOfAnEqualOneMustBeEmpty) {
  const Hash leaf = PublishedNode("6e34");

  EXPECT_FALSE(VerifyConsistency(0, 1, {leaf}, PublishedNode("e3b0"), leaf).ok());
  EXPECT_FALSE(VerifyConsistency(3, 3, {leaf}, leaf, leaf).ok());
}

}  // namespace
}  // namespace casejournal::eventstore
