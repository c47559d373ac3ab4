// One row of the key store: a data key, wrapped with a master key, and the name of that master key.
#ifndef CASEJOURNAL_EVENTSTORE_KEYS_WRAPPED_KEY_H_
#define CASEJOURNAL_EVENTSTORE_KEYS_WRAPPED_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/records/master_key_source.h"
#include "eventstore/seal/xaes_256_gcm.h"

// All functions are safe for concurrent use.
namespace casejournal::eventstore {

// Names a master key and does not tell it: the first 8 bytes of SHA-256("casejournal/wrapping-key/v1\n" || master key).
// Every row has the name of the key that wraps it, so that a master key can be replaced row by row.
WrappingKeyId IdOfWrappingKey(const Key256& master);
// 16 hexadecimal digits.
std::string HexOf(const WrappingKeyId& id);

// Return the name of the key that wrapped the row of `key_id`. kDataLoss: the row has another form.
absl::StatusOr<WrappingKeyId> WrappingKeyOf(uint64_t key_id, absl::string_view row);

// Return the row (LOG_FORMAT.md, "Keys"): u8 state 1 || wrapping key id || nonce || the sealed key. Its nonce is
// random, so no two rows are equal.
std::string WrapKey(const Key256& master, uint64_t key_id, const Key256& key);

// Return the key in the row of `key_id`.
//   kDataLoss  `master` is not the key that wrapped the row: the message gives the names of both. Or the row is
//              damaged, in a state that this program does not know, or the row of another id.
absl::StatusOr<Key256> UnwrapKey(const Key256& master, uint64_t key_id, absl::string_view row);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_KEYS_WRAPPED_KEY_H_
