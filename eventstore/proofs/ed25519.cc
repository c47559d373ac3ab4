#include "eventstore/proofs/ed25519.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <utility>

#include "absl/status/status.h"

namespace casejournal::eventstore {
namespace {

using SigningContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

SigningContext NewSigningContext() { return SigningContext(EVP_MD_CTX_new(), &EVP_MD_CTX_free); }

// Signing and exporting do not fail for a key that OpenSSL itself created or accepted.
void RequireOpenssl(bool openssl_ok) {
  if (!openssl_ok) std::abort();
}

const unsigned char* OpensslBytes(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* OpensslBuffer(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

std::shared_ptr<EVP_PKEY> OwnKey(EVP_PKEY* key) { return std::shared_ptr<EVP_PKEY>(key, &EVP_PKEY_free); }

}  // namespace

absl::StatusOr<Ed25519PublicKey> Ed25519PublicKey::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kEd25519KeySize) return absl::InvalidArgumentError("not an Ed25519 public key");
  Ed25519PublicKey key;
  key.bytes_ = std::string(bytes);
  key.key_ = OwnKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, OpensslBytes(bytes), bytes.size()));
  if (key.key_ == nullptr) return absl::InvalidArgumentError("not an Ed25519 public key");
  return key;
}

bool Ed25519PublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  if (signature.size() != kEd25519SignatureSize) return false;
  const SigningContext context = NewSigningContext();
  RequireOpenssl(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  // TLS would take errors left in the thread's queue for its own.
  ERR_set_mark();
  const bool verified = EVP_DigestVerify(context.get(), OpensslBytes(signature), signature.size(),
                                         OpensslBytes(message), message.size()) == 1;
  ERR_pop_to_mark();
  return verified;
}

Ed25519PrivateKey::Ed25519PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromSeed(absl::string_view seed) {
  if (seed.size() != kEd25519KeySize) return absl::InvalidArgumentError("not an Ed25519 private key");
  std::shared_ptr<EVP_PKEY> key =
      OwnKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, OpensslBytes(seed), seed.size()));
  if (key == nullptr) return absl::InvalidArgumentError("not an Ed25519 private key");
  return Ed25519PrivateKey(std::move(key));
}

Ed25519PrivateKey Ed25519PrivateKey::Generate() {
  std::shared_ptr<EVP_PKEY> key = OwnKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  RequireOpenssl(key != nullptr);
  return Ed25519PrivateKey(std::move(key));
}

std::string Ed25519PrivateKey::PublicBytes() const {
  std::string bytes(kEd25519KeySize, '\0');
  size_t size = bytes.size();
  RequireOpenssl(EVP_PKEY_get_raw_public_key(key_.get(), OpensslBuffer(bytes), &size) == 1);
  return bytes;
}

std::string Ed25519PrivateKey::Seed() const {
  std::string seed(kEd25519KeySize, '\0');
  size_t size = seed.size();
  RequireOpenssl(EVP_PKEY_get_raw_private_key(key_.get(), OpensslBuffer(seed), &size) == 1);
  return seed;
}

std::string Ed25519PrivateKey::Sign(absl::string_view message) const {
  const SigningContext context = NewSigningContext();
  RequireOpenssl(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  std::string signature(kEd25519SignatureSize, '\0');
  size_t size = signature.size();
  RequireOpenssl(
      EVP_DigestSign(context.get(), OpensslBuffer(signature), &size, OpensslBytes(message), message.size()) == 1);
  return signature;
}

void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace casejournal::eventstore
