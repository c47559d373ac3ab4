#include "eventstore/witnesses/cosignature.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/checkpoint.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kSecondsSize = 8;

std::string SecondsBytes(uint64_t seconds) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(seconds >> shift));
  return bytes;
}

uint64_t SecondsFrom(absl::string_view bytes) {
  uint64_t seconds = 0;
  for (size_t i = 0; i < kSecondsSize; ++i) {
    seconds = seconds << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return seconds;
}

std::string CosignedMessage(absl::string_view checkpoint_text, uint64_t seconds) {
  return absl::StrCat("cosignature/v1\ntime ", seconds, "\n", checkpoint_text);
}

}  // namespace

CosignatureVerifier::CosignatureVerifier(NamedPublicKey key) : key_(std::move(key)) {}

absl::StatusOr<CosignatureVerifier> CosignatureVerifier::FromVerifierKey(absl::string_view verifier_key) {
  absl::StatusOr<NamedPublicKey> key = ParseVerifierKey(verifier_key, SignatureType::kCosignature);
  if (!key.ok()) return key.status();
  return CosignatureVerifier(*std::move(key));
}

absl::StatusOr<uint64_t> CosignatureVerifier::Verify(absl::string_view checkpoint_text,
                                                     absl::string_view cosignature) const {
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(checkpoint_text);
  if (!checkpoint.ok()) return checkpoint.status();
  if (cosignature.size() == kCosignatureSize) {
    const uint64_t seconds = SecondsFrom(cosignature);
    if (seconds <= kCosignatureSecondsMax &&
        key_.key.Verify(CosignedMessage(checkpoint_text, seconds), cosignature.substr(kSecondsSize))) {
      return seconds;
    }
  }
  return absl::DataLossError(
      absl::StrCat("the cosignature by key ", absl::Hex(key_hash(), absl::kZeroPad8), " does not verify"));
}

CosignatureSigner::CosignatureSigner(NamedPrivateKey key) : key_(std::move(key)) {}

absl::StatusOr<CosignatureSigner> CosignatureSigner::FromSignerKey(absl::string_view signer_key) {
  absl::StatusOr<NamedPrivateKey> key = ParseSignerKey(signer_key, SignatureType::kCosignature);
  if (!key.ok()) return key.status();
  return CosignatureSigner(*std::move(key));
}

absl::StatusOr<CosignatureSigner> CosignatureSigner::Generate(absl::string_view name) {
  absl::StatusOr<NamedPrivateKey> key = GenerateNamedKey(name, SignatureType::kCosignature);
  if (!key.ok()) return key.status();
  return CosignatureSigner(*std::move(key));
}

std::string CosignatureSigner::verifier_key() const { return FormatVerifierKey(key_); }

std::string CosignatureSigner::signer_key() const { return FormatSignerKey(key_); }

std::string CosignatureSigner::CosignatureLine(absl::string_view checkpoint_text, uint64_t seconds) const {
  assert(ParseCheckpoint(checkpoint_text).ok());
  assert(1 <= seconds && seconds <= kCosignatureSecondsMax);
  const NoteSignature signature = {
      .name = name(),
      .key_hash = key_hash(),
      .bytes = absl::StrCat(SecondsBytes(seconds), key_.key.Sign(CosignedMessage(checkpoint_text, seconds)))};
  return FormatSignatureLines({signature});
}

absl::StatusOr<uint64_t> FindCosignature(const OpenedNote& note, const CosignatureVerifier& verifier) {
  std::optional<uint64_t> latest;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != verifier.name() || signature.key_hash != verifier.key_hash()) continue;
    const absl::StatusOr<uint64_t> seconds = verifier.Verify(note.text, signature.bytes);
    if (!seconds.ok()) return seconds.status();
    latest = std::max(latest.value_or(0), *seconds);
  }
  if (!latest.has_value()) {
    return absl::NotFoundError(
        absl::StrCat("the note is not cosigned by key ", absl::Hex(verifier.key_hash(), absl::kZeroPad8)));
  }
  return *latest;
}

}  // namespace casejournal::eventstore
