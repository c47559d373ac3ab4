#include "eventstore/seal/xaes_256_gcm.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/status/status.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kBlockSize = 16;
constexpr size_t kNonceHalf = 12;
constexpr size_t kTextBytesMax = (uint64_t{1} << 36) - 32;  // NIST SP 800-38D section 5.2.1.1.
constexpr size_t kUpdateBytesMax = size_t{1} << 30;         // OpenSSL counts bytes in an int.

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
using Block = std::array<uint8_t, kBlockSize>;

void AbortUnless(bool holds) {
  if (!holds) std::abort();
}

// Contexts keep their cipher, so that a call sets only a key and a nonce.
Context MakeContext(const char* name, bool encrypts) {
  EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  AbortUnless(cipher != nullptr && context != nullptr);
  AbortUnless(EVP_CipherInit_ex2(context.get(), cipher, nullptr, nullptr, encrypts, nullptr) == 1);
  EVP_CIPHER_free(cipher);
  return context;
}

// For whole blocks. Padding would come from EVP_CipherFinal, which nobody calls, so that it is not worth switching off.
EVP_CIPHER_CTX* BlockContext() {
  thread_local const Context context = MakeContext("AES-256-ECB", true);
  return context.get();
}

EVP_CIPHER_CTX* SealContext() {
  thread_local const Context context = MakeContext("AES-256-GCM", true);
  return context.get();
}

EVP_CIPHER_CTX* OpenContext() {
  thread_local const Context context = MakeContext("AES-256-GCM", false);
  return context.get();
}

// `out` may be null, which makes `in` additional data.
void Update(EVP_CIPHER_CTX* context, uint8_t* out, absl::string_view in) {
  while (!in.empty()) {
    const size_t size = std::min(in.size(), kUpdateBytesMax);
    int written = 0;
    AbortUnless(EVP_CipherUpdate(context, out, &written, reinterpret_cast<const uint8_t*>(in.data()),
                                 static_cast<int>(size)) == 1);
    if (out != nullptr) out += size;
    in.remove_prefix(size);
  }
}

absl::string_view View(const uint8_t* bytes, size_t size) {
  return absl::string_view(reinterpret_cast<const char*>(bytes), size);
}

void SetKeyAndNonce(EVP_CIPHER_CTX* context, const Key256& subkey, const XaesNonce& nonce) {
  AbortUnless(EVP_CipherInit_ex2(context, nullptr, subkey.data(), nonce.data() + kNonceHalf, -1, nullptr) == 1);
}

// CMAC's K1 (NIST SP 800-38B section 6.1), without a branch on the secret.
Block DoubleInField(const Block& block) {
  Block doubled;
  for (size_t i = 0; i + 1 < kBlockSize; ++i) doubled[i] = block[i] << 1 | block[i + 1] >> 7;
  doubled[kBlockSize - 1] = block[kBlockSize - 1] << 1 ^ (0x87 & -(block[0] >> 7));
  return doubled;
}

}  // namespace

Key256 XaesSubkey(const Key256& key, const XaesNonce& nonce) {
  EVP_CIPHER_CTX* aes = BlockContext();
  AbortUnless(EVP_CipherInit_ex2(aes, nullptr, key.data(), nullptr, -1, nullptr) == 1);

  const Block zeros = {};
  Block l;
  Update(aes, l.data(), View(zeros.data(), zeros.size()));
  Block k1 = DoubleInField(l);

  std::array<uint8_t, 2 * kBlockSize> messages = {};
  for (uint8_t counter = 1; counter <= 2; ++counter) {
    uint8_t* const message = messages.data() + (counter - 1) * kBlockSize;
    message[1] = counter;
    message[2] = 'X';
    std::copy_n(nonce.begin(), kNonceHalf, message + 4);
    for (size_t i = 0; i < kBlockSize; ++i) message[i] ^= k1[i];
  }
  Key256 subkey;
  Update(aes, subkey.data(), View(messages.data(), messages.size()));

  OPENSSL_cleanse(l.data(), l.size());
  OPENSSL_cleanse(k1.data(), k1.size());
  OPENSSL_cleanse(messages.data(), messages.size());
  return subkey;
}

std::string XaesSeal(const Key256& key, const XaesNonce& nonce, absl::string_view plaintext, absl::string_view aad) {
  AbortUnless(plaintext.size() <= kTextBytesMax);
  EVP_CIPHER_CTX* gcm = SealContext();
  const Key256 subkey = XaesSubkey(key, nonce);
  SetKeyAndNonce(gcm, subkey, nonce);

  std::string sealed(plaintext.size() + kXaesTagSize, '\0');
  uint8_t* const out = reinterpret_cast<uint8_t*>(sealed.data());
  uint8_t* const tag = out + plaintext.size();
  Update(gcm, nullptr, aad);
  Update(gcm, out, plaintext);
  int written = 0;
  AbortUnless(EVP_CipherFinal_ex(gcm, tag, &written) == 1);
  AbortUnless(EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_GET_TAG, kXaesTagSize, tag) == 1);
  return sealed;
}

absl::StatusOr<std::string> XaesOpen(const Key256& key, const XaesNonce& nonce, absl::string_view sealed,
                                     absl::string_view aad) {
  return XaesOpenWithSubkey(XaesSubkey(key, nonce), nonce, sealed, aad);
}

absl::StatusOr<std::string> XaesOpenWithSubkey(const Key256& subkey, const XaesNonce& nonce, absl::string_view sealed,
                                               absl::string_view aad) {
  if (sealed.size() < kXaesTagSize) return absl::DataLossError("sealed text shorter than its tag");
  const size_t size = sealed.size() - kXaesTagSize;
  if (size > kTextBytesMax) return absl::DataLossError("sealed text too long");

  EVP_CIPHER_CTX* gcm = OpenContext();
  SetKeyAndNonce(gcm, subkey, nonce);
  // OpenSSL takes the expected tag through a pointer to non-const, but only reads it.
  AbortUnless(EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_SET_TAG, kXaesTagSize, const_cast<char*>(sealed.data() + size)) ==
              1);
  std::string plaintext(size, '\0');
  uint8_t* const out = reinterpret_cast<uint8_t*>(plaintext.data());
  Update(gcm, nullptr, aad);
  Update(gcm, out, sealed.substr(0, size));
  int written = 0;
  // TLS would take errors left in the thread's queue for its own.
  ERR_set_mark();
  const bool authentic = EVP_CipherFinal_ex(gcm, out + size, &written) == 1;
  ERR_pop_to_mark();
  if (!authentic) {
    OPENSSL_cleanse(plaintext.data(), plaintext.size());
    return absl::DataLossError("sealed text does not open under its key, nonce and aad");
  }
  return plaintext;
}

void XaesForget() {
  const Key256 zeros;
  const XaesNonce nonce = {};
  AbortUnless(EVP_CipherInit_ex2(BlockContext(), nullptr, zeros.data(), nullptr, -1, nullptr) == 1);
  SetKeyAndNonce(SealContext(), zeros, nonce);
  SetKeyAndNonce(OpenContext(), zeros, nonce);
}

}  // namespace casejournal::eventstore
