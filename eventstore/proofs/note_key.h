#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_KEY_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/named_key.h"

// The keys of C2SP signed-note, Ed25519 only (signature type 0x01), in the text forms of golang.org/x/mod/sumdb/note.
// Key texts must be canonical: lower-case hexadecimal, canonical base64. Copies share one immutable OpenSSL key:
// copying is cheap and safe for concurrent use.
namespace casejournal::eventstore {

// Checks one key's signatures.
class NoteVerifier {
 public:
  // Read "<name>+<8 hex digits>+<base64 of 0x01 and the 32-byte public key>".
  //   kInvalidArgument  another form or signature type, or a key hash that is not the hash of this key.
  static absl::StatusOr<NoteVerifier> FromVerifierKey(absl::string_view verifier_key);

  // The name in the note's signature line. For a journal, this is its origin.
  const std::string& name() const { return key_.name; }

  // The key ID: the first four bytes, big-endian, of SHA-256(name || 0x0A || 0x01 || public key).
  uint32_t key_hash() const { return key_.key_hash; }

  // The 32 bytes of the public key, independent of the key's name and type.
  const std::string& public_key() const { return key_.key.bytes(); }

  // Whether `signature` is this key's over `text`. False if it does not have 64 bytes.
  bool Verify(absl::string_view text, absl::string_view signature) const;

 private:
  explicit NoteVerifier(NamedPublicKey key);

  NamedPublicKey key_;
};

// Signs with one key. Anyone who has it, or its signer_key(), can sign for the journal.
class NoteSigner {
 public:
  // Read "PRIVATE+KEY+<name>+<8 hex digits>+<base64 of 0x01 and the 32-byte seed>". No error text contains a part of
  // the key.
  //   kInvalidArgument  as NoteVerifier::FromVerifierKey.
  static absl::StatusOr<NoteSigner> FromSignerKey(absl::string_view signer_key);

  // Create a new key from the operating system's random source. kInvalidArgument unless IsKeyName(name).
  static absl::StatusOr<NoteSigner> Generate(absl::string_view name);

  const std::string& name() const { return key_.name; }
  uint32_t key_hash() const { return key_.key_hash; }

  // The public key for verifiers. NoteVerifier::FromVerifierKey reads it.
  std::string verifier_key() const;

  // The secret key, for the key file. FromSignerKey reads it. The caller must wipe the string.
  std::string signer_key() const;

  // The 64 bytes of the Ed25519 signature (RFC 8032) for `text`. Deterministic.
  std::string Sign(absl::string_view text) const;

 private:
  explicit NoteSigner(NamedPrivateKey key);

  NamedPrivateKey key_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_KEY_H_
