#include "services/answers/log/get_consistency_proof.h"

#include <vector>

#include "services/answers/log/proof_messages.h"

namespace casejournal::services {

absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(const eventstore::EventLog& log,
                                                                    const v1::GetConsistencyProofRequest& request) {
  absl::StatusOr<eventstore::SignedCheckpoint> checkpoint = log.Checkpoint(request.first_size());
  if (!checkpoint.ok()) return checkpoint.status();
  absl::StatusOr<std::vector<eventstore::Hash>> hashes = log.ConsistencyProof(request.first_size(), checkpoint->size);
  if (!hashes.ok()) return hashes.status();
  v1::GetConsistencyProofResponse response;
  response.mutable_proof()->set_first_size(request.first_size());
  SetHashes(*hashes, response.mutable_proof()->mutable_hashes());
  SetCheckpoint(*checkpoint, *response.mutable_proof()->mutable_checkpoint());
  return response;
}

}  // namespace casejournal::services
