// Folds the entries of a case here, and compares with what was attested of them.
#ifndef CASEJOURNAL_SERVICES_CLI_PLAN_REPLAY_H_
#define CASEJOURNAL_SERVICES_CLI_PLAN_REPLAY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "eventstore/tree/checkpoint.h"
#include "projections/entries/entry.h"
#include "services/cli/journal_client.h"

namespace casejournal::services {

// The entries of one stream from revision 0 on, each opened and in the tree of the checkpoint.
struct ProvedStream {
  eventstore::Checkpoint checkpoint;
  // Without a value where the content is gone: the header is there, and proved.
  std::vector<std::optional<projections::Entry>> entries;
};

// Reads the case, and checks commitments, chain and tree. `key` is the journal's verifier key; empty: the server's own.
//   kDataLoss         something does not hold.
//   kInvalidArgument  the key is none.
//   kUnimplemented    an entry that this program does not know.
//   Others as the calls.
absl::StatusOr<ProvedStream> ReadProvedCase(JournalClient& client, const std::string& case_id, const std::string& key);

// The same of its access stream, which may have no entry.
absl::StatusOr<ProvedStream> ReadProvedAccess(JournalClient& client, const std::string& case_id,
                                              const std::string& key);

struct ReplayOutcome {
  enum Kind {
    kRepeated,      // the entries give the plan that was attested
    kUnrepeatable,  // this program cannot tell: the content of an entry is gone, or the attestation names its fold by
                    // another kind of digest and the plan is another one
    kDiffers,       // they give another plan
  };
  Kind kind = kDiffers;
  std::string words;
};

ReplayOutcome Replay(const ProvedStream& proved, const std::string& case_id,
                     const event::v1::PlanAttestation& attestation);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLI_PLAN_REPLAY_H_
