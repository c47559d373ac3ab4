#include "services/access/key_set.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/access/base64url.h"
#include "services/access/strict_json.h"
#include "services/access/token_signature.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

using Json = nlohmann::json;

constexpr int kKeySetDepthMax = 8;
constexpr size_t kKeyIdBytesMax = 200;  // it is recorded with each entry

// The members that only private and symmetric keys have (RFC 7518, 6.2.2, 6.3.2, 6.4.1; RFC 8037, 2).
constexpr const char* kPrivateMembers[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

// A text member; empty if it is absent. Nothing if it is not text.
std::optional<std::string> TextMember(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  if (!found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// The bytes of a member in base64url; nothing if it is absent or not that.
std::optional<std::string> BytesMember(const Json& object, const char* name) {
  const std::optional<std::string> text = TextMember(object, name);
  if (!text || text->empty()) return std::nullopt;
  return DecodeBase64Url(*text);
}

// The algorithm that a key is for; nothing if it is for another one, or not for signatures.
std::optional<KeyAlgorithm> AlgorithmOf(const Json& key) {
  const auto is = [&](const char* name, absl::string_view value) {
    const auto found = key.find(name);
    return found != key.end() && found->is_string() && found->get<std::string>() == value;
  };
  const auto absent_or = [&](const char* name, absl::string_view value) {
    return !key.contains(name) || is(name, value);
  };
  if (!absent_or("use", "sig")) return std::nullopt;
  if (const auto operations = key.find("key_ops"); operations != key.end()) {
    bool verifies = false;
    for (const Json& operation : *operations) verifies = verifies || operation == "verify";
    if (!operations->is_array() || !verifies) return std::nullopt;
  }
  if (is("kty", "RSA") && absent_or("alg", "RS256")) return KeyAlgorithm::kRs256;
  if (is("kty", "EC") && is("crv", "P-256") && absent_or("alg", "ES256")) return KeyAlgorithm::kEs256;
  // One algorithm under two names: RFC 8037 registered the first, RFC 9864 the second.
  if (is("kty", "OKP") && is("crv", "Ed25519") && (absent_or("alg", "EdDSA") || is("alg", "Ed25519"))) {
    return KeyAlgorithm::kEd25519;
  }
  return std::nullopt;
}

absl::StatusOr<std::shared_ptr<void>> PublicKeyOf(const Json& key, KeyAlgorithm algorithm) {
  const auto two = [&](const char* first, const char* second, auto make) -> absl::StatusOr<std::shared_ptr<void>> {
    const std::optional<std::string> a = BytesMember(key, first);
    const std::optional<std::string> b = BytesMember(key, second);
    if (a && b) return make(*a, *b);
    return absl::InvalidArgumentError(absl::StrCat("\"", first, "\" and \"", second, "\" must be base64url"));
  };
  switch (algorithm) {
    case KeyAlgorithm::kRs256:
      return two("n", "e", RsaPublicKey);
    case KeyAlgorithm::kEs256:
      return two("x", "y", P256PublicKey);
    case KeyAlgorithm::kEd25519: {
      const std::optional<std::string> x = BytesMember(key, "x");
      if (!x) return absl::InvalidArgumentError("\"x\" must be base64url");
      return Ed25519PublicKey(*x);
    }
  }
  return absl::InternalError("an algorithm that is not known");
}

// The key; nothing if it is passed over.
absl::StatusOr<std::optional<TokenKey>> ParseKey(const Json& json) {
  if (!json.is_object()) return absl::InvalidArgumentError("is not an object");
  for (const char* name : kPrivateMembers) {
    if (json.contains(name)) {
      return absl::InvalidArgumentError(absl::StrCat("has \"", name,
                                                     "\", so it is private or symmetric. A key set "
                                                     "holds public keys only: make it again, and use new keys"));
    }
  }
  const std::optional<KeyAlgorithm> algorithm = AlgorithmOf(json);
  if (!algorithm) return std::nullopt;
  const std::optional<std::string> id = TextMember(json, "kid");
  if (!id || id->empty()) return absl::InvalidArgumentError("has no \"kid\"");
  if (id->size() > kKeyIdBytesMax || HasUnprintable(*id)) {
    return absl::InvalidArgumentError(
        absl::StrCat("has a \"kid\" of over ", kKeyIdBytesMax, " bytes, or one that cannot be shown"));
  }
  absl::StatusOr<std::shared_ptr<void>> key = PublicKeyOf(json, *algorithm);
  if (!key.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("(\"", absl::CHexEscape(*id), "\") is no key: ", key.status().message()));
  }
  return TokenKey{.id = *id, .algorithm = *algorithm, .key = *std::move(key)};
}

}  // namespace

absl::StatusOr<KeySet> KeySet::Parse(absl::string_view json) {
  if (json.size() > kBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("the key set has over ", kBytesMax, " bytes"));
  }
  const absl::StatusOr<Json> parsed = ParseStrictObject(json, kKeySetDepthMax);
  if (!parsed.ok()) return absl::InvalidArgumentError(absl::StrCat("the key set is ", parsed.status().message()));
  const auto keys = parsed->find("keys");
  if (keys == parsed->end() || !keys->is_array()) {
    return absl::InvalidArgumentError("the key set has no list \"keys\" (RFC 7517)");
  }
  if (keys->size() > kKeysMax) {
    return absl::InvalidArgumentError(absl::StrCat("the key set has ", keys->size(), " keys; allowed are ", kKeysMax));
  }
  KeySet set;
  for (size_t i = 0; i < keys->size(); ++i) {
    absl::StatusOr<std::optional<TokenKey>> key = ParseKey((*keys)[i]);
    if (!key.ok()) return absl::InvalidArgumentError(absl::StrCat("keys[", i, "] ", key.status().message()));
    if (!*key) continue;
    if (set.Find((*key)->id) != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("keys[", i, "] has the \"kid\" \"", absl::CHexEscape((*key)->id), "\" of an earlier one"));
    }
    set.keys_.push_back(**std::move(key));
  }
  if (set.keys_.empty()) {
    return absl::InvalidArgumentError("the key set has no key for RS256, ES256 (P-256), or Ed25519");
  }
  return set;
}

KeySet KeySet::After(const KeySet& earlier, uint64_t generation) const {
  KeySet set = *this;
  for (TokenKey& key : set.keys_) {
    const TokenKey* before = earlier.Find(key.id);
    key.generation = before != nullptr && IsSameKey(key, *before) ? before->generation : generation;
  }
  return set;
}

const TokenKey* KeySet::Find(absl::string_view id) const {
  for (const TokenKey& key : keys_) {
    if (key.id == id) return &key;
  }
  return nullptr;
}

}  // namespace casejournal::services
