// What this user saw of a journal last: its key and its checkpoint. Trust on first use, and from then on never
// backwards, so that whoever looked before notices a history that was rewritten since.
#ifndef CASEJOURNAL_SERVICES_VERIFY_SEEN_CHECKPOINT_H_
#define CASEJOURNAL_SERVICES_VERIFY_SEEN_CHECKPOINT_H_

#include <string>

#include "absl/status/status.h"
#include "services/verify/journal_source.h"

namespace casejournal::services {

// The file in `directory` for the journal at `server`.
std::string SeenFile(const std::string& directory, const std::string& server);

// Asks the journal to prove that it goes on from what is kept in `file`, and keeps what it is now. Where nothing is
// kept, what the journal says is.
//   kDataLoss            it is another journal, or its history is another, or what is kept cannot be read or is
//   damaged, so that
//                        another history would not be noticed; what is kept stays. Nothing was asked in the last two
//                        cases.
//   kFailedPrecondition  `file` cannot be written; the journal itself was proved, or is seen for the first time.
//   Others               the calls failed: where something is kept, nothing of its answers is to be believed without
//   them;
//                        where nothing is, the call that follows says what is the matter, and OK is returned.
absl::Status CheckSeen(JournalSource& source, const std::string& file);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_SEEN_CHECKPOINT_H_
