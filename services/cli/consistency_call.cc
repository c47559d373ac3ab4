#include "services/cli/consistency_call.h"

#include "absl/strings/str_cat.h"
#include "services/cli/call_failure.h"
#include "services/cli/signed_checkpoint.h"

namespace casejournal::services {

absl::StatusOr<eventstore::Checkpoint> ProveSince(JournalClient& client, const eventstore::Checkpoint& since,
                                                  const eventstore::NoteVerifier& verifier, std::string* newer) {
  v1::GetConsistencyProofRequest request;
  request.set_first_size(since.size);
  v1::GetConsistencyProofResponse response;
  const grpc::Status status = client.audit().GetConsistencyProof(client.OneAnswer().get(), request, &response);
  if (status.error_code() == grpc::OUT_OF_RANGE) {
    return absl::DataLossError(absl::StrCat("the journal had ", since.size, " entries and now has fewer"));
  }
  if (!status.ok()) {
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                        FailureText(ErrorOf(status), client.server()));
  }
  *newer = response.proof().checkpoint().note();
  absl::StatusOr<eventstore::Checkpoint> now = OpenCheckpoint(*newer, verifier);
  if (!now.ok()) return now;
  if (absl::Status consistent = CheckConsistency(since, *now, response.proof()); !consistent.ok()) return consistent;
  return now;
}

}  // namespace casejournal::services
