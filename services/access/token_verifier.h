// Checks bearer tokens: signed JWTs (RFC 7519, RFC 8725).
#ifndef CASEJOURNAL_SERVICES_ACCESS_TOKEN_VERIFIER_H_
#define CASEJOURNAL_SERVICES_ACCESS_TOKEN_VERIFIER_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
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
  absl::Time expires_at;        // with the leeway: until then it is accepted
  uint64_t key_generation = 0;  // of the key set that it was checked with
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

// Check a token at `now`. Pure. Accepts RS256 (2048 to 8192 bits), ES256 (P-256), and EdDSA or Ed25519 (RFC 8037, RFC
// 9864), where the key of that `kid` is for this algorithm. Requires `iss`, `sub`, `aud`, `exp`, and `iat`.
//   kUnauthenticated  anything else. The message says what was wrong, for the operator's log and for tests; a client is
//                     told only that the token was not accepted.
absl::StatusOr<VerifiedToken> VerifyToken(absl::string_view token, const KeySet& keys, const TokenRules& rules,
                                          absl::Time now);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_TOKEN_VERIFIER_H_
