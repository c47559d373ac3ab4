#ifndef CASEJOURNAL_EVENTSTORE_SEAL_XAES_256_GCM_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_XAES_256_GCM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/seal/key256.h"

// C2SP XAES-256-GCM: AES-256-GCM under a subkey that is derived from the key and the first half of a 24-byte nonce, so
// that nonces can be drawn at random without counting them.
//
// It does not commit to its key: a ciphertext can decrypt under two keys to two texts. Only the payload commitment
// proves what was encrypted. A nonce must never be used twice.
//
// All functions are safe for concurrent use. Each thread keeps three OpenSSL contexts; the last key schedule stays in
// them until the next call, XaesForget, or the end of the thread. The functions abort only if OpenSSL lacks AES or
// memory, or for a text over the algorithm's limit of 64 GiB.
namespace casejournal::eventstore {

using XaesNonce = std::array<uint8_t, 24>;

inline constexpr size_t kXaesTagSize = 16;

// Return the ciphertext, as long as `plaintext`, followed by the 16-byte tag. `aad` is authenticated but not encrypted,
// and must be passed again to open.
std::string XaesSeal(const Key256& key, const XaesNonce& nonce, absl::string_view plaintext, absl::string_view aad);

// Return the plaintext of `sealed` (ciphertext and tag).
//   kDataLoss  shorter than a tag, or not sealed under this key, nonce, and aad. No part of the text is returned.
absl::StatusOr<std::string> XaesOpen(const Key256& key, const XaesNonce& nonce, absl::string_view sealed,
                                     absl::string_view aad);

// Return the key that seals exactly the messages whose nonces share their first 12 bytes with `nonce`: in practice one
// message. To destroy single messages, keep the subkeys of the messages to be preserved, and destroy the key.
Key256 XaesSubkey(const Key256& key, const XaesNonce& nonce);

// Like XaesOpen, with XaesSubkey(key, nonce) instead of the key.
absl::StatusOr<std::string> XaesOpenWithSubkey(const Key256& subkey, const XaesNonce& nonce, absl::string_view sealed,
                                               absl::string_view aad);

// Overwrite what the calling thread still has of the last key.
void XaesForget();

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_XAES_256_GCM_H_
