#ifndef CASEJOURNAL_EVENTSTORE_SEAL_XAES_256_GCM_H_
#define CASEJOURNAL_EVENTSTORE_SEAL_XAES_256_GCM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// C2SP XAES-256-GCM: AES-256-GCM under a subkey that is derived from the key and the first half of
// a 24-byte nonce, so that nonces may be drawn at random without keeping count.
//
// It does not commit to its key: a ciphertext can open under two keys to two texts, so what was
// sealed is settled by the payload commitment and by nothing here. A nonce must never seal twice.
//
// All functions are safe for concurrent use; each thread keeps three OpenSSL contexts, in which the
// last key schedule stays until the next call or the end of the thread. They abort only if OpenSSL
// lacks AES or memory, or on a text beyond the algorithm's 64 GiB.
namespace casejournal::eventstore {

using Key256 = std::array<uint8_t, 32>;
using XaesNonce = std::array<uint8_t, 24>;

inline constexpr size_t kXaesTagSize = 16;

// The ciphertext, as long as `plaintext`, followed by the 16-byte tag. `aad` is authenticated, not
// encrypted, and must be given again to open.
std::string XaesSeal(const Key256& key, const XaesNonce& nonce, absl::string_view plaintext, absl::string_view aad);

// The plaintext of `sealed`, ciphertext and tag.
// kDataLoss: shorter than a tag, or not sealed under this key, nonce and aad. Nothing is returned
// of a text that fails.
absl::StatusOr<std::string> XaesOpen(const Key256& key, const XaesNonce& nonce, absl::string_view sealed,
                                     absl::string_view aad);

// The key that seals exactly the messages whose nonces share their first 12 bytes with `nonce`: in
// practice one message. To puncture a key is to keep these for the messages that survive and to
// destroy the key.
Key256 XaesSubkey(const Key256& key, const XaesNonce& nonce);

// XaesOpen for a holder of XaesSubkey(key, nonce).
absl::StatusOr<std::string> XaesOpenWithSubkey(const Key256& subkey, const XaesNonce& nonce, absl::string_view sealed,
                                               absl::string_view aad);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SEAL_XAES_256_GCM_H_
