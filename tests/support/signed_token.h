// Keys and tokens for tests, made by OpenSSL without the code under test.
#ifndef CASEJOURNAL_TESTS_SUPPORT_SIGNED_TOKEN_H_
#define CASEJOURNAL_TESTS_SUPPORT_SIGNED_TOKEN_H_

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace casejournal::testing {

// Base64url without padding.
inline std::string Base64Url(absl::string_view bytes) {
  std::string text = absl::WebSafeBase64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

// A private key.
class SigningKey {
 public:
  static SigningKey Rsa(unsigned bits = 2048) { return SigningKey(EVP_RSA_gen(bits)); }
  static SigningKey P256() { return SigningKey(EVP_EC_gen("P-256")); }
  static SigningKey Curve(const char* name) { return SigningKey(EVP_EC_gen(name)); }
  static SigningKey Ed25519() { return SigningKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }

  // The public key as a member of a key set. `more` is put behind its own members: ", \"use\": \"sig\"".
  std::string Jwk(absl::string_view kid, absl::string_view more = "") const {
    return absl::StrCat("{\"kid\": \"", kid, "\", ", PublicMembers(), more, "}");
  }
  std::string PublicMembers() const {
    const int type = EVP_PKEY_get_base_id(key_.get());
    if (type == EVP_PKEY_RSA) {
      return absl::StrCat(R"("kty": "RSA", "n": ")", Number(OSSL_PKEY_PARAM_RSA_N), R"(", "e": ")",
                          Number(OSSL_PKEY_PARAM_RSA_E), "\"");
    }
    if (type == EVP_PKEY_EC) {
      return absl::StrCat(R"("kty": "EC", "crv": "P-256", "x": ")", Number(OSSL_PKEY_PARAM_EC_PUB_X, 32),
                          R"(", "y": ")", Number(OSSL_PKEY_PARAM_EC_PUB_Y, 32), "\"");
    }
    unsigned char raw[32];
    size_t size = sizeof(raw);
    EXPECT_EQ(EVP_PKEY_get_raw_public_key(key_.get(), raw, &size), 1);
    return absl::StrCat(R"("kty": "OKP", "crv": "Ed25519", "x": ")", Base64Url(Text(raw, size)), "\"");
  }
  std::string PublicPem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
    EXPECT_EQ(PEM_write_bio_PUBKEY(memory.get(), key_.get()), 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<size_t>(size)};
  }

  // As a JSON Web Signature has it.
  std::string Sign(absl::string_view message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const int type = EVP_PKEY_get_base_id(key_.get());
    const EVP_MD* digest = type == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
    EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()), 1);
    std::string signature(2048, '\0');
    size_t size = signature.size();
    EXPECT_EQ(EVP_DigestSign(context.get(), Bytes(signature), &size, Bytes(message), message.size()), 1);
    signature.resize(size);
    return type == EVP_PKEY_EC ? TwoNumbers(signature) : signature;
  }

 private:
  explicit SigningKey(EVP_PKEY* key) : key_(key, &EVP_PKEY_free) {}

  static std::string Text(const unsigned char* bytes, size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
  }
  static const unsigned char* Bytes(absl::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }
  static unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

  std::string Number(const char* parameter, int size = 0) const {
    BIGNUM* number = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key_.get(), parameter, &number), 1);
    std::string bytes(static_cast<size_t>(size > 0 ? size : BN_num_bytes(number)), '\0');
    BN_bn2binpad(number, Bytes(bytes), static_cast<int>(bytes.size()));
    BN_free(number);
    return Base64Url(bytes);
  }
  static std::string TwoNumbers(absl::string_view der) {
    const unsigned char* at = Bytes(der);
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> read(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), &ECDSA_SIG_free);
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(read.get()), Bytes(raw), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(read.get()), Bytes(raw) + 32, 32);
    return raw;
  }

  std::shared_ptr<EVP_PKEY> key_;
};

// A token of these texts, whatever they say.
inline std::string SignToken(const SigningKey& key, absl::string_view header, absl::string_view payload) {
  const std::string is_signed = absl::StrCat(Base64Url(header), ".", Base64Url(payload));
  return absl::StrCat(is_signed, ".", Base64Url(key.Sign(is_signed)));
}

// The same with HMAC-SHA-256.
inline std::string SignTokenHs256(absl::string_view secret, absl::string_view header, absl::string_view payload) {
  const std::string is_signed = absl::StrCat(Base64Url(header), ".", Base64Url(payload));
  unsigned char mac[32];
  unsigned size = sizeof(mac);
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(is_signed.data()), is_signed.size(), mac, &size);
  return absl::StrCat(is_signed, ".", Base64Url({reinterpret_cast<const char*>(mac), size}));
}

inline std::string KeySetOf(const std::vector<std::string>& keys) {
  return absl::StrCat("{\"keys\": [", absl::StrJoin(keys, ", "), "]}");
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_SIGNED_TOKEN_H_
