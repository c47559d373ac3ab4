// Reads checkpoints after checking their signatures.
#ifndef CASEJOURNAL_SERVICES_VERIFY_SIGNED_CHECKPOINT_H_
#define CASEJOURNAL_SERVICES_VERIFY_SIGNED_CHECKPOINT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/eventlog/v1/proof.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note_key.h"

namespace casejournal::services {

// Return the checkpoint in `note`. It must be signed by the key of `verifier`, and its origin must be the name of the
// key.
//   kDataLoss  the message says what is wrong.
absl::StatusOr<eventstore::Checkpoint> OpenCheckpoint(absl::string_view note, const eventstore::NoteVerifier& verifier);

// Return a line for each signature of `note`: "ok" for the signature of this key, "not checked" for others.
// OpenCheckpoint must have accepted `note`.
std::vector<std::string> SignatureLines(absl::string_view note, const eventstore::NoteVerifier& verifier);

// Check that `proof` proves that `now` extends `since`.
//   kDataLoss  the message says why not.
absl::Status CheckConsistency(const eventstore::Checkpoint& since, const eventstore::Checkpoint& now,
                              const eventlog::v1::ConsistencyProof& proof);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_SIGNED_CHECKPOINT_H_
