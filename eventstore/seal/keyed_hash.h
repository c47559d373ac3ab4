// Hashes that only the holder of a key can compute. Pure.
#ifndef CASEJOURNAL_EVENTSTORE_SEAL_KEYED_HASH_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_KEYED_HASH_H_

#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/seal/xaes_256_gcm.h"

namespace casejournal::eventstore {

// HMAC-SHA256(key, message). Messages for another purpose under the same key must begin otherwise.
Hash HmacSha256(const Key256& key, absl::string_view message);

// HMAC-SHA256(key, "casejournal/keyed/v1\n" || message).
Hash KeyedHash(const Key256& key, absl::string_view message);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_KEYED_HASH_H_
