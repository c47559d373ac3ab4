#include "services/answers/log/get_inclusion_proof.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/tlog_proof.h"
#include "services/answers/log/proof_messages.h"

namespace casejournal::services {

absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(const eventstore::EventLog& log,
                                                                const v1::GetInclusionProofRequest& request) {
  const eventstore::Position position = request.position();
  absl::StatusOr<std::vector<eventstore::RecordedEntry>> entry = log.ReadLog(position, {.events_max = 1});
  if (!entry.ok()) return entry.status();
  if (entry->empty()) {
    return absl::OutOfRangeError(
        absl::StrCat("position ", position, " does not exist; the log has ", log.size(), " entries"));
  }
  absl::StatusOr<eventstore::SignedCheckpoint> checkpoint = log.Checkpoint(position + 1);
  if (!checkpoint.ok()) return checkpoint.status();
  absl::StatusOr<std::vector<eventstore::Hash>> hashes = log.InclusionProof(position, checkpoint->size);
  if (!hashes.ok()) return hashes.status();
  v1::GetInclusionProofResponse response;
  eventlog::v1::InclusionProof& proof = *response.mutable_proof();
  proof.set_position(position);
  const eventstore::Hash leaf = eventstore::LeafHash(entry->front().header_bytes);
  proof.set_leaf_hash(leaf.data(), leaf.size());
  SetHashes(*hashes, proof.mutable_hashes());
  SetCheckpoint(*checkpoint, *proof.mutable_checkpoint());
  proof.set_tlog_proof(eventstore::FormatTlogProof(
      {.index = position, .hashes = *std::move(hashes), .checkpoint_note = checkpoint->note}));
  return response;
}

}  // namespace casejournal::services
