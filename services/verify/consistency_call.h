// Asks a journal for the proof that it extends an earlier checkpoint.
#ifndef CASEJOURNAL_SERVICES_VERIFY_CONSISTENCY_CALL_H_
#define CASEJOURNAL_SERVICES_VERIFY_CONSISTENCY_CALL_H_

#include <string>

#include "absl/status/statusor.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note_key.h"
#include "services/verify/journal_source.h"

namespace casejournal::services {

// Return the newer checkpoint of the journal, signed by the key of `verifier`, after the journal proved that it extends
// `since`. Set `newer` to its note.
//   kDataLoss  the proof failed or is impossible.
//   Other errors are those of the call: the server was not reached.
absl::StatusOr<eventstore::Checkpoint> ProveSince(JournalSource& source, const eventstore::Checkpoint& since,
                                                  const eventstore::NoteVerifier& verifier, std::string* newer);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_CONSISTENCY_CALL_H_
