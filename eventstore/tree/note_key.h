#ifndef CASEJOURNAL_EVENTSTORE_TREE_NOTE_KEY_H_
#define CASEJOURNAL_EVENTSTORE_TREE_NOTE_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/named_key.h"

// The keys of C2SP signed-note, Ed25519 only (signature type 0x01), in the text forms of
// golang.org/x/mod/sumdb/note. Copies share one immutable OpenSSL key: cheap, and safe for
// concurrent use. Key texts must be canonical: lower-case hexadecimal, canonical base64.
namespace casejournal::eventstore {

// Checks one key's signatures.
class NoteVerifier {
 public:
  // Reads "<name>+<8 hex digits>+<base64 of 0x01 and the 32-byte public key>".
  // kInvalidArgument: any other form or signature type, or a key hash that is not this key's.
  static absl::StatusOr<NoteVerifier> FromVerifierKey(absl::string_view verifier_key);

  // The name in the note's signature line; for a journal, its origin.
  const std::string& name() const { return key_.name; }

  // The key ID: the first four bytes, big-endian, of SHA-256(name || 0x0A || 0x01 || public key).
  uint32_t key_hash() const { return key_.key_hash; }

  // The 32 bytes, which do not depend on the key's name and type.
  const std::string& public_key() const { return key_.key.bytes(); }

  // Return whether `signature` (64 bytes; any other length is rejected) is by this key for `text`.
  bool Verify(absl::string_view text, absl::string_view signature) const;

 private:
  explicit NoteVerifier(NamedPublicKey key);

  NamedPublicKey key_;
};

// Signs as one key. Anyone with this object, or its signer_key(), can sign for the journal.
class NoteSigner {
 public:
  // Reads "PRIVATE+KEY+<name>+<8 hex digits>+<base64 of 0x01 and the 32-byte seed>".
  // kInvalidArgument as for FromVerifierKey; no error text contains a part of the key.
  static absl::StatusOr<NoteSigner> FromSignerKey(absl::string_view signer_key);

  // A new key from the operating system's random source. kInvalidArgument unless IsKeyName(name).
  static absl::StatusOr<NoteSigner> Generate(absl::string_view name);

  const std::string& name() const { return key_.name; }
  uint32_t key_hash() const { return key_.key_hash; }

  // The key for verifiers: FromVerifierKey reads it.
  std::string verifier_key() const;

  // The secret, for the key file: FromSignerKey reads it. The caller wipes the string.
  std::string signer_key() const;

  // The 64 bytes of the Ed25519 signature (RFC 8032) for `text`. Deterministic.
  std::string Sign(absl::string_view text) const;

 private:
  explicit NoteSigner(NamedPrivateKey key);

  NamedPrivateKey key_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_NOTE_KEY_H_
