// Stores the key and the last checkpoint that this user saw of a journal. The first checkpoint is trusted; every later
// one must extend the one before it, so that a rewritten history is noticed.
#ifndef CASEJOURNAL_SERVICES_VERIFY_SEEN_CHECKPOINT_H_
#define CASEJOURNAL_SERVICES_VERIFY_SEEN_CHECKPOINT_H_

#include <string>

#include "absl/status/status.h"
#include "services/verify/journal_source.h"

namespace casejournal::services {

// Return the file in `directory` for the journal at `server`.
std::string SeenFile(const std::string& directory, const std::string& server);

// Require the journal to prove that it extends the checkpoint in `file`, and store its newest checkpoint there. If the
// file does not exist, store the newest checkpoint without a proof.
//   kDataLoss            The server has another journal or another history, or `file` cannot be read or is damaged, so
//                        that another history would not be noticed. `file` does not change. If it cannot be read or is
//                        damaged, nothing was requested.
//   kFailedPrecondition  `file` cannot be written. The journal passed the check, or was seen for the first time.
//   Other errors         The calls failed, and `file` exists: do not trust any answer of the server. If `file` does not
//                        exist, OK is returned instead, and the next call reports the failure.
absl::Status CheckSeen(JournalSource& source, const std::string& file);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_SEEN_CHECKPOINT_H_
