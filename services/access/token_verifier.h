// Checks bearer tokens: signed JWTs (RFC 7519, RFC 8725).
#ifndef CASEJOURNAL_SERVICES_ACCESS_TOKEN_VERIFIER_H_
#define CASEJOURNAL_SERVICES_ACCESS_TOKEN_VERIFIER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/access/key_set.h"

namespace casejournal::services {

// What a token says, after its signature and its times were checked.
struct VerifiedToken {
  std::string issuer;
  std::string subject;
  std::string name;  // as told; empty if the token has none
  std::string id;    // its `jti`; empty if it has none
  std::string key_id;
  // With the leeway: it is accepted from then, until then.
  absl::Time counts_from;
  absl::Time expires_at;
  uint64_t key_generation = 0;  // TokenKey::generation of the key that signed it
};

// What tokens must say.
struct TokenRules {
  std::string issuer;
  std::string audience;
  absl::Duration leeway = absl::Seconds(30);
  // The longest time between `iat` and now; tokens must have `iat`.
  absl::Duration age_max = absl::Hours(24);
};

// Longer tokens are refused before anything in them is read.
inline constexpr size_t kTokenBytesMax = 8192;
// Longer subjects, names, and ids are refused.
inline constexpr size_t kClaimBytesMax = 200;

// Check a token at `now`. Pure. Requires
//   - three parts in base64url (RFC 7515, compact), with nothing else before, between, or after them;
//   - RS256 (2048 to 8192 bits), ES256 (P-256), or EdDSA or Ed25519 (two names for the same: RFC 8037, RFC 9864), where
//     the key with the `kid` of the token is for this algorithm;
//   - no `crit` and no `b64`, whatever they say; no `typ` but "JWT" and "at+jwt" (RFC 9068);
//   - `iss` and `aud` (one of several counts) as in `rules`, and `sub`, `exp`, and `iat`; `nbf`, `name`, and `jti` are
//     optional. `sub`, `name`, and `jti` are printable text on one line, of at most kClaimBytesMax;
//   - times that say iat <= now, nbf <= now, now < exp, and now < iat + age_max, each with the leeway.
// Keys that a token brings along (`jwk`, `jku`, `x5c`, `x5u`) are never looked at.
//   kUnauthenticated  anything else. The message says what was wrong and quotes nothing of the token: for the
//   operator's
//                     log and for tests. A client is told only that the token was not accepted.
absl::StatusOr<VerifiedToken> VerifyToken(absl::string_view token, const KeySet& keys, const TokenRules& rules,
                                          absl::Time now);

// Whether VerifyToken refused a token because no key has its `kid`: a newer key set may have it.
bool SaysUnknownKey(const absl::Status& status);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_TOKEN_VERIFIER_H_
