#include "services/credentials/token_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr int kTokenIdBytes = 16;

struct FreesBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreesPkey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

std::string Base64Url(absl::string_view bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);  // without padding
  return text;
}

// The public key as RFC 7638 wants it: its required members in the order of their names, without white space.
std::string CanonicalPublicKey(absl::string_view public_bytes) {
  return absl::StrCat(R"({"crv":"Ed25519","kty":"OKP","x":")", Base64Url(public_bytes), R"("})");
}

std::string Thumbprint(absl::string_view public_bytes) {
  const std::string text = CanonicalPublicKey(public_bytes);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return Base64Url(absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

}  // namespace

TokenKeyPair::TokenKeyPair(eventstore::Ed25519PrivateKey key)
    : key_(std::move(key)), id_(Thumbprint(key_.PublicBytes())) {}

TokenKeyPair TokenKeyPair::Generate() { return TokenKeyPair(eventstore::Ed25519PrivateKey::Generate()); }

absl::StatusOr<TokenKeyPair> TokenKeyPair::FromPem(const std::string& pem) {
  const std::unique_ptr<BIO, FreesBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, FreesPkey> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")));
  ERR_clear_error();
  std::string seed(eventstore::kEd25519KeySize, '\0');
  size_t size = seed.size();
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(seed.data()), &size) != 1) {
    return absl::InvalidArgumentError("expected an Ed25519 private key in PEM, without a passphrase");
  }
  absl::StatusOr<eventstore::Ed25519PrivateKey> read = eventstore::Ed25519PrivateKey::FromSeed(seed);
  eventstore::Wipe(seed);
  if (!read.ok()) return read.status();
  return TokenKeyPair(*std::move(read));
}

std::string TokenKeyPair::Pem() const {
  std::string seed = key_.Seed();
  const std::unique_ptr<EVP_PKEY, FreesPkey> key(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(seed.data()), seed.size()));
  eventstore::Wipe(seed);
  const std::unique_ptr<BIO, FreesBio> bio(BIO_new(BIO_s_mem()));
  if (key == nullptr || bio == nullptr ||
      PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return "";
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string TokenKeyPair::KeySetJson() const {
  const nlohmann::ordered_json key = {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", Base64Url(key_.PublicBytes())},
                                      {"kid", id_},   {"alg", "EdDSA"},   {"use", "sig"}};
  const nlohmann::ordered_json set = {{"keys", nlohmann::ordered_json::array({key})}};
  return absl::StrCat(set.dump(2), "\n");
}

std::string TokenKeyPair::Sign(const TokenToSign& token) const {
  unsigned char id[kTokenIdBytes] = {};
  RAND_bytes(id, kTokenIdBytes);
  const nlohmann::ordered_json header = {{"alg", "EdDSA"}, {"kid", id_}, {"typ", "JWT"}};
  const nlohmann::ordered_json claims = {
      {"iss", token.issuer},
      {"sub", token.subject},
      {"name", token.name},
      {"aud", token.audience},
      {"iat", absl::ToUnixSeconds(token.issued_at)},
      {"nbf", absl::ToUnixSeconds(token.issued_at)},
      {"exp", absl::ToUnixSeconds(token.expires_at)},
      {"jti", absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(id), kTokenIdBytes))}};
  const std::string text = absl::StrCat(Base64Url(header.dump()), ".", Base64Url(claims.dump()));
  return absl::StrCat(text, ".", Base64Url(key_.Sign(text)));
}

}  // namespace casejournal::services
