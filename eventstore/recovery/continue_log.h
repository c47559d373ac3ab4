// A log that was restored to an older state than had been published never goes on as what it was: it would sign two
// histories. It goes on as a new log, with an origin and a key of its own and the older state as its beginning.
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_CONTINUE_LOG_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_CONTINUE_LOG_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {

struct Continuation {
  std::string origin;  // the new one: "<name>/r1", "<name>/r2", ...
  std::string earlier_origin;
  std::string earlier_verifier_key;
  std::string earlier_checkpoint;  // the last that is known to have been published: a signed note
  uint64_t earlier_size = 0;
  uint64_t kept_size = 0;
  Hash kept_root{};
};

// What continuing the log in `directory` would mean. Changes nothing. What is known to have been published is
// `checkpoint`, a signed note, if it is not empty; checkpoints/latest; and `checkpoint_copy`, as EventLogOptions: the
// largest of them counts.
//   kAlreadyExists    the log contains all of them: there is nothing to continue, serve it; or it has no entry at all.
//   kNotFound         no checkpoint is given, and none is there.
//   kInvalidArgument  `checkpoint` is not one that this log's key signed.
//   Others as EventLog::Open, but for what was promised of a later state.
absl::StatusOr<Continuation> PlanContinuation(const std::string& directory, const std::string& checkpoint,
                                              const std::string& checkpoint_copy = "");

// The origin that the log in `directory` signs under. kNotFound: no journal is there. kDataLoss: its key is missing or
// damaged.
absl::StatusOr<std::string> SigningOrigin(const std::string& directory);

// Gives the log in `directory` the new origin and a new key, and puts away what the old one had published;
// `checkpoint_copy` as EventLogOptions. Whoever is interrupted repeats it with the same continuation. What comes next
// must be an entry that says so.
absl::Status ContinueLog(const std::string& directory, const Continuation& continuation,
                         const std::string& checkpoint_copy);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_CONTINUE_LOG_H_
