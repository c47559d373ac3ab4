#include "eventstore/tree/note_key.h"

#include <openssl/err.h>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

// golang.org/x/mod/sumdb/note, note_test.go.
constexpr char kPeter[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kPeterSignerKey[] = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

TEST(NoteKeyTest, PublishedKeysRead) {
  const NoteVerifier verifier = NoteVerifier::FromVerifierKey(kPeter).value();
  const NoteSigner signer = NoteSigner::FromSignerKey(kPeterSignerKey).value();

  EXPECT_EQ(verifier.name(), "PeterNeumann");
  EXPECT_EQ(verifier.key_hash(), 0xc74f20a3);
  EXPECT_EQ(signer.name(), "PeterNeumann");
  EXPECT_EQ(signer.key_hash(), 0xc74f20a3);
  EXPECT_EQ(signer.verifier_key(), kPeter);
  EXPECT_EQ(signer.signer_key(), kPeterSignerKey);
}

// RFC 8032 section 7.1, test 1: the empty message.
TEST(NoteKeyTest, SignatureIsThatOfTheRfc) {
  const std::string seed = absl::HexStringToBytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const std::string key_hash_unknown = "PRIVATE+KEY+rfc8032+00000000+";
  ASSERT_FALSE(NoteSigner::FromSignerKey(key_hash_unknown + absl::Base64Escape("\x01" + seed)).ok());

  const NoteSigner signer =
      NoteSigner::FromSignerKey("PRIVATE+KEY+rfc8032+bf1ef259+" + absl::Base64Escape("\x01" + seed)).value();

  EXPECT_EQ(absl::BytesToHexString(signer.Sign("")),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
            "1cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(NoteKeyTest, EveryMangledVerifierKeyIsRefused) {
  const std::string key = kPeter;
  for (size_t begin = 0; begin < key.size(); ++begin) {
    for (size_t end = begin; end <= key.size(); ++end) {
      if (end - begin == key.size()) continue;
      EXPECT_FALSE(NoteVerifier::FromVerifierKey(key.substr(begin, end - begin)).ok());
    }
    std::string changed = key;
    ++changed[begin];
    EXPECT_FALSE(NoteVerifier::FromVerifierKey(changed).ok()) << changed;
  }
  // Another length and another signature type, each with its right key hash; from the same source.
  EXPECT_FALSE(
      NoteVerifier::FromVerifierKey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==").ok());
  EXPECT_FALSE(
      NoteVerifier::FromVerifierKey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").ok());
  EXPECT_FALSE(NoteVerifier::FromVerifierKey(key + "\n").ok());
}

TEST(NoteKeyTest, EveryMangledSignerKeyIsRefused) {
  const std::string key = kPeterSignerKey;
  for (size_t begin = 0; begin < key.size(); ++begin) {
    for (size_t end = begin; end <= key.size(); ++end) {
      if (end - begin == key.size()) continue;
      EXPECT_FALSE(NoteSigner::FromSignerKey(key.substr(begin, end - begin)).ok());
    }
    std::string changed = key;
    ++changed[begin];
    EXPECT_FALSE(NoteSigner::FromSignerKey(changed).ok()) << begin;
  }
}

// A signing key that fails to read must not end up in a log.
TEST(NoteKeyTest, RefusalDoesNotShowTheSecret) {
  std::string wrong_hash = kPeterSignerKey;
  wrong_hash.replace(wrong_hash.find("c74f20a3"), 8, "00000000");

  const absl::Status status = NoteSigner::FromSignerKey(wrong_hash).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message().find("AYEK"), absl::string_view::npos);
}

TEST(NoteKeyTest, GeneratedKeyReadsBackAndSigns) {
  const NoteSigner signer = NoteSigner::Generate("journal.example").value();
  const NoteSigner again = NoteSigner::FromSignerKey(signer.signer_key()).value();
  const NoteVerifier verifier = NoteVerifier::FromVerifierKey(signer.verifier_key()).value();

  EXPECT_EQ(verifier.name(), "journal.example");
  EXPECT_EQ(verifier.key_hash(), signer.key_hash());
  EXPECT_EQ(again.Sign("text"), signer.Sign("text"));
  EXPECT_TRUE(verifier.Verify("text", signer.Sign("text")));
  EXPECT_NE(NoteSigner::Generate("journal.example")->key_hash(), signer.key_hash());
}

TEST(NoteKeyTest, NameThatNoNoteCanCarryIsRefused) {
  for (const char* name : {"", "a b", "a+b", "a\nb", "\xFF"}) {
    EXPECT_EQ(NoteSigner::Generate(name).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(NoteKeyTest, ChangedTextOrSignatureDoesNotVerify) {
  const NoteSigner signer = NoteSigner::FromSignerKey(kPeterSignerKey).value();
  const NoteVerifier verifier = NoteVerifier::FromVerifierKey(kPeter).value();
  const std::string signature = signer.Sign("text");

  EXPECT_FALSE(verifier.Verify("texu", signature));
  EXPECT_FALSE(verifier.Verify("", signature));
  EXPECT_FALSE(verifier.Verify("text", ""));
  EXPECT_FALSE(verifier.Verify("text", signature.substr(1)));
  EXPECT_FALSE(verifier.Verify("text", signature + '\0'));
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] ^= 1;
    EXPECT_FALSE(verifier.Verify("text", changed)) << i;
  }
}

// Anything left in OpenSSL's error queue would break the next TLS read on this thread.
TEST(NoteKeyTest, FailedVerificationLeavesNoOpensslError) {
  const NoteVerifier verifier = NoteVerifier::FromVerifierKey(kPeter).value();

  ASSERT_FALSE(verifier.Verify("text", std::string(64, '\xFF')));
  ASSERT_FALSE(verifier.Verify("text", std::string(64, '\0')));

  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace casejournal::eventstore
