#include "services/access/token_verifier.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/access/base64url.h"
#include "services/access/strict_json.h"
#include "services/access/token_signature.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

using Claims = nlohmann::json;

constexpr absl::string_view kUnknownKeyPayload = "casejournal.services/UnknownKey";
constexpr int kTokenDepthMax = 8;
// 9999-12-31T23:59:59Z: later times are mistakes, such as milliseconds.
constexpr double kSecondsMax = 253402300799.0;

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(absl::StrCat("the token ", why)); }

absl::StatusOr<Claims> DecodeObject(absl::string_view part, absl::string_view name) {
  const std::optional<std::string> text = DecodeBase64Url(part);
  if (!text) return Refused(absl::StrCat("has a ", name, " that is not base64url without padding"));
  absl::StatusOr<Claims> object = ParseStrictObject(*text, kTokenDepthMax);
  if (!object.ok()) return Refused(absl::StrCat("has a ", name, " that is ", object.status().message()));
  return object;
}

// A name of an algorithm, as it is registered; others, also in other cases, are not known.
std::optional<KeyAlgorithm> AlgorithmNamed(absl::string_view name) {
  if (name == "RS256") return KeyAlgorithm::kRs256;
  if (name == "ES256") return KeyAlgorithm::kEs256;
  if (name == "EdDSA" || name == "Ed25519") return KeyAlgorithm::kEd25519;
  return std::nullopt;
}

// The key that must have signed a token with this header.
absl::StatusOr<const TokenKey*> KeyFor(const Claims& header, const KeySet& keys) {
  if (header.contains("crit")) return Refused("demands an extension (crit)");
  if (header.contains("b64")) return Refused("has an unencoded payload (b64)");
  if (const auto type = header.find("typ"); type != header.end()) {
    const std::string named = type->is_string() ? absl::AsciiStrToLower(type->get<std::string>()) : "";
    if (named != "jwt" && named != "at+jwt" && named != "application/at+jwt")
      return Refused("is of another type (typ)");
  }
  const auto name = header.find("alg");
  if (name == header.end() || !name->is_string()) return Refused("names no algorithm (alg)");
  const std::optional<KeyAlgorithm> algorithm = AlgorithmNamed(name->get<std::string>());
  if (!algorithm) return Refused("names an algorithm other than RS256, ES256, EdDSA, and Ed25519 (alg)");
  const auto id = header.find("kid");
  if (id == header.end() || !id->is_string()) return Refused("names no key (kid)");
  const TokenKey* key = keys.Find(id->get<std::string>());
  if (key == nullptr) {
    absl::Status unknown = Refused("names a key that is not in the key set (kid)");
    unknown.SetPayload(kUnknownKeyPayload, absl::Cord());
    return unknown;
  }
  if (key->algorithm != *algorithm) return Refused("names a key that is for another algorithm (alg, kid)");
  return key;
}

// Reads the claims, and remembers the first fault.
class ClaimReader {
 public:
  explicit ClaimReader(const Claims& claims) : claims_(claims) {}

  // Text on one line; empty if it may be absent and is.
  std::string Text(const char* name, bool required) {
    const auto found = claims_.find(name);
    if (found == claims_.end()) return required ? Fail("has no ", name) : "";
    if (!found->is_string()) return Fail("has no text as ", name);
    std::string text = found->get<std::string>();
    if (text.empty() && required) return Fail("has an empty ", name);
    if (text.size() > kClaimBytesMax) return Fail("is too long in ", name);
    const bool breaks = text.find_first_of("\n\t") != std::string::npos;
    if (breaks || HasUnprintable(text)) return Fail("has characters that cannot be shown in ", name);
    return text;
  }
  // Whether `aud`, a text or a list of texts, has `audience`.
  bool IsFor(const std::string& audience) {
    const auto found = claims_.find("aud");
    if (found == claims_.end()) return false;
    if (found->is_string()) return found->get<std::string>() == audience;
    const auto is_text = [](const Claims& one) { return one.is_string(); };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_text)) return false;
    return std::find(found->begin(), found->end(), Claims(audience)) != found->end();
  }
  // Seconds since 1970, with fractions (RFC 7519, NumericDate).
  std::optional<absl::Time> Time(const char* name, bool required) {
    const auto found = claims_.find(name);
    if (found == claims_.end()) {
      if (required) Fail("has no ", name);
      return std::nullopt;
    }
    const double seconds = found->is_number() ? found->get<double>() : -1;
    if (!(seconds >= 0 && seconds <= kSecondsMax)) {
      Fail("has no number of seconds since 1970 as ", name);
      return std::nullopt;
    }
    const double whole = std::floor(seconds);
    return absl::FromUnixSeconds(static_cast<int64_t>(whole)) + absl::Seconds(seconds - whole);
  }
  std::string Fail(absl::string_view what, absl::string_view name) {
    if (fault_.ok()) fault_ = Refused(absl::StrCat(what, name));
    return "";
  }
  const absl::Status& fault() const { return fault_; }

 private:
  const Claims& claims_;
  absl::Status fault_;
};

absl::StatusOr<VerifiedToken> CheckClaims(const Claims& claims, const TokenRules& rules, absl::Time now) {
  ClaimReader reader(claims);
  VerifiedToken token;
  const auto issuer = claims.find("iss");
  if (rules.issuer.empty() || issuer == claims.end() || *issuer != Claims(rules.issuer)) {
    reader.Fail("is of another issuer", " (iss)");
  }
  if (rules.audience.empty() || !reader.IsFor(rules.audience)) reader.Fail("is for another audience", " (aud)");
  token.issuer = rules.issuer;
  token.subject = reader.Text("sub", /*required=*/true);
  token.name = reader.Text("name", /*required=*/false);
  token.id = reader.Text("jti", /*required=*/false);
  const std::optional<absl::Time> expires = reader.Time("exp", /*required=*/true);
  const std::optional<absl::Time> issued = reader.Time("iat", /*required=*/true);
  const std::optional<absl::Time> not_before = reader.Time("nbf", /*required=*/false);
  if (!reader.fault().ok()) return reader.fault();

  token.counts_from = std::max(*issued, not_before.value_or(*issued)) - rules.leeway;
  token.expires_at = std::min(*expires, *issued + rules.age_max) + rules.leeway;
  if (now >= *expires + rules.leeway) return Refused("is expired (exp)");
  if (now >= token.expires_at) return Refused("was issued too long ago (iat)");
  if (now < *issued - rules.leeway) return Refused("was issued in the future (iat)");
  if (not_before && now < *not_before - rules.leeway) return Refused("does not count yet (nbf)");
  return token;
}

}  // namespace

absl::StatusOr<VerifiedToken> VerifyToken(absl::string_view token, const KeySet& keys, const TokenRules& rules,
                                          absl::Time now) {
  if (token.size() > kTokenBytesMax) return Refused(absl::StrCat("has over ", kTokenBytesMax, " bytes"));
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return Refused(absl::StrCat("has ", parts.size(), " parts, not three"));

  const absl::StatusOr<Claims> header = DecodeObject(parts[0], "header");
  if (!header.ok()) return header.status();
  const absl::StatusOr<const TokenKey*> key = KeyFor(*header, keys);
  if (!key.ok()) return key.status();
  const std::optional<std::string> signature = DecodeBase64Url(parts[2]);
  if (!signature) return Refused("has a signature that is not base64url without padding");
  const absl::string_view is_signed = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!SignatureIsValid(**key, is_signed, *signature)) return Refused("has a signature of something else");

  // Nothing that it claims is read before this.
  const absl::StatusOr<Claims> claims = DecodeObject(parts[1], "payload");
  if (!claims.ok()) return claims.status();
  absl::StatusOr<VerifiedToken> verified = CheckClaims(*claims, rules, now);
  if (!verified.ok()) return verified;
  verified->key_id = (*key)->id;
  verified->key_generation = (*key)->generation;
  return verified;
}

bool SaysUnknownKey(const absl::Status& status) { return status.GetPayload(kUnknownKeyPayload).has_value(); }

}  // namespace casejournal::services
