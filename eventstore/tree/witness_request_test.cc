#include "eventstore/tree/witness_request.h"

#include <iostream>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "eventstore/tree/proof.h"
#include "eventstore/tree/reference_tree.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

using absl::StatusCode;

// The examples of C2SP tlog-witness.
constexpr char kExampleNote[] =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
    "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+"
    "49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
constexpr char kExampleProof[] =
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n";
constexpr char kExampleAnswer[] =
    "\u2014 witness.example/w1 "
    "CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pW"
    "h6Up69HVOw==\n"
    "\u2014 witness.example/w1 "
    "I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1"
    "vi/lCAsmlw==\n"
    "\u2014 witness.example/w2 "
    "AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXv"
    "pysAdyP3wQ==\n";

// FiloSottile/torchwood, internal/witness/witness_test.go: the log of TestRace and its requests, of
// which the test lets the last overtake the second.
constexpr char kRaceKey[] =
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562+5202289b+"
    "Af/cLU2Y5BJNP+r3iMDC+av9eWCD0fBJVDfzAux5zxAP";
constexpr char kRaceFirst[] =
    "old 0\n\n"
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562\n1\n"
    "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
    "\u2014 sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562 "
    "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY="
    "\n";
constexpr char kRaceOvertaken[] =
    "old 1\n"
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562\n3\n"
    "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=\n\n"
    "\u2014 sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562 "
    "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/"
    "GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=\n";
constexpr char kRaceOvertaking[] =
    "old 1\n"
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=\n"
    "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
    "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562\n5\n"
    "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=\n\n"
    "\u2014 sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562 "
    "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/"
    "ASRcWJi0tW90dJWAShei7sDww=\n";

constexpr char kWitnessedOrigin[] = "log.example";

NoteSigner WitnessedLog() {
  return NoteSigner::FromSignerKey(
             "PRIVATE+KEY+log.example+814a2008+"
             "AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g")
      .value();
}

NoteVerifier WitnessedLogVerifier() { return NoteVerifier::FromVerifierKey(WitnessedLog().verifier_key()).value(); }

std::string CheckpointSignedBy(const NoteSigner& signer, uint64_t size, const Hash& root) {
  return SignNote(FormatCheckpoint({.origin = kWitnessedOrigin, .size = size, .root = root}), signer);
}

std::string SignedCheckpointOf(uint64_t size, const Hash& root) {
  return CheckpointSignedBy(WitnessedLog(), size, root);
}

WitnessedTree GrownTree(size_t size) { return {.size = size, .root = ReferenceRoot(ReferenceTree(size).leaves(size))}; }

AddCheckpointRequest GrowthRequest(size_t from, size_t to) {
  return {.old_size = from,
          .proof = ConsistencyProof(from, to, ReferenceTree(to)).value(),
          .checkpoint_note = SignedCheckpointOf(to, GrownTree(to).root)};
}

WitnessDecision Decide(const AddCheckpointRequest& request, const std::optional<WitnessedTree>& last) {
  return DecideAddCheckpoint(request, WitnessedLogVerifier(), last);
}

TEST(WitnessRequestTest, SpecificationExampleParsesAndFormats) {
  const std::string body = absl::StrCat("old 20852014\n", kExampleProof, "\n", kExampleNote);

  const AddCheckpointRequest request = ParseAddCheckpoint(body).value();

  EXPECT_EQ(request.old_size, 20852014u);
  ASSERT_EQ(request.proof.size(), 4u);
  EXPECT_EQ(HexOf(request.proof[0]).substr(0, 8), "3e544d0a");
  EXPECT_EQ(request.checkpoint_note, kExampleNote);
  EXPECT_EQ(SubmittedCheckpoint(request)->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(FormatAddCheckpoint(request), body);
}

TEST(WitnessRequestTest, FirstRequestHasNoProof) {
  const std::string body = absl::StrCat("old 0\n\n", kExampleNote);

  const AddCheckpointRequest request = ParseAddCheckpoint(body).value();

  EXPECT_EQ(request.old_size, 0u);
  EXPECT_TRUE(request.proof.empty());
  EXPECT_EQ(FormatAddCheckpoint(request), body);
}

TEST(WitnessRequestTest, AnythingElseIsMalformed) {
  const std::string note = kExampleNote;
  const std::string hash = absl::StrCat(absl::Base64Escape(std::string(32, 'x')), "\n");
  std::string too_many_hashes;
  for (size_t i = 0; i <= kAddCheckpointHashesMax; ++i) too_many_hashes += hash;
  for (const std::string& body :
       std::vector<std::string>{"",
                                "\n",
                                "old 0\n",
                                "old 0\n\n",
                                note,
                                absl::StrCat("\n", note),
                                absl::StrCat("old 0\n", note),
                                absl::StrCat("old\n\n", note),
                                absl::StrCat("old \n\n", note),
                                absl::StrCat("old 00\n\n", note),
                                absl::StrCat("old 01\n\n", note),
                                absl::StrCat("old -1\n\n", note),
                                absl::StrCat("old +1\n\n", note),
                                absl::StrCat("old 1 \n\n", note),
                                absl::StrCat("old  1\n\n", note),
                                absl::StrCat("Old 1\n\n", note),
                                absl::StrCat("10 stuff\n\n", note),
                                absl::StrCat("old 18446744073709551616\n\n", note),
                                absl::StrCat("old 1\r\n\r\n", note),
                                absl::StrCat("old 1\n\n\n", note),
                                absl::StrCat("old 1\nabc=\n\n", note),
                                absl::StrCat("old 1\n ", hash, "\n", note),
                                absl::StrCat("old 1\n", hash, "AAAA\n\n", note),
                                absl::StrCat("old 1\n", hash, note),
                                absl::StrCat("old 1\n", too_many_hashes, "\n", note),
                                absl::StrCat("old 1\n\n", note, "\n"),
                                absl::StrCat("old 1\n\n", note, "text\n"),
                                absl::StrCat("old 1\n\n", note.substr(0, note.size() - 1)),
                                absl::StrCat("old 1\n\n", note.substr(0, note.find("\n\n") + 1)),
                                absl::StrCat("old 1\n\n", SignNote("not a checkpoint\n", WitnessedLog()))}) {
    EXPECT_EQ(ParseAddCheckpoint(body).status().code(), StatusCode::kInvalidArgument) << absl::CEscape(body);
  }
}

TEST(WitnessRequestTest, LongestBodyParsesAndOneByteMoreDoesNot) {
  const std::string signature = SignedCheckpointOf(1, Hash{});
  AddCheckpointRequest request = {
      .old_size = UINT64_MAX, .proof = std::vector<Hash>(kAddCheckpointHashesMax), .checkpoint_note = ""};
  const auto body_with_extension = [&](size_t length) {
    request.checkpoint_note =
        SignNote(FormatCheckpoint(
                     {.origin = kWitnessedOrigin, .size = 1, .root = Hash{}, .extensions = {std::string(length, 'x')}}),
                 WitnessedLog());
    return FormatAddCheckpoint(request);
  };
  const size_t longest = kNoteBytesMax - signature.size() - 1;

  EXPECT_EQ(body_with_extension(longest).size(), kAddCheckpointBytesMax);
  EXPECT_TRUE(ParseAddCheckpoint(body_with_extension(longest)).ok());
  EXPECT_FALSE(ParseAddCheckpoint(body_with_extension(longest + 1)).ok());
}

// The sequence of torchwood's TestRace, the state given by hand.
TEST(WitnessRequestTest, OvertakenRequestIsStaleAndTakesNothingBack) {
  const NoteVerifier log = NoteVerifier::FromVerifierKey(kRaceKey).value();
  const auto decide = [&log](const char* body, std::optional<WitnessedTree> last) {
    return DecideAddCheckpoint(ParseAddCheckpoint(body).value(), log, last);
  };

  const WitnessDecision first = decide(kRaceFirst, std::nullopt);
  ASSERT_EQ(first.status, WitnessStatus::kCosigned);
  EXPECT_EQ(first.next.size, 1u);
  EXPECT_EQ(decide(kRaceOvertaken, first.next).status, WitnessStatus::kCosigned);
  const WitnessDecision overtaking = decide(kRaceOvertaking, first.next);
  ASSERT_EQ(overtaking.status, WitnessStatus::kCosigned);
  EXPECT_EQ(HexOf(overtaking.next.root), "42bb57ad06420afa4882c4a63ac6a1ec77480b330b2f20dfc53a0caa5f564e36");

  const WitnessDecision overtaken = decide(kRaceOvertaken, overtaking.next);

  EXPECT_EQ(overtaken.status, WitnessStatus::kStale);
  EXPECT_EQ(overtaken.last_size, 5u);
  EXPECT_EQ(overtaken.checkpoint_text, "");
}

// The rows of torchwood's TestZeroSize, and their statuses there.
TEST(WitnessRequestTest, EmptyTreesAreAnsweredAsTheSpecificationSays) {
  struct Row {
    const char* what;
    uint64_t known;
    uint64_t old;
    uint64_t size;
    Hash root;
    size_t proof;
    WitnessStatus status;
  };
  const Hash leaf = LeafHash("leaf");
  for (const Row& row :
       std::vector<Row>{{"empty tree", 0, 0, 0, EmptyRoot(), 0, WitnessStatus::kCosigned},
                        {"invalid empty root", 0, 0, 0, leaf, 0, WitnessStatus::kInconsistent},
                        {"zero empty root", 0, 0, 0, Hash{}, 0, WitnessStatus::kInconsistent},
                        {"empty tree with proof", 0, 0, 0, EmptyRoot(), 1, WitnessStatus::kInconsistent},
                        {"first nonempty tree", 0, 0, 1, leaf, 0, WitnessStatus::kCosigned},
                        {"first nonempty tree with proof", 0, 0, 1, leaf, 1, WitnessStatus::kInconsistent},
                        {"old size mismatch", 1, 0, 1, leaf, 1, WitnessStatus::kStale},
                        {"old size greater than new", 1, 1, 0, EmptyRoot(), 0, WitnessStatus::kBadRequest}}) {
    const AddCheckpointRequest request = {.old_size = row.old,
                                          .proof = std::vector<Hash>(row.proof, leaf),
                                          .checkpoint_note = SignedCheckpointOf(row.size, row.root)};
    const WitnessedTree known = {.size = row.known, .root = row.known == 0 ? EmptyRoot() : leaf};

    const WitnessDecision decision = Decide(request, known);

    EXPECT_EQ(decision.status, row.status) << row.what;
    if (row.known == 0) {
      EXPECT_EQ(Decide(request, std::nullopt).status, row.status) << row.what;
    }
  }
}

TEST(WitnessRequestTest, EveryStepOfAGrowingLogIsCosigned) {
  for (size_t from = 0; from <= 17; ++from) {
    for (size_t to = from; to <= 17; ++to) {
      const WitnessDecision decision = Decide(GrowthRequest(from, to), GrownTree(from));

      ASSERT_EQ(decision.status, WitnessStatus::kCosigned) << from << " to " << to;
      EXPECT_EQ(decision.next, GrownTree(to));
      EXPECT_EQ(decision.checkpoint_text,
                FormatCheckpoint({.origin = kWitnessedOrigin, .size = to, .root = GrownTree(to).root}));
      EXPECT_EQ(decision.reason, "");
    }
  }
}

TEST(WitnessRequestTest, FirstCheckpointOfAnySizeIsCosigned) {
  AddCheckpointRequest request = GrowthRequest(0, 11);
  EXPECT_EQ(Decide(request, std::nullopt).status, WitnessStatus::kCosigned);

  request.old_size = 3;
  const WitnessDecision stale = Decide(request, std::nullopt);

  EXPECT_EQ(stale.status, WitnessStatus::kStale);
  EXPECT_EQ(stale.last_size, 0u);
}

TEST(WitnessRequestTest, WrongProofIsInconsistentAndProvesNoFork) {
  const AddCheckpointRequest good = GrowthRequest(5, 11);
  for (size_t i = 0; i < good.proof.size(); ++i) {
    AddCheckpointRequest changed = good;
    changed.proof[i][0] ^= 1;
    AddCheckpointRequest shorter = good;
    shorter.proof.erase(shorter.proof.begin() + static_cast<ptrdiff_t>(i));
    AddCheckpointRequest longer = good;
    longer.proof.push_back(good.proof[i]);
    for (const AddCheckpointRequest& request : {changed, shorter, longer}) {
      const WitnessDecision decision = Decide(request, GrownTree(5));
      EXPECT_EQ(decision.status, WitnessStatus::kInconsistent);
      EXPECT_FALSE(decision.forked);
      EXPECT_EQ(decision.next, WitnessedTree{});
    }
  }
}

// C2SP pull request 280: a second root for one size is 422, as 409 always carries a size.
TEST(WitnessRequestTest, SecondRootForOneSizeIsInconsistentAndProvesTheFork) {
  const AddCheckpointRequest request = {
      .old_size = 5, .proof = {}, .checkpoint_note = SignedCheckpointOf(5, LeafHash("other"))};

  const WitnessDecision decision = Decide(request, GrownTree(5));

  EXPECT_EQ(decision.status, WitnessStatus::kInconsistent);
  EXPECT_TRUE(decision.forked);
  EXPECT_FALSE(Decide(request, std::nullopt).forked);
}

TEST(WitnessRequestTest, CheckpointThatTheLogDidNotSignIsForbidden) {
  const Hash root = GrownTree(5).root;
  const NoteSigner stranger = NoteSigner::Generate(kWitnessedOrigin).value();
  const std::string good = SignedCheckpointOf(5, root);
  const std::string good_line = good.substr(good.find("\n\n") + 2);
  const std::string bad_line = FormatSignatureLines(
      {{.name = kWitnessedOrigin, .key_hash = WitnessedLog().key_hash(), .bytes = std::string(64, 'x')}});
  const std::string other_origin =
      SignNote(FormatCheckpoint({.origin = "other.example", .size = 5, .root = root}), WitnessedLog());

  for (const std::string& note : {CheckpointSignedBy(stranger, 5, root), absl::StrCat(good, bad_line), other_origin,
                                  absl::StrReplaceAll(good, {{"\n5\n", "\n6\n"}})}) {
    // Whatever else is wrong: a caller that cannot sign for the log learns nothing about it.
    EXPECT_EQ(Decide({.old_size = 0, .proof = {}, .checkpoint_note = note}, std::nullopt).status,
              WitnessStatus::kForbidden);
    EXPECT_EQ(Decide({.old_size = 9, .proof = {root}, .checkpoint_note = note}, GrownTree(3)).status,
              WitnessStatus::kForbidden);
  }
  EXPECT_EQ(Decide({.old_size = 0,
                    .proof = {},
                    .checkpoint_note = AddSignatureLines(CheckpointSignedBy(stranger, 5, root), good_line).value()},
                   std::nullopt)
                .status,
            WitnessStatus::kCosigned);
}

TEST(WitnessRequestTest, RequestMadeByHandThatIsNoneIsBad) {
  for (const std::string& note :
       std::vector<std::string>{"", "text\n", SignNote("not a checkpoint\n", WitnessedLog())}) {
    const WitnessDecision decision = Decide({.old_size = 0, .proof = {}, .checkpoint_note = note}, std::nullopt);
    EXPECT_EQ(decision.status, WitnessStatus::kBadRequest);
    EXPECT_NE(decision.reason, "");
  }
}

// sigsum-go, pkg/client/client_test.go, TestProcessConflictResponse.
TEST(WitnessRequestTest, TreeSizeIsADecimalLine) {
  EXPECT_EQ(FormatTreeSize(0), "0\n");
  EXPECT_EQ(FormatTreeSize(UINT64_MAX), "18446744073709551615\n");
  EXPECT_EQ(ParseTreeSize("0\n").value(), 0u);
  EXPECT_EQ(ParseTreeSize("50\n").value(), 50u);
  for (const char* body :
       {"", "\n", "10", "050\n", "50\n\n", " 50\n", "50\r\n", "-1\n", "0x5\n", "18446744073709551616\n"}) {
    EXPECT_EQ(ParseTreeSize(body).status().code(), StatusCode::kInvalidArgument) << body;
  }
}

TEST(WitnessRequestTest, SpecificationExampleAnswerParses) {
  const std::vector<NoteSignature> signatures = ParseSignatureLines(kExampleAnswer).value();

  ASSERT_EQ(signatures.size(), 3u);
  for (const NoteSignature& signature : signatures) {
    EXPECT_EQ(signature.bytes.size(), kCosignatureSize);
  }
  EXPECT_EQ(FormatSignatureLines(signatures), kExampleAnswer);
}

class WitnessAnswerTest : public testing::Test {
 protected:
  const CosignatureSigner witness_ = CosignatureSigner::Generate("witness.example/w1").value();
  const CosignatureVerifier verifier_ = CosignatureVerifier::FromVerifierKey(witness_.verifier_key()).value();
  const std::string note_ = SignedCheckpointOf(5, GrownTree(5).root);
  const std::string text_ = ParseNote(note_)->text;
};

TEST_F(WitnessAnswerTest, CosignatureMovesIntoTheNote) {
  const std::string line = witness_.CosignatureLine(text_, 20);

  const std::string note = AddAnsweredCosignature(note_, absl::StrCat(kExampleAnswer, line), verifier_).value();

  EXPECT_EQ(note, absl::StrCat(note_, line));
  EXPECT_EQ(FindCosignature(ParseNote(note).value(), verifier_).value(), 20u);
  EXPECT_TRUE(OpenNote(note, WitnessedLogVerifier()).ok());
}

TEST_F(WitnessAnswerTest, RenewedCosignatureReplacesTheOlder) {
  const std::string first = AddAnsweredCosignature(note_, witness_.CosignatureLine(text_, 20), verifier_).value();

  const std::string second = AddAnsweredCosignature(first, witness_.CosignatureLine(text_, 30), verifier_).value();

  EXPECT_EQ(second, absl::StrCat(note_, witness_.CosignatureLine(text_, 30)));
}

TEST_F(WitnessAnswerTest, LatestOfSeveralIsTaken) {
  const std::string latest = witness_.CosignatureLine(text_, 30);
  const std::string body =
      absl::StrCat(witness_.CosignatureLine(text_, 20), latest, latest, witness_.CosignatureLine(text_, 10));

  EXPECT_EQ(AddAnsweredCosignature(note_, body, verifier_).value(), absl::StrCat(note_, latest));
}

// A witness that answers in the log's name must not be able to replace the log's own signature.
TEST_F(WitnessAnswerTest, LineOfAnotherKeyIsLeftOut) {
  const std::string forged = FormatSignatureLines(
      {{.name = kWitnessedOrigin, .key_hash = WitnessedLog().key_hash(), .bytes = std::string(64, 'x')}});
  const std::string line = witness_.CosignatureLine(text_, 20);

  EXPECT_EQ(AddAnsweredCosignature(note_, absl::StrCat(forged, line), verifier_).value(), absl::StrCat(note_, line));
  EXPECT_EQ(AddAnsweredCosignature(note_, forged, verifier_).status().code(), StatusCode::kNotFound);
}

TEST_F(WitnessAnswerTest, AnswerThatDoesNotVerifyIsRefused) {
  const std::string other_text = ParseNote(SignedCheckpointOf(6, GrownTree(6).root))->text;
  const std::string line = witness_.CosignatureLine(text_, 20);

  EXPECT_EQ(AddAnsweredCosignature(note_, witness_.CosignatureLine(other_text, 20), verifier_).status().code(),
            StatusCode::kDataLoss);
  EXPECT_EQ(AddAnsweredCosignature(note_, absl::StrCat(line, witness_.CosignatureLine(other_text, 30)), verifier_)
                .status()
                .code(),
            StatusCode::kDataLoss);
  for (const std::string& body : {std::string(), std::string("\n"), line.substr(1), note_, absl::StrCat(line, "\n"),
                                  std::string(kWitnessAnswerBytesMax + 1, 'x')}) {
    EXPECT_EQ(AddAnsweredCosignature(note_, body, verifier_).status().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(AddAnsweredCosignature(text_, line, verifier_).status().code(), StatusCode::kInvalidArgument);
}

// Whatever arrives, a witness cosigns only what it would have cosigned anyway.
TEST(WitnessRequestTest, ChangedBodyIsNeverCosignedAsAnotherTree) {
  const std::string body = FormatAddCheckpoint(GrowthRequest(5, 11));
  const WitnessedTree known = GrownTree(5);
  const WitnessedTree next = GrownTree(11);
  const auto check = [&](const std::string& changed) {
    const absl::StatusOr<AddCheckpointRequest> request = ParseAddCheckpoint(changed);
    if (!request.ok()) return;
    EXPECT_EQ(FormatAddCheckpoint(*request), changed);
    const WitnessDecision decision = Decide(*request, known);
    if (decision.status == WitnessStatus::kCosigned) {
      EXPECT_EQ(decision.next, next) << absl::CEscape(changed);
      EXPECT_EQ(changed, body);
    }
  };

  for (size_t i = 0; i < body.size(); ++i) {
    for (const int flip : {0x01, 0x04, 0x20, 0x80}) {
      std::string changed = body;
      changed[i] ^= flip;
      check(changed);
    }
    check(body.substr(0, i));
    check(body.substr(i));
  }

  const uint32_t seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    std::string changed = body;
    for (int change = 0; change < 3; ++change) {
      const size_t at = random() % changed.size();
      changed.replace(at, random() % 8, std::string(random() % 4, static_cast<char>(random())));
    }
    check(changed);
  }
}

}  // namespace
}  // namespace casejournal::eventstore
