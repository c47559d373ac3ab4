#include "eventstore/tree/note_key.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/tree/canonical_text.h"
#include "eventstore/tree/hash.h"

namespace casejournal::eventstore {
namespace {

constexpr char kEd25519 = 0x01;
constexpr size_t kKeySize = 32;
constexpr size_t kSignatureSize = 64;
constexpr absl::string_view kSecretPrefix = "PRIVATE+KEY+";

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

// A key that OpenSSL itself made or accepted does not fail to sign or to show itself.
void AbortUnless(bool openssl_ok) {
  if (!openssl_ok) std::abort();
}

const unsigned char* Bytes(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) {
  return std::shared_ptr<EVP_PKEY>(key, &EVP_PKEY_free);
}

// Both encodings of a key: the signature type, then 32 bytes.
std::string Encoded(absl::string_view raw) {
  return absl::StrCat(absl::string_view(&kEd25519, 1), raw);
}

std::string PublicBytes(const EVP_PKEY& key) {
  std::string raw(kKeySize, '\0');
  size_t size = raw.size();
  AbortUnless(
      EVP_PKEY_get_raw_public_key(&key, reinterpret_cast<unsigned char*>(raw.data()), &size) == 1);
  return raw;
}

uint32_t KeyHash(absl::string_view name, absl::string_view encoded_public_key) {
  Sha256 sha;
  const Hash hash = sha.Update(name).Update("\n").Update(encoded_public_key).Finish();
  return uint32_t{hash[0]} << 24 | uint32_t{hash[1]} << 16 | uint32_t{hash[2]} << 8 | hash[3];
}

struct KeyText {
  std::string name;
  std::string hash;
  std::string raw;
};

// Error texts stay general: the text may be a secret.
absl::StatusOr<KeyText> ParseKeyText(absl::string_view text) {
  // Base64 may hold a plus; a name and a key hash may not.
  const std::vector<absl::string_view> fields = absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (fields.size() != 3 || !IsKeyName(fields[0]) || fields[1].size() != 8) {
    return absl::InvalidArgumentError("malformed note key");
  }
  absl::StatusOr<std::string> key = DecodeBase64(fields[2]);
  if (!key.ok()) return absl::InvalidArgumentError("malformed note key");
  if (key->size() != 1 + kKeySize || key->front() != kEd25519) {
    OPENSSL_cleanse(key->data(), key->size());
    return absl::InvalidArgumentError("a note key that is not Ed25519");
  }
  KeyText parsed = {std::string(fields[0]), std::string(fields[1]), key->substr(1)};
  OPENSSL_cleanse(key->data(), key->size());
  return parsed;
}

std::string HashText(uint32_t key_hash) { return absl::StrFormat("%08x", key_hash); }

}  // namespace

absl::StatusOr<NoteVerifier> NoteVerifier::FromVerifierKey(absl::string_view verifier_key) {
  absl::StatusOr<KeyText> text = ParseKeyText(verifier_key);
  if (!text.ok()) return text.status();

  NoteVerifier verifier;
  verifier.name_ = text->name;
  verifier.key_hash_ = KeyHash(text->name, Encoded(text->raw));
  if (HashText(verifier.key_hash_) != text->hash) {
    return absl::InvalidArgumentError("the key hash is not this note key's");
  }
  verifier.key_ = Own(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(text->raw), text->raw.size()));
  if (verifier.key_ == nullptr) return absl::InvalidArgumentError("no Ed25519 public key");
  return verifier;
}

bool NoteVerifier::Verify(absl::string_view text, absl::string_view signature) const {
  if (signature.size() != kSignatureSize) return false;
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  AbortUnless(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  // TLS reads errors left in the thread's queue as its own.
  ERR_set_mark();
  const bool verified = EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                                         Bytes(text), text.size()) == 1;
  ERR_pop_to_mark();
  return verified;
}

NoteSigner::NoteSigner(absl::string_view name, std::shared_ptr<evp_pkey_st> key)
    : name_(name), key_hash_(KeyHash(name, Encoded(PublicBytes(*key)))), key_(std::move(key)) {}

absl::StatusOr<NoteSigner> NoteSigner::FromSignerKey(absl::string_view signer_key) {
  if (!absl::ConsumePrefix(&signer_key, kSecretPrefix)) {
    return absl::InvalidArgumentError("malformed note signing key");
  }
  absl::StatusOr<KeyText> text = ParseKeyText(signer_key);
  if (!text.ok()) return text.status();

  std::shared_ptr<EVP_PKEY> key = Own(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(text->raw), text->raw.size()));
  OPENSSL_cleanse(text->raw.data(), text->raw.size());
  if (key == nullptr) return absl::InvalidArgumentError("no Ed25519 private key");
  NoteSigner signer(text->name, std::move(key));
  if (HashText(signer.key_hash_) != text->hash) {
    return absl::InvalidArgumentError("the key hash is not this note signing key's");
  }
  return signer;
}

absl::StatusOr<NoteSigner> NoteSigner::Generate(absl::string_view name) {
  if (!IsKeyName(name)) return absl::InvalidArgumentError("not a name for a note key");
  std::shared_ptr<EVP_PKEY> key = Own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  AbortUnless(key != nullptr);
  return NoteSigner(name, std::move(key));
}

std::string NoteSigner::verifier_key() const {
  return absl::StrCat(name_, "+", HashText(key_hash_), "+",
                      absl::Base64Escape(Encoded(PublicBytes(*key_))));
}

std::string NoteSigner::signer_key() const {
  std::string seed(kKeySize, '\0');
  size_t size = seed.size();
  AbortUnless(EVP_PKEY_get_raw_private_key(
                  key_.get(), reinterpret_cast<unsigned char*>(seed.data()), &size) == 1);
  std::string encoded = Encoded(seed);
  std::string base64 = absl::Base64Escape(encoded);
  std::string text = absl::StrCat(kSecretPrefix, name_, "+", HashText(key_hash_), "+", base64);
  for (std::string* secret : {&seed, &encoded, &base64}) {
    OPENSSL_cleanse(secret->data(), secret->size());
  }
  return text;
}

std::string NoteSigner::Sign(absl::string_view text) const {
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  AbortUnless(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  std::string signature(kSignatureSize, '\0');
  size_t size = signature.size();
  AbortUnless(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                             &size, Bytes(text), text.size()) == 1);
  return signature;
}

}  // namespace casejournal::eventstore
