// A log that was restored to an older state than it had published must not continue under its old name, because it
// would sign two histories. It continues as a new log, with its own origin and key, and with the older state as its
// beginning.
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_CONTINUE_LOG_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_CONTINUE_LOG_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/master_key_source.h"

namespace casejournal::eventstore {

struct Continuation {
  std::string origin;  // the new one: "<name>/r1", "<name>/r2", ...
  std::string earlier_origin;
  std::string earlier_verifier_key;
  std::string earlier_checkpoint;  // the last one known to have been published: a signed note
  uint64_t earlier_size = 0;
  uint64_t kept_size = 0;
  Hash kept_root{};
};

// Plan the continuation of the log in `directory`. Changes nothing. The largest of these published checkpoints counts:
// `checkpoint`, a signed note, if it is not empty; checkpoints/latest; and `checkpoint_copy`, as in EventLogOptions.
//   kAlreadyExists    the log contains all of them, so there is nothing to continue and it can be served; or it has no
//                     entries.
//   kNotFound         no checkpoint is given, and none is stored.
//   kInvalidArgument  `checkpoint` is not signed by this log's key.
//   Others as EventLog::Open, except for promises about a later state.
absl::StatusOr<Continuation> PlanContinuation(const std::string& directory, const std::string& checkpoint,
                                              const std::string& checkpoint_copy = "",
                                              const MasterKeySource& master_keys = {});

// Return the origin that the log in `directory` signs under. kNotFound: there is no journal. kDataLoss: its key is
// missing or damaged.
absl::StatusOr<std::string> SigningOrigin(const std::string& directory);

// Give the log in `directory` the new origin and a new key, and move away what the old one had published.
// `checkpoint_copy` as in EventLogOptions. If this is interrupted, call it again with the same continuation. The next
// entry must record the continuation.
absl::Status ContinueLog(const std::string& directory, const Continuation& continuation,
                         const std::string& checkpoint_copy);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_CONTINUE_LOG_H_
