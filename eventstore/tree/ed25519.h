#ifndef CASEJOURNAL_EVENTSTORE_TREE_ED25519_H_
#define CASEJOURNAL_EVENTSTORE_TREE_ED25519_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;

// Ed25519 of RFC 8032, with OpenSSL. Copies share one immutable OpenSSL key: cheap, and safe for concurrent use. Aborts
// only if OpenSSL does not support Ed25519 or no memory is left.
namespace casejournal::eventstore {

inline constexpr size_t kEd25519KeySize = 32;
inline constexpr size_t kEd25519SignatureSize = 64;

class Ed25519PublicKey {
 public:
  // kInvalidArgument: not 32 bytes, or not a key for OpenSSL.
  static absl::StatusOr<Ed25519PublicKey> FromBytes(absl::string_view bytes);

  // The 32 bytes.
  const std::string& bytes() const { return bytes_; }

  // Return whether `signature` (64 bytes; any other length is rejected) is by this key for `message`.
  bool Verify(absl::string_view message, absl::string_view signature) const;

 private:
  Ed25519PublicKey() = default;

  std::string bytes_;
  std::shared_ptr<evp_pkey_st> key_;
};

class Ed25519PrivateKey {
 public:
  // kInvalidArgument: not 32 bytes, or not a key for OpenSSL. No error text contains a part of the seed.
  static absl::StatusOr<Ed25519PrivateKey> FromSeed(absl::string_view seed);

  // A new key from the operating system's random source.
  static Ed25519PrivateKey Generate();

  // The 32 bytes of the public key.
  std::string PublicBytes() const;

  // The secret 32 bytes. The caller wipes the string.
  std::string Seed() const;

  // The 64 bytes of the signature over `message`. Deterministic.
  std::string Sign(absl::string_view message) const;

 private:
  explicit Ed25519PrivateKey(std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> key_;
};

// Overwrite a secret in a way that the compiler cannot remove, and empty the string.
void Wipe(std::string& secret);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_ED25519_H_
