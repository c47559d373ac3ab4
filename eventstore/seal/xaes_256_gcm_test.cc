#include "eventstore/seal/xaes_256_gcm.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Key256 KeyOf(uint8_t byte) {
  Key256 key;
  key.fill(byte);
  return key;
}

XaesNonce NonceOf(absl::string_view bytes) {
  XaesNonce nonce = {};
  std::copy_n(bytes.begin(), nonce.size(), nonce.begin());
  return nonce;
}

const XaesNonce kNonce = NonceOf("ABCDEFGHIJKLMNOPQRSTUVWX");

// The first `size` bytes of SHAKE-128 over `input`.
std::string Shake128(absl::string_view input, size_t size) {
  const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_shake128(), nullptr);
  EVP_DigestUpdate(context.get(), input.data(), input.size());
  std::string output(size, '\0');
  EVP_DigestFinalXOF(context.get(), reinterpret_cast<uint8_t*>(output.data()), size);
  return output;
}

// C2SP XAES-256-GCM, "Test vectors": the most significant bit of L is 0, then 1.
TEST(XaesTest, PublishedVectorsSeal) {
  EXPECT_EQ(absl::BytesToHexString(XaesSeal(KeyOf(0x01), kNonce, "XAES-256-GCM", "")),
            "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  EXPECT_EQ(absl::BytesToHexString(XaesSeal(KeyOf(0x03), kNonce, "XAES-256-GCM", "c2sp.org/XAES-256-GCM")),
            "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
}

TEST(XaesTest, PublishedSubkeysAreDerived) {
  auto hex = [](const Key256& key) {
    return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
  };

  EXPECT_EQ(hex(XaesSubkey(KeyOf(0x01), kNonce)), "c8612c9ed53fe43e8e005b828a1631a0bbcb6ab2f46514ec4f439fcfd0fa969b");
  EXPECT_EQ(hex(XaesSubkey(KeyOf(0x03), kNonce)), "e9c621d4cdd9b11b00a6427ad7e559aeedd66b3857646677748f8ca796cb3fd8");
}

// C2SP XAES-256-GCM, "Accumulated randomized tests": 10,000 random messages, hashed together.
TEST(XaesTest, AccumulatedRandomMessagesHaveThePublishedHash) {
  const std::string random = Shake128("", 8 << 20);
  ASSERT_EQ(absl::BytesToHexString(random.substr(0, 16)), "7f9c2ba4e88f827d616045507605853e");
  absl::string_view rest = random;
  auto take = [&rest](size_t size) {
    const absl::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  };
  auto take_string = [&] { return take(static_cast<uint8_t>(take(1)[0])); };

  std::string all_sealed;
  for (int i = 0; i < 10000; ++i) {
    Key256 key;
    std::copy_n(take(key.size()).begin(), key.size(), key.begin());
    const XaesNonce nonce = NonceOf(take(24));
    const absl::string_view plaintext = take_string();
    const absl::string_view aad = take_string();
    const std::string sealed = XaesSeal(key, nonce, plaintext, aad);
    ASSERT_EQ(XaesOpen(key, nonce, sealed, aad).value(), plaintext);
    all_sealed += sealed;
  }

  EXPECT_EQ(absl::BytesToHexString(Shake128(all_sealed, 32)),
            "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939");
}

TEST(XaesTest, AnyLengthOpensAgain) {
  for (const size_t size : {0, 1, 15, 16, 17, 600, 65536, 1 << 20}) {
    const std::string text(size, 't');
    const std::string sealed = XaesSeal(KeyOf(7), kNonce, text, text);
    EXPECT_EQ(sealed.size(), size + kXaesTagSize);
    EXPECT_EQ(XaesOpen(KeyOf(7), kNonce, sealed, text).value(), text);
  }
}

// Puncturing: a survivor opens with its own subkey after the key is destroyed, and nothing else does.
TEST(XaesTest, SubkeyOpensItsOwnMessageOnly) {
  const XaesNonce other = NonceOf("abcdefghijklmnopqrstuvwx");
  const Key256 subkey = XaesSubkey(KeyOf(7), kNonce);

  EXPECT_EQ(XaesOpenWithSubkey(subkey, kNonce, XaesSeal(KeyOf(7), kNonce, "text", "aad"), "aad").value(), "text");
  EXPECT_FALSE(XaesOpenWithSubkey(subkey, other, XaesSeal(KeyOf(7), other, "text", "aad"), "aad").ok());
}

TEST(XaesTest, EveryBitOfTheSealedTextCounts) {
  const std::string sealed = XaesSeal(KeyOf(7), kNonce, "the child's name", "aad");
  for (size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string changed = sealed;
    changed[bit / 8] ^= 1 << bit % 8;
    EXPECT_EQ(XaesOpen(KeyOf(7), kNonce, changed, "aad").status().code(), absl::StatusCode::kDataLoss);
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_EQ(XaesOpen(KeyOf(7), kNonce, sealed.substr(0, size), "aad").status().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_FALSE(XaesOpen(KeyOf(7), kNonce, sealed + '\0', "aad").ok());
}

TEST(XaesTest, KeyNonceAndAadCount) {
  const std::string sealed = XaesSeal(KeyOf(7), kNonce, "text", "aad");

  EXPECT_FALSE(XaesOpen(KeyOf(8), kNonce, sealed, "aad").ok());
  EXPECT_FALSE(XaesOpen(KeyOf(7), kNonce, sealed, "aae").ok());
  EXPECT_FALSE(XaesOpen(KeyOf(7), kNonce, sealed, "").ok());
  for (size_t i = 0; i < kNonce.size(); ++i) {
    XaesNonce changed = kNonce;
    changed[i] ^= 1;
    EXPECT_FALSE(XaesOpen(KeyOf(7), changed, sealed, "aad").ok()) << i;
  }
}

// A failed open must not spoil the context for the next one, nor leave an error to TLS.
TEST(XaesTest, OpeningGoesOnAfterAFailure) {
  const std::string sealed = XaesSeal(KeyOf(7), kNonce, "text", "aad");

  ASSERT_FALSE(XaesOpen(KeyOf(8), kNonce, sealed, "aad").ok());

  EXPECT_EQ(XaesOpen(KeyOf(7), kNonce, sealed, "aad").value(), "text");
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(XaesTest, ThreadsSealApart) {
  const std::string expected = XaesSeal(KeyOf(7), kNonce, "text", "aad");
  bool same = true;

  std::thread other([&] {
    for (int i = 0; i < 2000; ++i) same = same && XaesSeal(KeyOf(7), kNonce, "text", "aad") == expected;
  });
  for (int i = 0; i < 2000; ++i) XaesSeal(KeyOf(9), kNonce, "another text", "");
  other.join();

  EXPECT_TRUE(same);
}

}  // namespace
}  // namespace casejournal::eventstore
