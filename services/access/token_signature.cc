#include "services/access/token_signature.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 8192;
constexpr uint64_t kRsaExponentMin = 65537;
constexpr size_t kP256NumberBytes = 32;
constexpr size_t kEd25519KeyBytes = 32;
constexpr size_t kEd25519SignatureBytes = 64;

struct SslDeleter {
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <typename T>
using Ssl = std::unique_ptr<T, SslDeleter>;

const unsigned char* BytesOf(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Ssl<BIGNUM> NumberOf(absl::string_view bytes) {
  return Ssl<BIGNUM>(BN_bin2bn(BytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

std::shared_ptr<void> Owned(EVP_PKEY* key) {
  return {key, [](void* owned) { EVP_PKEY_free(static_cast<EVP_PKEY*>(owned)); }};
}

EVP_PKEY* PkeyOf(const TokenKey& key) { return static_cast<EVP_PKEY*>(key.key.get()); }

// Null if OpenSSL makes no key of `parameters`, or finds that it is none: a point off the curve, an even modulus.
std::shared_ptr<void> MakeKey(const char* type, OSSL_PARAM_BLD* builder) {
  const Ssl<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
  const Ssl<EVP_PKEY_CTX> maker(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  const bool ok = parameters && maker && EVP_PKEY_fromdata_init(maker.get()) > 0 &&
                  EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) > 0;
  std::shared_ptr<void> key;
  if (ok) key = Owned(made);
  const Ssl<EVP_PKEY_CTX> checker(ok ? EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr) : nullptr);
  if (!checker || EVP_PKEY_public_check(checker.get()) <= 0) key = nullptr;
  ERR_clear_error();
  return key;
}

// The DER form of a signature of two numbers; empty if there is none.
std::string EcdsaDer(absl::string_view raw) {
  Ssl<BIGNUM> r = NumberOf(raw.substr(0, kP256NumberBytes));
  Ssl<BIGNUM> s = NumberOf(raw.substr(kP256NumberBytes));
  const Ssl<ECDSA_SIG> signature(ECDSA_SIG_new());
  if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return "";
  r.release();
  s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string copy(reinterpret_cast<char*>(der), size > 0 ? static_cast<size_t>(size) : 0);
  OPENSSL_free(der);
  return copy;
}

bool Verify(EVP_PKEY* key, const EVP_MD* digest, bool pkcs1, absl::string_view message, absl::string_view signature) {
  const Ssl<EVP_MD_CTX> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* of_key = nullptr;
  const bool valid =
      context && EVP_DigestVerifyInit(context.get(), &of_key, digest, nullptr, key) == 1 &&
      (!pkcs1 || EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PADDING) == 1) &&
      EVP_DigestVerify(context.get(), BytesOf(signature), signature.size(), BytesOf(message), message.size()) == 1;
  ERR_clear_error();  // of a signature that does not match, so that the next caller on this thread does not find it
  return valid;
}

}  // namespace

absl::StatusOr<std::shared_ptr<void>> RsaPublicKey(absl::string_view modulus, absl::string_view exponent) {
  // Larger than any that is allowed; OpenSSL need not read it.
  constexpr size_t kBytesMax = kRsaBitsMax / 8 + 8;
  const Ssl<BIGNUM> n = NumberOf(modulus.substr(0, kBytesMax));
  const Ssl<BIGNUM> e = NumberOf(exponent.substr(0, kBytesMax));
  const Ssl<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder) return absl::ResourceExhaustedError("no memory for a key");
  const int bits = BN_num_bits(n.get());
  if (modulus.size() > kBytesMax || bits < kRsaBitsMin || bits > kRsaBitsMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("an RSA modulus of ", bits, " bits; allowed are ", kRsaBitsMin, " to ", kRsaBitsMax));
  }
  if (exponent.size() > kBytesMax || BN_num_bits(e.get()) > 64 || !BN_is_odd(e.get()) ||
      BN_get_word(e.get()) < kRsaExponentMin) {
    return absl::InvalidArgumentError(
        absl::StrCat("an RSA exponent that is not an odd number from ", kRsaExponentMin, " to 64 bits"));
  }
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  std::shared_ptr<void> key = MakeKey("RSA", builder.get());
  if (key == nullptr) return absl::InvalidArgumentError("an RSA modulus with which nothing can be signed");
  return key;
}

absl::StatusOr<std::shared_ptr<void>> P256PublicKey(absl::string_view x, absl::string_view y) {
  if (x.size() != kP256NumberBytes || y.size() != kP256NumberBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a point of P-256 whose numbers have ", x.size(), " and ", y.size(),
                                                   " bytes; each has ", kP256NumberBytes));
  }
  const std::string point = absl::StrCat("\x04", x, y);
  const Ssl<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  if (!builder) return absl::ResourceExhaustedError("no memory for a key");
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  std::shared_ptr<void> key = MakeKey("EC", builder.get());
  if (key == nullptr) return absl::InvalidArgumentError("a point that is not on P-256");
  return key;
}

absl::StatusOr<std::shared_ptr<void>> Ed25519PublicKey(absl::string_view bytes) {
  if (bytes.size() != kEd25519KeyBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("an Ed25519 key of ", bytes.size(), " bytes; it has ", kEd25519KeyBytes));
  }
  EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, BytesOf(bytes), bytes.size());
  if (key == nullptr) return absl::InvalidArgumentError("no Ed25519 key");
  return Owned(key);
}

bool IsSameKey(const TokenKey& a, const TokenKey& b) {
  return a.id == b.id && a.algorithm == b.algorithm && EVP_PKEY_eq(PkeyOf(a), PkeyOf(b)) == 1;
}

bool SignatureIsValid(const TokenKey& key, absl::string_view message, absl::string_view signature) {
  EVP_PKEY* pkey = PkeyOf(key);
  switch (key.algorithm) {
    case KeyAlgorithm::kRs256:
      return signature.size() == static_cast<size_t>(EVP_PKEY_get_size(pkey)) &&
             Verify(pkey, EVP_sha256(), /*pkcs1=*/true, message, signature);
    case KeyAlgorithm::kEs256: {
      if (signature.size() != 2 * kP256NumberBytes) return false;
      const std::string der = EcdsaDer(signature);
      return !der.empty() && Verify(pkey, EVP_sha256(), /*pkcs1=*/false, message, der);
    }
    case KeyAlgorithm::kEd25519:
      return signature.size() == kEd25519SignatureBytes && Verify(pkey, nullptr, /*pkcs1=*/false, message, signature);
  }
  return false;
}

}  // namespace casejournal::services
