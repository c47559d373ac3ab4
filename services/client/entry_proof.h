// Checks that an entry that a server sent is in the tree of a proof.
#ifndef CASEJOURNAL_SERVICES_CLIENT_ENTRY_PROOF_H_
#define CASEJOURNAL_SERVICES_CLIENT_ENTRY_PROOF_H_

#include "casejournal/eventlog/v1/proof.pb.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"

namespace casejournal::services {

// Return whether the hashes of the proof lead from the header of this entry to the root of its checkpoint. The
// signature of the checkpoint is not checked.
bool Proves(const eventlog::v1::InclusionProof& proof, const eventlog::v1::RecordedEvent& event);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_ENTRY_PROOF_H_
