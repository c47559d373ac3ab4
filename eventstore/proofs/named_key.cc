#include "eventstore/proofs/named_key.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kSecretPrefix = "PRIVATE+KEY+";

// Both encodings of a key have the signature type, then 32 bytes.
std::string TypedKey(SignatureType type, absl::string_view key) {
  const char byte = static_cast<char>(type);
  return absl::StrCat(absl::string_view(&byte, 1), key);
}

std::string KeyHashText(uint32_t key_hash) { return absl::StrFormat("%08x", key_hash); }

struct KeyText {
  std::string name;
  std::string hash;
  std::string key;
};

// Error texts do not quote the text, which may be a secret.
absl::StatusOr<KeyText> ParseKeyText(absl::string_view text, SignatureType type) {
  // Base64 can contain a plus; a name and a key hash cannot.
  const std::vector<absl::string_view> fields = absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (fields.size() != 3 || !IsKeyName(fields[0]) || fields[1].size() != 8) {
    return absl::InvalidArgumentError("malformed note key");
  }
  absl::StatusOr<std::string> typed = DecodeBase64(fields[2]);
  if (!typed.ok()) return absl::InvalidArgumentError("malformed note key");
  const bool right_type = !typed->empty() && typed->front() == static_cast<char>(type);
  if (!right_type || typed->size() != 1 + kEd25519KeySize) {
    Wipe(*typed);
    return absl::InvalidArgumentError(
        absl::StrFormat("a note key that is not an Ed25519 key of signature type 0x%02x", static_cast<int>(type)));
  }
  KeyText parsed = {std::string(fields[0]), std::string(fields[1]), typed->substr(1)};
  Wipe(*typed);
  return parsed;
}

NamedPrivateKey Named(absl::string_view name, SignatureType type, Ed25519PrivateKey key) {
  const uint32_t key_hash = NamedKeyHash(name, type, key.PublicBytes());
  return {.type = type, .name = std::string(name), .key_hash = key_hash, .key = std::move(key)};
}

}  // namespace

uint32_t NamedKeyHash(absl::string_view name, SignatureType type, absl::string_view public_key) {
  Sha256 sha;
  const Hash hash = sha.Update(name).Update("\n").Update(TypedKey(type, public_key)).Finish();
  return uint32_t{hash[0]} << 24 | uint32_t{hash[1]} << 16 | uint32_t{hash[2]} << 8 | hash[3];
}

absl::StatusOr<NamedPublicKey> ParseVerifierKey(absl::string_view text, SignatureType type) {
  absl::StatusOr<KeyText> fields = ParseKeyText(text, type);
  if (!fields.ok()) return fields.status();

  const uint32_t key_hash = NamedKeyHash(fields->name, type, fields->key);
  if (KeyHashText(key_hash) != fields->hash) {
    return absl::InvalidArgumentError("the key hash is not this note key's");
  }
  absl::StatusOr<Ed25519PublicKey> key = Ed25519PublicKey::FromBytes(fields->key);
  if (!key.ok()) return key.status();
  return NamedPublicKey{.name = std::move(fields->name), .key_hash = key_hash, .key = *std::move(key)};
}

absl::StatusOr<NamedPrivateKey> ParseSignerKey(absl::string_view text, SignatureType type) {
  if (!absl::ConsumePrefix(&text, kSecretPrefix)) {
    return absl::InvalidArgumentError("malformed note signing key");
  }
  absl::StatusOr<KeyText> fields = ParseKeyText(text, type);
  if (!fields.ok()) return fields.status();

  absl::StatusOr<Ed25519PrivateKey> seed = Ed25519PrivateKey::FromSeed(fields->key);
  Wipe(fields->key);
  if (!seed.ok()) return seed.status();
  NamedPrivateKey key = Named(fields->name, type, *std::move(seed));
  if (KeyHashText(key.key_hash) != fields->hash) {
    return absl::InvalidArgumentError("the key hash is not this note signing key's");
  }
  return key;
}

absl::StatusOr<NamedPrivateKey> GenerateNamedKey(absl::string_view name, SignatureType type) {
  if (!IsKeyName(name)) return absl::InvalidArgumentError("not a name for a note key");
  return Named(name, type, Ed25519PrivateKey::Generate());
}

std::string FormatVerifierKey(const NamedPrivateKey& key) {
  return absl::StrCat(key.name, "+", KeyHashText(key.key_hash), "+",
                      absl::Base64Escape(TypedKey(key.type, key.key.PublicBytes())));
}

std::string FormatSignerKey(const NamedPrivateKey& key) {
  std::string seed = key.key.Seed();
  std::string typed = TypedKey(key.type, seed);
  std::string base64 = absl::Base64Escape(typed);
  std::string text = absl::StrCat(kSecretPrefix, key.name, "+", KeyHashText(key.key_hash), "+", base64);
  for (std::string* secret : {&seed, &typed, &base64}) Wipe(*secret);
  return text;
}

}  // namespace casejournal::eventstore
