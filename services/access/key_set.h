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
  // Of the key set that first had this key: every set since then had it, too (key_source.h).
  uint64_t generation = 0;
};

// A value; immutable.
class KeySet {
 public:
  // Larger sets are refused.
  static constexpr size_t kBytesMax = size_t{256} << 10;
  static constexpr size_t kKeysMax = 100;

  // Parse a key set. Keys of other types, curves, uses, or algorithms are passed over; so are members that are not
  // known. A symmetric or a private key anywhere in the set is an error, because whoever may read the set could sign.
  //   kInvalidArgument  malformed, no usable key, a usable key without `kid`, two of them with the same `kid`, or one
  //                     that is too weak (token_signature.h).
  static absl::StatusOr<KeySet> Parse(absl::string_view json);

  // This set, which is read after `earlier` and has this generation: keys that both have keep the generation that they
  // have in `earlier`.
  KeySet After(const KeySet& earlier, uint64_t generation) const;

  // The key with this id, or null.
  const TokenKey* Find(absl::string_view id) const;
  const std::vector<TokenKey>& keys() const { return keys_; }

 private:
  std::vector<TokenKey> keys_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_KEY_SET_H_
