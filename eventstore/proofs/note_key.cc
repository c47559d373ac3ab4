#include "eventstore/proofs/note_key.h"

#include <utility>

namespace casejournal::eventstore {

NoteVerifier::NoteVerifier(NamedPublicKey key) : key_(std::move(key)) {}

absl::StatusOr<NoteVerifier> NoteVerifier::FromVerifierKey(absl::string_view verifier_key) {
  absl::StatusOr<NamedPublicKey> key = ParseVerifierKey(verifier_key, SignatureType::kNote);
  if (!key.ok()) return key.status();
  return NoteVerifier(*std::move(key));
}

bool NoteVerifier::Verify(absl::string_view text, absl::string_view signature) const {
  return key_.key.Verify(text, signature);
}

NoteSigner::NoteSigner(NamedPrivateKey key) : key_(std::move(key)) {}

absl::StatusOr<NoteSigner> NoteSigner::FromSignerKey(absl::string_view signer_key) {
  absl::StatusOr<NamedPrivateKey> key = ParseSignerKey(signer_key, SignatureType::kNote);
  if (!key.ok()) return key.status();
  return NoteSigner(*std::move(key));
}

absl::StatusOr<NoteSigner> NoteSigner::Generate(absl::string_view name) {
  absl::StatusOr<NamedPrivateKey> key = GenerateNamedKey(name, SignatureType::kNote);
  if (!key.ok()) return key.status();
  return NoteSigner(*std::move(key));
}

std::string NoteSigner::verifier_key() const { return FormatVerifierKey(key_); }

std::string NoteSigner::signer_key() const { return FormatSignerKey(key_); }

std::string NoteSigner::Sign(absl::string_view text) const { return key_.key.Sign(text); }

}  // namespace casejournal::eventstore
