// The public keys that sign tokens: a JSON Web Key Set (RFC 7517).
#ifndef CASEJOURNAL_SERVICES_ACCESS_KEY_SET_H_
#define CASEJOURNAL_SERVICES_ACCESS_KEY_SET_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

enum class KeyAlgorithm : uint8_t { kRs256, kEs256, kEd25519 };

// One key.
struct TokenKey {
  std::string id;  // its `kid`
  KeyAlgorithm algorithm = KeyAlgorithm::kEd25519;
  std::shared_ptr<void> key;  // an EVP_PKEY
};

// A value; immutable.
class KeySet {
 public:
  // Larger sets are refused.
  static constexpr size_t kBytesMax = size_t{256} << 10;
  static constexpr size_t kKeysMax = 100;

  // Parse a key set. Keys of other types, uses, or algorithms are passed over. A symmetric or a private key is an
  // error.
  //   kInvalidArgument  malformed, no usable key, a key without `kid`, or two keys with the same `kid`.
  static absl::StatusOr<KeySet> Parse(absl::string_view json);

  // The key with this id, or null.
  const TokenKey* Find(absl::string_view id) const;
  const std::vector<TokenKey>& keys() const { return keys_; }

 private:
  std::vector<TokenKey> keys_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_KEY_SET_H_
