#ifndef CASEJOURNAL_EVENTSTORE_TREE_NAMED_KEY_H_
#define CASEJOURNAL_EVENTSTORE_TREE_NAMED_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/ed25519.h"

// Ed25519 keys with a name and a signature type, as in C2SP signed-note, and their texts in the form of
// golang.org/x/mod/sumdb/note. Shared by note_key.h and cosignature.h. Pure except GenerateNamedKey; safe for
// concurrent use.
namespace casejournal::eventstore {

// The byte that states what a key signs and how. It is part of the key hash, so a note treats one key with two types as
// two keys.
enum class SignatureType : uint8_t {
  kNote = 0x01,         // The note's text: C2SP signed-note.
  kCosignature = 0x04,  // A checkpoint and a time: C2SP tlog-cosignature.
};

struct NamedPublicKey {
  std::string name;
  uint32_t key_hash = 0;  // As NamedKeyHash.
  Ed25519PublicKey key;
};

struct NamedPrivateKey {
  SignatureType type = SignatureType::kNote;
  std::string name;
  uint32_t key_hash = 0;  // As NamedKeyHash, of the public key.
  Ed25519PrivateKey key;
};

// The key ID: the first four bytes, big-endian, of SHA-256(name || 0x0A || type || public key).
uint32_t NamedKeyHash(absl::string_view name, SignatureType type, absl::string_view public_key);

// Reads "<name>+<8 hex digits>+<base64 of type and the 32-byte public key>"; canonical only: digits
// in lower case, base64 as DecodeBase64.
// kInvalidArgument: any other form or signature type, or a key hash that is not this key's.
absl::StatusOr<NamedPublicKey> ParseVerifierKey(absl::string_view text, SignatureType type);

// Reads "PRIVATE+KEY+<name>+<8 hex digits>+<base64 of type and the 32-byte seed>".
// kInvalidArgument as ParseVerifierKey; no error text contains a part of the key.
absl::StatusOr<NamedPrivateKey> ParseSignerKey(absl::string_view text, SignatureType type);

// A new key from the operating system's random source. kInvalidArgument unless IsKeyName(name).
absl::StatusOr<NamedPrivateKey> GenerateNamedKey(absl::string_view name, SignatureType type);

// The text that ParseVerifierKey reads.
std::string FormatVerifierKey(const NamedPrivateKey& key);

// The text that ParseSignerKey reads: a secret. The caller wipes the string.
std::string FormatSignerKey(const NamedPrivateKey& key);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_NAMED_KEY_H_
