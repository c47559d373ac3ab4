#include "eventstore/tree/ed25519.h"

#include <openssl/err.h>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

struct Ed25519Vector {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

// RFC 8032 section 7.1, tests 1 to 3.
constexpr Ed25519Vector kEd25519Vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"}};

TEST(Ed25519Test, SignaturesAreThoseOfTheRfc) {
  for (const Ed25519Vector& vector : kEd25519Vectors) {
    const std::string seed = absl::HexStringToBytes(vector.seed);
    const std::string message = absl::HexStringToBytes(vector.message);
    const Ed25519PrivateKey key = Ed25519PrivateKey::FromSeed(seed).value();

    EXPECT_EQ(key.Seed(), seed);
    EXPECT_EQ(absl::BytesToHexString(key.PublicBytes()), vector.public_key);
    EXPECT_EQ(absl::BytesToHexString(key.Sign(message)), vector.signature);
    EXPECT_TRUE(
        Ed25519PublicKey::FromBytes(key.PublicBytes())->Verify(message, absl::HexStringToBytes(vector.signature)));
  }
}

TEST(Ed25519Test, AnotherKeyOrMessageDoesNotVerify) {
  const Ed25519PrivateKey signer = Ed25519PrivateKey::Generate();
  const Ed25519PublicKey key = Ed25519PublicKey::FromBytes(signer.PublicBytes()).value();
  const Ed25519PublicKey other = Ed25519PublicKey::FromBytes(Ed25519PrivateKey::Generate().PublicBytes()).value();

  EXPECT_EQ(key.bytes(), signer.PublicBytes());
  EXPECT_TRUE(key.Verify("message", signer.Sign("message")));
  EXPECT_FALSE(key.Verify("messages", signer.Sign("message")));
  EXPECT_FALSE(key.Verify("message", signer.Sign("message") + '\0'));
  EXPECT_FALSE(key.Verify("message", ""));
  EXPECT_FALSE(other.Verify("message", signer.Sign("message")));
}

TEST(Ed25519Test, KeyOfAnotherLengthIsRefused) {
  for (const size_t size : {0, 1, 31, 33, 64}) {
    const std::string bytes(size, 'k');
    EXPECT_EQ(Ed25519PublicKey::FromBytes(bytes).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(Ed25519PrivateKey::FromSeed(bytes).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

// Not every 32 bytes are a point. Anything left in OpenSSL's error queue would break the next TLS read on this thread.
TEST(Ed25519Test, KeyThatIsNoPointVerifiesNothingAndLeavesNoOpensslError) {
  const absl::StatusOr<Ed25519PublicKey> key = Ed25519PublicKey::FromBytes("\x02" + std::string(31, '\0'));

  if (key.ok()) {
    EXPECT_FALSE(key->Verify("message", std::string(kEd25519SignatureSize, '\x01')));
  }

  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(Ed25519Test, WipedSecretIsGone) {
  std::string secret(kEd25519KeySize, 's');
  const char* bytes = secret.data();

  Wipe(secret);

  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(absl::string_view(bytes, kEd25519KeySize), std::string(kEd25519KeySize, '\0'));
}

}  // namespace
}  // namespace casejournal::eventstore
