#include "eventstore/proofs/named_key.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "tests/support/witnessed_checkpoint.h"

namespace casejournal::eventstore {
namespace {

// golang.org/x/mod/sumdb/note, note_test.go.
constexpr char kNamedNoteKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

TEST(NamedKeyTest, PublishedKeysOfBothTypesRead) {
  const NamedPublicKey note = ParseVerifierKey(kNamedNoteKey, SignatureType::kNote).value();
  const NamedPublicKey witness = ParseVerifierKey(kRemoraKey, SignatureType::kCosignature).value();

  EXPECT_EQ(note.name, "PeterNeumann");
  EXPECT_EQ(note.key_hash, 0xc74f20a3);
  EXPECT_EQ(witness.name, "remora.n621.de");
  EXPECT_EQ(witness.key_hash, 0xda77ade7);
  EXPECT_EQ(witness.key.bytes().substr(0, 2), "\xEB\xCD");
}

TEST(NamedKeyTest, KeyIsReadAsItsOwnTypeOnly) {
  for (const SignatureType type : {SignatureType::kNote, SignatureType::kCosignature}) {
    const SignatureType other = type == SignatureType::kNote ? SignatureType::kCosignature : SignatureType::kNote;
    const NamedPrivateKey key = GenerateNamedKey("key.example", type).value();

    EXPECT_EQ(ParseVerifierKey(FormatVerifierKey(key), type)->key_hash, key.key_hash);
    EXPECT_EQ(ParseSignerKey(FormatSignerKey(key), type)->key.Seed(), key.key.Seed());
    EXPECT_EQ(ParseVerifierKey(FormatVerifierKey(key), other).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ParseSignerKey(FormatSignerKey(key), other).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

// Signed-note: "this allows reusing the same cryptographic key and name for different signature
// types without ambiguity".
TEST(NamedKeyTest, NameAndTypeArePartsOfTheKeyHash) {
  const std::string key(kEd25519KeySize, 'k');
  const uint32_t hash = NamedKeyHash("a", SignatureType::kNote, key);

  EXPECT_NE(NamedKeyHash("a", SignatureType::kCosignature, key), hash);
  EXPECT_NE(NamedKeyHash("b", SignatureType::kNote, key), hash);
}

TEST(NamedKeyTest, KeyOfAnotherLengthIsRefusedThoughItsHashIsRight) {
  for (const size_t size : {0, 31, 33, 1312}) {
    const std::string key(size, 'k');
    const std::string text = absl::StrCat("a+", absl::StrFormat("%08x", NamedKeyHash("a", SignatureType::kNote, key)),
                                          "+", absl::Base64Escape("\x01" + key));

    EXPECT_EQ(ParseVerifierKey(text, SignatureType::kNote).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_FALSE(ParseVerifierKey("a+00000000+", SignatureType::kNote).ok());
}

// A malformed signing key must not appear in a log.
TEST(NamedKeyTest, RefusedSignerKeyDoesNotShowItself) {
  const NamedPrivateKey key = GenerateNamedKey("key.example", SignatureType::kNote).value();
  const std::string secret = FormatSignerKey(key);

  const absl::Status status = ParseSignerKey(secret, SignatureType::kCosignature).status();

  EXPECT_EQ(status.message().find(secret.substr(secret.rfind('+'))), absl::string_view::npos);
  EXPECT_NE(status.message().find("0x04"), absl::string_view::npos);
}

}  // namespace
}  // namespace casejournal::eventstore
