#ifndef CASEJOURNAL_EVENTSTORE_WITNESSES_COSIGNATURE_H_
#define CASEJOURNAL_EVENTSTORE_WITNESSES_COSIGNATURE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/named_key.h"
#include "eventstore/proofs/note.h"

// Cosignatures of C2SP tlog-cosignature, Ed25519 only ("cosignature/v1", signature type 0x04): a
// witness says that, as of a time, a checkpoint is of the largest tree that it has seen of the log,
// and consistent with all that it saw before. It says nothing of extension lines, though it signs
// them. Pure but for Generate; safe for concurrent use. Times are POSIX seconds; what one in the
// future is worth is for the caller to say, who has a clock.
namespace casejournal::eventstore {

// What follows the key hash in a signature line: eight bytes of time, 64 of Ed25519.
inline constexpr size_t kCosignatureSize = 8 + kEd25519SignatureSize;

// The specification's limit: 2^63 - 1.
inline constexpr uint64_t kCosignatureSecondsMax = UINT64_MAX >> 1;

// Checks one witness's cosignatures.
class CosignatureVerifier {
 public:
  // Reads "<name>+<8 hex digits>+<base64 of 0x04 and the 32-byte public key>".
  // kInvalidArgument: any other form or signature type, or a key hash that is not this key's.
  static absl::StatusOr<CosignatureVerifier> FromVerifierKey(absl::string_view verifier_key);

  // The name in the signature line. What is signed does not name the witness: the same public key
  // under two names is one witness.
  const std::string& name() const { return key_.name; }

  // The key ID: the first four bytes, big-endian, of SHA-256(name || 0x0A || 0x04 || public key).
  uint32_t key_hash() const { return key_.key_hash; }

  // The 32 bytes that are the same whatever the key's name and type.
  const std::string& public_key() const { return key_.key.bytes(); }

  // The time at which this key cosigned `checkpoint_text`, a note's text, with the kCosignatureSize
  // bytes of `cosignature`.
  //   kInvalidArgument  `checkpoint_text` is not a checkpoint's.
  //   kDataLoss         the cosignature does not verify: another length, a time over
  //                     kCosignatureSecondsMax, or not this key's over this text at this time.
  absl::StatusOr<uint64_t> Verify(absl::string_view checkpoint_text, absl::string_view cosignature) const;

 private:
  explicit CosignatureVerifier(NamedPublicKey key);

  NamedPublicKey key_;
};

// Cosigns as one witness. Whoever holds it, or its signer_key(), can cosign for the witness. A key
// MUST NOT be used for two witnesses, as what is signed would not tell them apart.
class CosignatureSigner {
 public:
  // Reads "PRIVATE+KEY+<name>+<8 hex digits>+<base64 of 0x04 and the 32-byte seed>".
  // kInvalidArgument as for FromVerifierKey; no error text contains a part of the key.
  static absl::StatusOr<CosignatureSigner> FromSignerKey(absl::string_view signer_key);

  // A fresh key from the operating system's random source. kInvalidArgument unless IsKeyName(name);
  // the specification asks for a URL without scheme, as "witness.example/w1".
  static absl::StatusOr<CosignatureSigner> Generate(absl::string_view name);

  const std::string& name() const { return key_.name; }
  uint32_t key_hash() const { return key_.key_hash; }

  // What to hand to those who check: CosignatureVerifier::FromVerifierKey reads it.
  std::string verifier_key() const;

  // The secret, for the key file: FromSignerKey reads it. The caller wipes the string.
  std::string signer_key() const;

  // The signature line, with its newline, that cosigns `checkpoint_text` at `seconds`: what a
  // witness answers, and what AddSignatureLines takes. Requires the text of a checkpoint and a time
  // from 1 to kCosignatureSecondsMax: a line over another text or at a later time would verify nowhere.
  // A witness cosigns only what DecideAddCheckpoint has let pass.
  std::string CosignatureLine(absl::string_view checkpoint_text, uint64_t seconds) const;

 private:
  explicit CosignatureSigner(NamedPrivateKey key);

  NamedPrivateKey key_;
};

// The latest time at which `verifier` cosigned `note`; signatures of other keys are ignored, also
// those that share only the name or only the key hash.
//   kNotFound         no signature line is of this key.
//   kInvalidArgument  one is, and the note's text is not a checkpoint's.
//   kDataLoss         one is, and does not verify.
absl::StatusOr<uint64_t> FindCosignature(const OpenedNote& note, const CosignatureVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_COSIGNATURE_H_
