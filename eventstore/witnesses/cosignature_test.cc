#include "eventstore/witnesses/cosignature.h"

#include <iostream>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "tests/support/witnessed_checkpoint.h"

namespace casejournal::eventstore {
namespace {

using absl::StatusCode;

// The example of C2SP tlog-cosignature.
constexpr char kSofaText[] = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr char kSofaLines[] =
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIU"
    "BkBIfZ+qnA==\n";
constexpr uint64_t kSofaSeconds = 1679315147;

// The key of RFC 8032 section 7.1, test 1, as a witness.
constexpr char kRfcWitnessSecret[] = "PRIVATE+KEY+rfc8032+e8121a97+BJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
constexpr char kRfcWitnessKey[] = "rfc8032+e8121a97+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

CosignatureSigner RfcWitness() { return CosignatureSigner::FromSignerKey(kRfcWitnessSecret).value(); }

CosignatureVerifier RfcWitnessVerifier() { return CosignatureVerifier::FromVerifierKey(kRfcWitnessKey).value(); }

OpenedNote CosignedSofa(absl::string_view lines) { return ParseNote(absl::StrCat(kSofaText, "\n", lines)).value(); }

// A line of the witness's key over anything at any time: CosignatureLine makes none that verifies nowhere.
std::string LineOverAnything(absl::string_view text, uint64_t seconds) {
  const CosignatureSigner witness = RfcWitness();
  const Ed25519PrivateKey key = ParseSignerKey(kRfcWitnessSecret, SignatureType::kCosignature)->key;
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(seconds >> shift));
  bytes += key.Sign(absl::StrCat("cosignature/v1\ntime ", seconds, "\n", text));
  return FormatSignatureLines(
      {NoteSignature{.name = witness.name(), .key_hash = witness.key_hash(), .bytes = std::move(bytes)}});
}

TEST(CosignatureTest, PublicWitnessesCosignedThePublicCheckpoint) {
  const OpenedNote note = ParseNote(absl::StrCat(kWitnessedText, "\n", kWitnessedLogLines, kLittleGardenLine,
                                                 kSmartitLine, kRemoraLine, kStagemoleLine))
                              .value();

  for (const char* key : {kLittleGardenKey, kSmartitKey, kRemoraKey}) {
    EXPECT_EQ(FindCosignature(note, CosignatureVerifier::FromVerifierKey(key).value()).value(), kWitnessedSeconds)
        << key;
  }
}

// The second checkpoint of the same source. The witness also has an ML-DSA key of the same name; the line of that key
// is ignored.
TEST(CosignatureTest, WitnessWithTwoKeysIsFoundByItsKeyHash) {
  const OpenedNote note = ParseNote(
                              "coachandhorses2026h1.staging.certificate.transparency.goog\n185550722\n"
                              "YXAM0VmnrfvLaBCOOYSJhCaE5F10oGBOo+hkbDa1kng=\n\n"
                              "\u2014 witness.navigli.sunlight.geomys.org a8RCSQAAAABqb7DzKgaCAhz8GvTJUusViqTl\n"
                              "\u2014 witness.navigli.sunlight.geomys.org o+AP4gAAAABqb7DzNrGFRJnQ9vrJ8xpnwZytnr/"
                              "ZYczDIsvwvouiSjwOjn7a72ccxBk+lKnZ7dKqkYKER1s/KxLTaVwQD7lJZTC/CQ==\n")
                              .value();
  const CosignatureVerifier navigli = CosignatureVerifier::FromVerifierKey(
                                          "witness.navigli.sunlight.geomys.org+a3e00fe2+"
                                          "BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G")
                                          .value();

  EXPECT_EQ(FindCosignature(note, navigli).value(), 0x6A6FB0F3u);
}

// The specification does not publish the keys of its example.
TEST(CosignatureTest, SpecificationExampleHasItsTimeBeforeTheSignature) {
  const OpenedNote note = CosignedSofa(kSofaLines);

  ASSERT_EQ(note.signatures.size(), 2u);
  EXPECT_EQ(note.signatures[1].key_hash, 0x8d66cf3fu);
  EXPECT_EQ(note.signatures[1].bytes.size(), kCosignatureSize);
  EXPECT_EQ(absl::BytesToHexString(note.signatures[1].bytes.substr(0, 8)), "00000000641850cb");
  EXPECT_EQ(kSofaSeconds, 0x641850CBu);
}

TEST(CosignatureTest, SignedMessageIsTheSpecificationsToTheLetter) {
  const Ed25519PublicKey key = Ed25519PublicKey::FromBytes(RfcWitnessVerifier().public_key()).value();

  const OpenedNote note = CosignedSofa(RfcWitness().CosignatureLine(kSofaText, kSofaSeconds));

  EXPECT_TRUE(
      key.Verify("cosignature/v1\n"
                 "time 1679315147\n"
                 "example.com/behind-the-sofa\n"
                 "20852163\n"
                 "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                 note.signatures[0].bytes.substr(8)));
}

TEST(CosignatureTest, CosignatureIsFoundWithItsTime) {
  const std::string line = RfcWitness().CosignatureLine(kSofaText, kSofaSeconds);

  const OpenedNote note = CosignedSofa(absl::StrCat(kSofaLines, line));

  EXPECT_EQ(FindCosignature(note, RfcWitnessVerifier()).value(), kSofaSeconds);
  EXPECT_EQ(note.signatures[2].name, "rfc8032");
  EXPECT_EQ(note.signatures[2].key_hash, 0xe8121a97u);
}

TEST(CosignatureTest, LatestOfSeveralTimesCounts) {
  const CosignatureSigner witness = RfcWitness();
  const std::string lines = absl::StrCat(witness.CosignatureLine(kSofaText, 20), witness.CosignatureLine(kSofaText, 30),
                                         witness.CosignatureLine(kSofaText, 10));

  EXPECT_EQ(FindCosignature(CosignedSofa(lines), RfcWitnessVerifier()).value(), 30u);
}

TEST(CosignatureTest, OneBadCosignatureOfTheKeySpoilsTheOthers) {
  const CosignatureSigner witness = RfcWitness();
  const std::string of_another_text = witness.CosignatureLine(kWitnessedText, 20);

  const OpenedNote note = CosignedSofa(absl::StrCat(witness.CosignatureLine(kSofaText, 10), of_another_text));

  EXPECT_EQ(FindCosignature(note, RfcWitnessVerifier()).status().code(), StatusCode::kDataLoss);
}

TEST(CosignatureTest, SignatureSharingOnlyNameOrKeyHashIsNotTheWitnesses) {
  const std::string line = RfcWitness().CosignatureLine(kSofaText, kSofaSeconds);
  const std::string renamed = absl::StrReplaceAll(line, {{"rfc8032", "rfc8033"}});
  const std::string rehashed = absl::StrReplaceAll(line, {{"rfc8032 6BIa", "rfc8032 6BIb"}});
  ASSERT_NE(rehashed, line);

  for (const std::string& other : {renamed, rehashed, std::string(kSofaLines)}) {
    EXPECT_EQ(FindCosignature(CosignedSofa(other), RfcWitnessVerifier()).status().code(), StatusCode::kNotFound);
  }
}

TEST(CosignatureTest, EveryByteOfTheCosignatureCounts) {
  const CosignatureVerifier verifier = RfcWitnessVerifier();
  const std::string cosignature =
      CosignedSofa(RfcWitness().CosignatureLine(kSofaText, kSofaSeconds)).signatures[0].bytes;
  ASSERT_EQ(verifier.Verify(kSofaText, cosignature).value(), kSofaSeconds);

  for (size_t i = 0; i < cosignature.size(); ++i) {
    for (const int flip : {0x01, 0x20, 0x80}) {
      std::string changed = cosignature;
      changed[i] ^= flip;
      EXPECT_EQ(verifier.Verify(kSofaText, changed).status().code(), StatusCode::kDataLoss) << i;
    }
    EXPECT_EQ(verifier.Verify(kSofaText, cosignature.substr(0, i)).status().code(), StatusCode::kDataLoss);
  }
  EXPECT_EQ(verifier.Verify(kSofaText, cosignature + '\0').status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(verifier.Verify(kSofaText, cosignature.substr(8)).status().code(), StatusCode::kDataLoss);
}

// The witness makes no statement about extension lines, but changing them changes what it signed.
TEST(CosignatureTest, ExtensionLinesAreSigned) {
  const std::string extended = absl::StrCat(kSofaText, "extension\n");
  const std::string line = RfcWitness().CosignatureLine(extended, kSofaSeconds);

  EXPECT_TRUE(FindCosignature(ParseNote(absl::StrCat(extended, "\n", line)).value(), RfcWitnessVerifier()).ok());
  EXPECT_EQ(FindCosignature(CosignedSofa(line), RfcWitnessVerifier()).status().code(), StatusCode::kDataLoss);
}

TEST(CosignatureTest, TextThatIsNoCheckpointIsNotVerified) {
  const std::string text = "the witness signed this\n";
  const std::string line = LineOverAnything(text, kSofaSeconds);

  EXPECT_EQ(FindCosignature(ParseNote(absl::StrCat(text, "\n", line)).value(), RfcWitnessVerifier()).status().code(),
            StatusCode::kInvalidArgument);
}

TEST(CosignatureTest, TimeIsBelowTwoToTheSixtyThird) {
  const auto found = [](uint64_t seconds) {
    return FindCosignature(CosignedSofa(LineOverAnything(kSofaText, seconds)), RfcWitnessVerifier());
  };

  EXPECT_EQ(kCosignatureSecondsMax, 0x7FFFFFFFFFFFFFFFu);
  EXPECT_EQ(found(1).value(), 1u);
  EXPECT_EQ(found(kCosignatureSecondsMax).value(), kCosignatureSecondsMax);
  EXPECT_EQ(found(kCosignatureSecondsMax + 1).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(found(UINT64_MAX).status().code(), StatusCode::kDataLoss);
}

TEST(CosignatureDeathTest, NothingIsCosignedThatVerifiesNowhere) {
  EXPECT_DEATH(RfcWitness().CosignatureLine("the witness signed this\n", kSofaSeconds), "ParseCheckpoint");
  EXPECT_DEATH(RfcWitness().CosignatureLine(kSofaText, 0), "seconds");
  EXPECT_DEATH(RfcWitness().CosignatureLine(kSofaText, kCosignatureSecondsMax + 1), "seconds");
}

// A log that is also a witness may use one key for both: neither signature can be mistaken for the other.
TEST(CosignatureTest, NoteSignatureOfTheSameKeyIsNoCosignature) {
  const NamedPrivateKey key = {
      .type = SignatureType::kNote,
      .name = "rfc8032",
      .key_hash = NamedKeyHash("rfc8032", SignatureType::kNote, RfcWitnessVerifier().public_key()),
      .key = ParseSignerKey(kRfcWitnessSecret, SignatureType::kCosignature)->key};
  const NoteSigner signer = NoteSigner::FromSignerKey(FormatSignerKey(key)).value();
  const NoteVerifier verifier = NoteVerifier::FromVerifierKey(signer.verifier_key()).value();
  const std::string signed_note = SignNote(kSofaText, signer);
  const std::string cosigned_note =
      absl::StrCat(kSofaText, "\n", RfcWitness().CosignatureLine(kSofaText, kSofaSeconds));

  EXPECT_EQ(verifier.public_key(), RfcWitnessVerifier().public_key());
  EXPECT_EQ(FindCosignature(ParseNote(signed_note).value(), RfcWitnessVerifier()).status().code(),
            StatusCode::kNotFound);
  EXPECT_EQ(OpenNote(cosigned_note, verifier).status().code(), StatusCode::kNotFound);
}

TEST(CosignatureTest, GeneratedKeyReadsBackAndCosigns) {
  const CosignatureSigner witness = CosignatureSigner::Generate("witness.example/w1").value();
  const CosignatureSigner again = CosignatureSigner::FromSignerKey(witness.signer_key()).value();
  const CosignatureVerifier verifier = CosignatureVerifier::FromVerifierKey(witness.verifier_key()).value();

  EXPECT_EQ(verifier.name(), "witness.example/w1");
  EXPECT_EQ(verifier.key_hash(), witness.key_hash());
  EXPECT_EQ(again.CosignatureLine(kSofaText, 1), witness.CosignatureLine(kSofaText, 1));
  EXPECT_EQ(FindCosignature(CosignedSofa(again.CosignatureLine(kSofaText, 1)), verifier).value(), 1u);
  EXPECT_NE(CosignatureSigner::Generate("witness.example/w1")->key_hash(), witness.key_hash());
}

TEST(CosignatureTest, PublishedKeyFormIsOurs) {
  EXPECT_EQ(RfcWitness().verifier_key(), kRfcWitnessKey);
  EXPECT_EQ(RfcWitness().signer_key(), kRfcWitnessSecret);
  EXPECT_EQ(RfcWitness().name(), "rfc8032");
}

TEST(CosignatureTest, EveryMangledKeyIsRefused) {
  const std::string key = kRfcWitnessKey;
  const std::string secret = kRfcWitnessSecret;
  for (size_t i = 0; i < secret.size(); ++i) {
    std::string changed = secret;
    ++changed[i];
    EXPECT_FALSE(CosignatureSigner::FromSignerKey(changed).ok()) << i;
    EXPECT_FALSE(CosignatureSigner::FromSignerKey(secret.substr(0, i)).ok()) << i;
  }
  for (size_t i = 0; i < key.size(); ++i) {
    std::string changed = key;
    ++changed[i];
    EXPECT_FALSE(CosignatureVerifier::FromVerifierKey(changed).ok()) << i;
    EXPECT_FALSE(CosignatureVerifier::FromVerifierKey(key.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(CosignatureVerifier::FromVerifierKey(kWitnessedLogKey).ok());
  EXPECT_EQ(CosignatureSigner::Generate("a b").status().code(), StatusCode::kInvalidArgument);
}

TEST(CosignatureTest, RandomBytesGiveAStatus) {
  const uint32_t seed = std::random_device()();
  std::cout << "seed=" << seed << "\n";
  std::mt19937 random(seed);
  const CosignatureVerifier verifier = RfcWitnessVerifier();

  for (int round = 0; round < 5000; ++round) {
    std::string bytes(round % 2 == 0 ? kCosignatureSize : random() % 100, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    EXPECT_EQ(verifier.Verify(kSofaText, bytes).status().code(), StatusCode::kDataLoss);
    EXPECT_FALSE(verifier.Verify(bytes, bytes).ok());
  }
}

}  // namespace
}  // namespace casejournal::eventstore
