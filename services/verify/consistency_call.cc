#include "services/verify/consistency_call.h"

#include "absl/strings/str_cat.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {

absl::StatusOr<eventstore::Checkpoint> ProveSince(JournalSource& source, const eventstore::Checkpoint& since,
                                                  const eventstore::NoteVerifier& verifier, std::string* newer) {
  v1::GetConsistencyProofRequest request;
  request.set_first_size(since.size);
  const absl::StatusOr<v1::GetConsistencyProofResponse> response = source.ConsistencyProof(request);
  if (absl::IsOutOfRange(response.status())) {
    return absl::DataLossError(absl::StrCat("the journal had ", since.size, " entries and now has fewer"));
  }
  if (!response.ok()) return response.status();
  *newer = response->proof().checkpoint().note();
  absl::StatusOr<eventstore::Checkpoint> now = OpenCheckpoint(*newer, verifier);
  if (!now.ok()) return now;
  if (absl::Status consistent = CheckConsistency(since, *now, response->proof()); !consistent.ok()) return consistent;
  return now;
}

}  // namespace casejournal::services
