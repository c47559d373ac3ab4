// Keys that are the same in every run. The corpus holds what they signed, once; nothing that a target does gives the
// fuzzer another signature, so what they accept must be one of those texts.
#ifndef CASEJOURNAL_TESTS_FUZZ_FUZZ_KEYS_H_
#define CASEJOURNAL_TESTS_FUZZ_FUZZ_KEYS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/named_key.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/witnesses/cosignature.h"

namespace casejournal::fuzz {

inline eventstore::NamedPrivateKey KeyNamed(absl::string_view name, eventstore::SignatureType type, char seed) {
  eventstore::Ed25519PrivateKey key = *eventstore::Ed25519PrivateKey::FromSeed(std::string(32, seed));
  const uint32_t hash = eventstore::NamedKeyHash(name, type, key.PublicBytes());
  return {.type = type, .name = std::string(name), .key_hash = hash, .key = std::move(key)};
}

// The journal's key.
inline const eventstore::NoteSigner& Signer() {
  static const auto* const signer = new eventstore::NoteSigner(*eventstore::NoteSigner::FromSignerKey(
      eventstore::FormatSignerKey(KeyNamed("journal.example", eventstore::SignatureType::kNote, 'j'))));
  return *signer;
}
inline const eventstore::NoteVerifier& Verifier() {
  static const auto* const verifier =
      new eventstore::NoteVerifier(*eventstore::NoteVerifier::FromVerifierKey(Signer().verifier_key()));
  return *verifier;
}

// The key of a witness.
inline const eventstore::CosignatureSigner& Witness() {
  static const auto* const signer = new eventstore::CosignatureSigner(*eventstore::CosignatureSigner::FromSignerKey(
      eventstore::FormatSignerKey(KeyNamed("witness.example", eventstore::SignatureType::kCosignature, 'w'))));
  return *signer;
}
inline const eventstore::CosignatureVerifier& WitnessVerifier() {
  static const auto* const verifier =
      new eventstore::CosignatureVerifier(*eventstore::CosignatureVerifier::FromVerifierKey(Witness().verifier_key()));
  return *verifier;
}

// The only text that Signer signed: a checkpoint of the tree of 5 leaves "0" to "4" (merkle_tree.h).
inline absl::string_view SignedText() { return "journal.example\n5\ntnSPbtepnefahP2X4aO6xvq4mZ9KQ2lcq5Uoot5DEUc=\n"; }
// The only time at which Witness cosigned it.
inline constexpr uint64_t kCosignedAt = 1'790'000'000;

}  // namespace casejournal::fuzz

#endif  // CASEJOURNAL_TESTS_FUZZ_FUZZ_KEYS_H_
