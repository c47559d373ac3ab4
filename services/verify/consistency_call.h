// Asks a journal to prove that it still begins with what an earlier checkpoint covers.
#ifndef CASEJOURNAL_SERVICES_VERIFY_CONSISTENCY_CALL_H_
#define CASEJOURNAL_SERVICES_VERIFY_CONSISTENCY_CALL_H_

#include <string>

#include "absl/status/statusor.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note_key.h"
#include "services/verify/journal_source.h"

namespace casejournal::services {

// The journal's newer checkpoint, signed by `verifier`, which the journal proved to begin with `since`; its note in
// `newer`.
//   kDataLoss  it did not, or cannot.
//   Others as the call: the journal was not reached.
absl::StatusOr<eventstore::Checkpoint> ProveSince(JournalSource& source, const eventstore::Checkpoint& since,
                                                  const eventstore::NoteVerifier& verifier, std::string* newer);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_CONSISTENCY_CALL_H_
