#include "eventstore/tree/tlog_proof.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/tree/proof.h"
#include "eventstore/tree/reference_tree.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

using absl::StatusCode;

constexpr uint64_t kIndex = 5;
constexpr uint64_t kSize = 11;

// The key of golang.org/x/mod/sumdb/note's tests.
NoteSigner PeterSigner() {
  return NoteSigner::FromSignerKey("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
      .value();
}

NoteVerifier PeterVerifier() { return NoteVerifier::FromVerifierKey(PeterSigner().verifier_key()).value(); }

std::string SignedCheckpoint(absl::string_view origin, uint64_t size, const NoteSigner& signer) {
  return SignNote(
      FormatCheckpoint(
          {.origin = std::string(origin), .size = size, .root = ReferenceRoot(ReferenceTree(size).leaves(size))}),
      signer);
}

TlogProof ProofOfLeaf() {
  return {.index = kIndex,
          .hashes = InclusionProof(kIndex, kSize, ReferenceTree(kSize)).value(),
          .checkpoint_note = SignedCheckpoint("PeterNeumann", kSize, PeterSigner())};
}

Hash Leaf() { return LeafHash(std::to_string(kIndex)); }

// The example of C2SP tlog-proof up to its checkpoint, whose signatures the specification elides.
TEST(TlogProofTest, SpecificationExampleParsesAndFormats) {
  const std::string text = absl::StrCat(
      "c2sp.org/tlog-proof@v1\n"
      "extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ\n"
      "index 73894\n"
      "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
      "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
      "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n"
      "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n"
      "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n"
      "\n",
      SignNote("example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n", PeterSigner()));

  const TlogProof proof = ParseTlogProof(text).value();

  EXPECT_EQ(proof.index, 73894u);
  ASSERT_EQ(proof.hashes.size(), 5u);
  EXPECT_EQ(HexOf(proof.hashes[1]).substr(0, 8), "07de650d");
  EXPECT_EQ(proof.extra.value().substr(0, 10), "age-v1.2.1");
  EXPECT_EQ(FormatTlogProof(proof), text);
}

TEST(TlogProofTest, ProofVerifiesToItsCheckpoint) {
  const TlogProof proof = ParseTlogProof(FormatTlogProof(ProofOfLeaf())).value();

  const Checkpoint checkpoint = VerifyTlogProof(proof, Leaf(), PeterVerifier()).value();

  EXPECT_EQ(checkpoint.origin, "PeterNeumann");
  EXPECT_EQ(checkpoint.size, kSize);
  EXPECT_FALSE(proof.extra.has_value());
}

TEST(TlogProofTest, OnlyLeafOfItsTreeNeedsNoHashes) {
  const TlogProof proof = {
      .index = 0, .hashes = {}, .checkpoint_note = SignedCheckpoint("PeterNeumann", 1, PeterSigner())};

  EXPECT_TRUE(VerifyTlogProof(ParseTlogProof(FormatTlogProof(proof)).value(), LeafHash("0"), PeterVerifier()).ok());
}

TEST(TlogProofTest, ExtraDataIsCarriedAndNotAuthenticated) {
  TlogProof proof = ProofOfLeaf();
  proof.extra = std::string("\0\xFF any bytes\n", 13);

  const TlogProof parsed = ParseTlogProof(FormatTlogProof(proof)).value();

  EXPECT_EQ(parsed.extra, proof.extra);
  EXPECT_TRUE(VerifyTlogProof(parsed, Leaf(), PeterVerifier()).ok());
  proof.extra = "";
  EXPECT_EQ(FormatTlogProof(proof), FormatTlogProof(ProofOfLeaf()));
}

TEST(TlogProofTest, AnotherLeafIndexOrTreeIsRejected) {
  const TlogProof proof = ProofOfLeaf();
  TlogProof other_index = proof;
  other_index.index = 4;
  TlogProof other_tree = proof;
  other_tree.checkpoint_note = SignedCheckpoint("PeterNeumann", kSize + 1, PeterSigner());
  TlogProof too_small = proof;
  too_small.checkpoint_note = SignedCheckpoint("PeterNeumann", kIndex, PeterSigner());

  EXPECT_EQ(VerifyTlogProof(proof, LeafHash("another"), PeterVerifier()).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(VerifyTlogProof(other_index, Leaf(), PeterVerifier()).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(VerifyTlogProof(other_tree, Leaf(), PeterVerifier()).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(VerifyTlogProof(too_small, Leaf(), PeterVerifier()).status().code(), StatusCode::kInvalidArgument);
}

TEST(TlogProofTest, CheckpointOfAnotherKeyOrOriginIsRejected) {
  const NoteSigner stranger = NoteSigner::Generate("PeterNeumann").value();
  TlogProof other_key = ProofOfLeaf();
  other_key.checkpoint_note = SignedCheckpoint("PeterNeumann", kSize, stranger);
  TlogProof other_origin = ProofOfLeaf();
  other_origin.checkpoint_note = SignedCheckpoint("another.example", kSize, PeterSigner());
  TlogProof no_checkpoint = ProofOfLeaf();
  no_checkpoint.checkpoint_note = SignNote("not a checkpoint\n", PeterSigner());

  EXPECT_EQ(VerifyTlogProof(other_key, Leaf(), PeterVerifier()).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(VerifyTlogProof(other_origin, Leaf(), PeterVerifier()).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(VerifyTlogProof(no_checkpoint, Leaf(), PeterVerifier()).status().code(), StatusCode::kInvalidArgument);
}

// A reader with a proof on paper must be able to trust each byte of it.
TEST(TlogProofTest, EveryByteCounts) {
  const std::string text = FormatTlogProof(ProofOfLeaf());
  const NoteVerifier verifier = PeterVerifier();
  auto verifies = [&](absl::string_view bytes) {
    const absl::StatusOr<TlogProof> proof = ParseTlogProof(bytes);
    return proof.ok() && VerifyTlogProof(*proof, Leaf(), verifier).ok();
  };
  ASSERT_TRUE(verifies(text));

  for (size_t i = 0; i < text.size(); ++i) {
    for (const int flip : {0x01, 0x04, 0x20, 0x80}) {
      std::string changed = text;
      changed[i] ^= flip;
      EXPECT_FALSE(verifies(changed)) << "byte " << i;
    }
    std::string doubled = text;
    doubled.insert(i, 1, text[i]);
    EXPECT_FALSE(verifies(doubled)) << "doubled " << i;
    EXPECT_FALSE(verifies(text.substr(0, i))) << "first " << i;
  }
  EXPECT_FALSE(verifies(text + "\n"));
}

TEST(TlogProofTest, AnythingElseIsMalformed) {
  const std::string note = ProofOfLeaf().checkpoint_note;
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = absl::StrCat(absl::Base64Escape(std::string(32, 'x')), "\n");
  std::string many_hashes;
  for (size_t i = 0; i <= kTlogProofHashesMax; ++i) many_hashes += hash;
  for (const std::string& text :
       std::vector<std::string>{"",
                                first,
                                absl::StrCat("c2sp.org/tlog-proof@v2\nindex 0\n\n", note),
                                absl::StrCat("\n", first, "index 0\n\n", note),
                                absl::StrCat(first, "\n", note),
                                absl::StrCat(first, "index 0\n", note),
                                absl::StrCat(first, "index\n\n", note),
                                absl::StrCat(first, "index \n\n", note),
                                absl::StrCat(first, "index 00\n\n", note),
                                absl::StrCat(first, "index -5\n\n", note),
                                absl::StrCat(first, "index x\n\n", note),
                                absl::StrCat(first, "index 18446744073709551616\n\n", note),
                                absl::StrCat(first, "index 0 \n\n", note),
                                absl::StrCat(first, "Index 0\n\n", note),
                                absl::StrCat(first, "index 0\nindex 0\n\n", note),
                                absl::StrCat(first, "index 0\nextra AAAA\n\n", note),
                                absl::StrCat(first, "extra AAAA\nextra AAAA\nindex 0\n\n", note),
                                absl::StrCat(first, "extra \nindex 0\n\n", note),
                                absl::StrCat(first, "extra !\nindex 0\n\n", note),
                                absl::StrCat(first, "index 0\nAAAA\n\n", note),
                                absl::StrCat(first, "index 0\n ", hash, "\n", note),
                                absl::StrCat(first, "index 0\n", many_hashes, "\n", note),
                                absl::StrCat(first, "index 0\n\n"),
                                absl::StrCat(first, "index 0\n\n\n", note),
                                absl::StrCat(first, "index 0\n\ncheckpoint\n"),
                                absl::StrCat(first, "index 0\n\n", SignNote("o\n1\n", PeterSigner())),
                                absl::StrCat("c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n", note)}) {
    EXPECT_EQ(ParseTlogProof(text).status().code(), StatusCode::kInvalidArgument) << absl::CEscape(text);
  }
  EXPECT_TRUE(ParseTlogProof(absl::StrCat(first, "index 0\n", hash, "\n", note)).ok());
}

}  // namespace
}  // namespace casejournal::eventstore
