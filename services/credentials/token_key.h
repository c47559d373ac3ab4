// Tokens for development: a key, its key set, and what it signs.
#ifndef CASEJOURNAL_SERVICES_CREDENTIALS_TOKEN_KEY_H_
#define CASEJOURNAL_SERVICES_CREDENTIALS_TOKEN_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventstore/proofs/ed25519.h"

namespace casejournal::services {

// What a token says.
struct TokenToSign {
  std::string issuer;
  std::string subject;
  std::string name;
  std::string audience;
  absl::Time issued_at;
  absl::Time expires_at;
};

// An Ed25519 key that signs tokens (JWT, RFC 7519 and RFC 8037). A value.
class TokenKeyPair {
 public:
  static TokenKeyPair Generate();
  // Read PEM (PKCS #8, without a passphrase).
  //   kInvalidArgument  anything else. No message has a part of the key in it.
  static absl::StatusOr<TokenKeyPair> FromPem(const std::string& pem);

  // The secret key in PEM. Empty: OpenSSL failed.
  std::string Pem() const;
  // Its id: the thumbprint of the public key (RFC 7638).
  const std::string& id() const { return id_; }
  // The key set (JWKS, RFC 7517) with the public key, with a newline at the end.
  std::string KeySetJson() const;
  // Sign a token with the algorithm EdDSA. It has an id (`jti`) of its own.
  std::string Sign(const TokenToSign& token) const;

 private:
  explicit TokenKeyPair(eventstore::Ed25519PrivateKey key);

  eventstore::Ed25519PrivateKey key_;
  std::string id_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CREDENTIALS_TOKEN_KEY_H_
