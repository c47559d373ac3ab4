// Checkpoints and hashes as messages.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_PROOF_MESSAGES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_PROOF_MESSAGES_H_

#include <string>
#include <vector>

#include "casejournal/eventlog/v1/proof.pb.h"
#include "eventstore/event_log.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::services {

inline void SetCheckpoint(const eventstore::SignedCheckpoint& signed_note, eventlog::v1::Checkpoint& checkpoint) {
  checkpoint.set_note(signed_note.note);
  checkpoint.set_size(signed_note.size);
  checkpoint.set_root(signed_note.root.data(), signed_note.root.size());
}

template <typename Repeated>
void SetHashes(const std::vector<eventstore::Hash>& hashes, Repeated* repeated) {
  for (const eventstore::Hash& hash : hashes) repeated->Add(std::string(eventstore::AsBytes(hash)));
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_PROOF_MESSAGES_H_
