// A checkpoint as a stranger reads it: nothing in it counts before its signature.
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

// The checkpoint in `note`, signed by `verifier` and of the journal that the key is named after.
// kDataLoss says what is wrong with it.
absl::StatusOr<eventstore::Checkpoint> OpenCheckpoint(absl::string_view note, const eventstore::NoteVerifier& verifier);

// Each signature of `note` with "ok", or that this key says nothing of it. `note` must be one that
// OpenCheckpoint took.
std::vector<std::string> SignatureLines(absl::string_view note, const eventstore::NoteVerifier& verifier);

// Whether `proof` leads from `since` to `now`. kDataLoss says why not.
absl::Status CheckConsistency(const eventstore::Checkpoint& since, const eventstore::Checkpoint& now,
                              const eventlog::v1::ConsistencyProof& proof);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_SIGNED_CHECKPOINT_H_
