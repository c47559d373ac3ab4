#include "services/verify/signed_checkpoint.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"

namespace casejournal::services {

using eventstore::Checkpoint;

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note, const eventstore::NoteVerifier& verifier) {
  const absl::StatusOr<std::string> text = eventstore::OpenNote(note, verifier);
  if (!text.ok()) {
    return absl::DataLossError(absl::StrCat("the checkpoint is not signed by ", verifier.name(),
                                            absl::StrFormat("+%08x: ", verifier.key_hash()), text.status().message()));
  }
  absl::StatusOr<Checkpoint> checkpoint = eventstore::ParseCheckpoint(*text);
  if (!checkpoint.ok()) return absl::DataLossError(checkpoint.status().message());
  if (checkpoint->origin != verifier.name()) {
    return absl::DataLossError(
        absl::StrCat("the checkpoint belongs to \"", checkpoint->origin, "\", the key to \"", verifier.name(), "\""));
  }
  return checkpoint;
}

std::vector<std::string> SignatureLines(absl::string_view note, const eventstore::NoteVerifier& verifier) {
  std::vector<std::string> lines;
  const auto opened = eventstore::ParseNote(note);
  if (!opened.ok()) return lines;
  for (const eventstore::NoteSignature& signature : opened->signatures) {
    const bool ours = signature.name == verifier.name() && signature.key_hash == verifier.key_hash();
    lines.push_back(absl::StrCat(signature.name, absl::StrFormat("+%08x", signature.key_hash),
                                 ours ? "  ok" : "  not checked: another key"));
  }
  return lines;
}

absl::Status CheckConsistency(const Checkpoint& since, const Checkpoint& now,
                              const eventlog::v1::ConsistencyProof& proof) {
  if (now.size < since.size) {
    return absl::DataLossError(absl::StrCat("the journal has ", now.size, " entries; it had ", since.size));
  }
  std::vector<eventstore::Hash> hashes;
  for (const std::string& bytes : proof.hashes()) {
    const auto hash = eventstore::HashFromBytes(bytes);
    if (!hash.ok()) return absl::DataLossError("the consistency proof contains a malformed hash");
    hashes.push_back(*hash);
  }
  const absl::Status status = eventstore::VerifyConsistency(since.size, now.size, hashes, since.root, now.root);
  if (status.ok()) return status;
  return absl::DataLossError(absl::StrCat("the journal of ", now.size, " entries does not begin with the ", since.size,
                                          " entries of the earlier checkpoint: ", status.message()));
}

}  // namespace casejournal::services
