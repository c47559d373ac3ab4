// Public keys and signatures of tokens (RFC 7518, RFC 8037), by OpenSSL.
#ifndef CASEJOURNAL_SERVICES_ACCESS_TOKEN_SIGNATURE_H_
#define CASEJOURNAL_SERVICES_ACCESS_TOKEN_SIGNATURE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/access/key_set.h"

namespace casejournal::services {

// Make public keys from the bytes of their parts. The numbers are unsigned, the largest byte first.
//   kInvalidArgument  no such key: RSA of fewer than 2048 or more than 8192 bits, or with an exponent that is even,
//   under
//                     65537, or over 64 bits; a point that is not on P-256; an Ed25519 key that has not 32 bytes.
absl::StatusOr<std::shared_ptr<void>> RsaPublicKey(absl::string_view modulus, absl::string_view exponent);
absl::StatusOr<std::shared_ptr<void>> P256PublicKey(absl::string_view x, absl::string_view y);
absl::StatusOr<std::shared_ptr<void>> Ed25519PublicKey(absl::string_view bytes);

// Whether two keys are the same.
bool IsSameKey(const TokenKey& a, const TokenKey& b);

// Whether `signature` is one of `key` for `message`, in the form of a JSON Web Signature: for RS256 as long as the
// modulus, for ES256 two numbers of 32 bytes, for Ed25519 64 bytes. Safe for concurrent use.
bool SignatureIsValid(const TokenKey& key, absl::string_view message, absl::string_view signature);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_TOKEN_SIGNATURE_H_
