#ifndef CASEJOURNAL_EVENTSTORE_TREE_COSIGNATURE_H_
#define CASEJOURNAL_EVENTSTORE_TREE_COSIGNATURE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/named_key.h"
#include "eventstore/tree/note.h"

// Cosignatures of C2SP tlog-cosignature, Ed25519 only ("cosignature/v1", signature type 0x04). A witness states that at
// a given time a checkpoint is of the largest tree that it has seen of the log, and is consistent with everything it
// saw before. It states nothing about extension lines, although it signs them. Pure except Generate; safe for
// concurrent use. Times are POSIX seconds. The caller, who has a clock, judges times in the future.
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

  // The name in the signature line. The signed bytes do not name the witness: the same public key under two names is
  // one witness.
  const std::string& name() const { return key_.name; }

  // The key ID: the first four bytes, big-endian, of SHA-256(name || 0x0A || 0x04 || public key).
  uint32_t key_hash() const { return key_.key_hash; }

  // The 32 bytes, which do not depend on the key's name and type.
  const std::string& public_key() const { return key_.key.bytes(); }

  // Return the time at which this key cosigned `checkpoint_text`, a note's text, with the kCosignatureSize bytes of
  // `cosignature`.
  //   kInvalidArgument  `checkpoint_text` is not a checkpoint's.
  //   kDataLoss         the cosignature does not verify: another length, a time over kCosignatureSecondsMax, or not by
  //                     this key for this text and time.
  absl::StatusOr<uint64_t> Verify(absl::string_view checkpoint_text, absl::string_view cosignature) const;

 private:
  explicit CosignatureVerifier(NamedPublicKey key);

  NamedPublicKey key_;
};

// Cosigns as one witness. Anyone with this object, or its signer_key(), can cosign for the witness. A key MUST NOT be
// used for two witnesses, because the signed bytes do not distinguish them.
class CosignatureSigner {
 public:
  // Reads "PRIVATE+KEY+<name>+<8 hex digits>+<base64 of 0x04 and the 32-byte seed>".
  // kInvalidArgument as for FromVerifierKey; no error text contains a part of the key.
  static absl::StatusOr<CosignatureSigner> FromSignerKey(absl::string_view signer_key);

  // A new key from the operating system's random source. kInvalidArgument unless IsKeyName(name). The specification
  // asks for a URL without scheme, such as "witness.example/w1".
  static absl::StatusOr<CosignatureSigner> Generate(absl::string_view name);

  const std::string& name() const { return key_.name; }
  uint32_t key_hash() const { return key_.key_hash; }

  // The key for verifiers: CosignatureVerifier::FromVerifierKey reads it.
  std::string verifier_key() const;

  // The secret, for the key file: FromSignerKey reads it. The caller wipes the string.
  std::string signer_key() const;

  // Return the signature line, with its newline, that cosigns `checkpoint_text` at `seconds`: the answer of a witness,
  // and the input of AddSignatureLines. Requires the text of a checkpoint and a time from 1 to kCosignatureSecondsMax;
  // a line for another text or a later time never verifies. A witness cosigns only what DecideAddCheckpoint allows.
  std::string CosignatureLine(absl::string_view checkpoint_text, uint64_t seconds) const;

 private:
  explicit CosignatureSigner(NamedPrivateKey key);

  NamedPrivateKey key_;
};

// Return the latest time at which `verifier` cosigned `note`. Signatures of other keys are ignored, including those
// that share only the name or only the key hash.
//   kNotFound         no signature line is by this key.
//   kInvalidArgument  one is, but the note's text is not a checkpoint's.
//   kDataLoss         one is, but it does not verify.
absl::StatusOr<uint64_t> FindCosignature(const OpenedNote& note, const CosignatureVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_COSIGNATURE_H_
