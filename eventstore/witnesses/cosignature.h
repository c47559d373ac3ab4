#ifndef CASEJOURNAL_EVENTSTORE_WITNESSES_COSIGNATURE_H_
#define CASEJOURNAL_EVENTSTORE_WITNESSES_COSIGNATURE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/named_key.h"
#include "eventstore/proofs/note.h"

// Cosignatures of C2SP tlog-cosignature, Ed25519 only ("cosignature/v1", signature type 0x04). A witness states that,
// at a time, a checkpoint is of the largest tree that it has seen of the log, and that this tree is consistent with all
// that it saw before. Extension lines are signed, but the witness makes no statement about them. Times are POSIX
// seconds; the caller, who has a clock, decides about times in the future. Pure, except for Generate; safe for
// concurrent use.
namespace casejournal::eventstore {

// The size of a cosignature after the key hash: 8 bytes of time and 64 bytes of Ed25519 signature.
inline constexpr size_t kCosignatureSize = 8 + kEd25519SignatureSize;

// The specification's limit: 2^63 - 1.
inline constexpr uint64_t kCosignatureSecondsMax = UINT64_MAX >> 1;

// Checks one witness's cosignatures.
class CosignatureVerifier {
 public:
  // Read "<name>+<8 hex digits>+<base64 of 0x04 and the 32-byte public key>".
  //   kInvalidArgument  another form or signature type, or a key hash that is not the hash of this key.
  static absl::StatusOr<CosignatureVerifier> FromVerifierKey(absl::string_view verifier_key);

  // The name in the signature line. The signed bytes do not contain it: the same public key under two names is one
  // witness.
  const std::string& name() const { return key_.name; }

  // The key ID: the first four bytes, big-endian, of SHA-256(name || 0x0A || 0x04 || public key).
  uint32_t key_hash() const { return key_.key_hash; }

  // The 32 bytes of the public key, independent of the key's name and type.
  const std::string& public_key() const { return key_.key.bytes(); }

  // Verify that `cosignature` (kCosignatureSize bytes) is this key's over `checkpoint_text`, the text of a note. Return
  // its time.
  //   kInvalidArgument  `checkpoint_text` is not the text of a checkpoint.
  //   kDataLoss         the cosignature does not verify: another length, a time over kCosignatureSecondsMax, or not
  //                     this key's over this text at this time.
  absl::StatusOr<uint64_t> Verify(absl::string_view checkpoint_text, absl::string_view cosignature) const;

 private:
  explicit CosignatureVerifier(NamedPublicKey key);

  NamedPublicKey key_;
};

// Cosigns as one witness. Anyone who has it, or its signer_key(), can cosign for the witness. A key MUST NOT be used
// for two witnesses, because the signed bytes would not tell them apart.
class CosignatureSigner {
 public:
  // Read "PRIVATE+KEY+<name>+<8 hex digits>+<base64 of 0x04 and the 32-byte seed>". No error text contains a part of
  // the key.
  //   kInvalidArgument  as CosignatureVerifier::FromVerifierKey.
  static absl::StatusOr<CosignatureSigner> FromSignerKey(absl::string_view signer_key);

  // Create a new key from the operating system's random source. The specification recommends a URL without scheme as
  // the name, such as "witness.example/w1".
  //   kInvalidArgument  not IsKeyName(name).
  static absl::StatusOr<CosignatureSigner> Generate(absl::string_view name);

  const std::string& name() const { return key_.name; }
  uint32_t key_hash() const { return key_.key_hash; }

  // The public key for verifiers. CosignatureVerifier::FromVerifierKey reads it.
  std::string verifier_key() const;

  // The secret key, for the key file. FromSignerKey reads it. The caller must wipe the string.
  std::string signer_key() const;

  // The signature line, with its newline, that cosigns `checkpoint_text` at `seconds`. A witness answers with it, and
  // AddSignatureLines adds it to a note. Requires the text of a checkpoint and a time from 1 to kCosignatureSecondsMax;
  // otherwise the line never verifies. A witness must cosign only what DecideAddCheckpoint has accepted.
  std::string CosignatureLine(absl::string_view checkpoint_text, uint64_t seconds) const;

 private:
  explicit CosignatureSigner(NamedPrivateKey key);

  NamedPrivateKey key_;
};

// Return the latest time at which `verifier` cosigned `note`. Ignores signatures of other keys, including keys that
// share only the name or only the key hash.
//   kNotFound         no signature line has this key.
//   kInvalidArgument  a line has this key, and the note's text is not the text of a checkpoint.
//   kDataLoss         a line has this key and does not verify.
absl::StatusOr<uint64_t> FindCosignature(const OpenedNote& note, const CosignatureVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_COSIGNATURE_H_
