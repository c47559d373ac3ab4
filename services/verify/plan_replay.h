// Rebuilds the plan of a case from its entries, and compares it with an attestation.
#ifndef CASEJOURNAL_SERVICES_VERIFY_PLAN_REPLAY_H_
#define CASEJOURNAL_SERVICES_VERIFY_PLAN_REPLAY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "projections/entries/entry.h"
#include "services/verify/journal_source.h"

namespace casejournal::services {

// The entries of one stream from revision 0, each opened and proved to be in the tree of the checkpoint.
struct ProvedStream {
  eventstore::Checkpoint checkpoint;
  // nullopt if the content no longer exists; the header exists and is proved.
  std::vector<std::optional<projections::Entry>> entries;
};

// Read the case, and check its commitments, chain, and tree. `key` is the journal's verifier key; empty: the key that
// the server sends.
//   kDataLoss         a check failed.
//   kInvalidArgument  the key is malformed.
//   kUnimplemented    an entry of a type that this program does not know.
//   Other errors are those of the calls.
absl::StatusOr<ProvedStream> ReadProvedCase(JournalSource& source, const std::string& case_id, const std::string& key);

// Do the same for the access stream of the case, which may be empty.
absl::StatusOr<ProvedStream> ReadProvedAccess(JournalSource& source, const std::string& case_id,
                                              const std::string& key);

struct ReplayOutcome {
  enum Kind {
    kRepeated,      // the entries give the plan that was attested
    kUnrepeatable,  // the content of an entry that it uses no longer exists, so it cannot be checked
    kDiffers,       // the entries give another plan
  };
  Kind kind = kDiffers;
  std::string words;
};

ReplayOutcome Replay(const ProvedStream& proved, const std::string& case_id,
                     const event::v1::PlanAttestation& attestation);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_PLAN_REPLAY_H_
