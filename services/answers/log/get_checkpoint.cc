#include "services/answers/log/get_checkpoint.h"

#include "services/answers/log/proof_messages.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {

absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint(const eventstore::EventLog& log, Anchor& anchor,
                                                        const v1::GetCheckpointRequest& request) {
  const uint64_t min_size = request.min_size();
  absl::StatusOr<eventstore::SignedCheckpoint> checkpoint =
      request.witnessed() ? anchor.Witnessed(min_size) : log.Checkpoint(min_size);
  if (request.witnessed() && absl::IsFailedPrecondition(checkpoint.status()))
    return WithReason(checkpoint.status(), v1::NO_WITNESSES);
  if (request.witnessed() && absl::IsUnavailable(checkpoint.status()))
    return WithReason(checkpoint.status(), v1::WITNESSES_MISSING);
  if (!checkpoint.ok()) return checkpoint.status();
  v1::GetCheckpointResponse response;
  SetCheckpoint(*checkpoint, *response.mutable_checkpoint());
  response.set_verifier_key(log.verifier_key());
  return response;
}

}  // namespace casejournal::services
