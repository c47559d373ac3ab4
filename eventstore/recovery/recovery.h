// Recovers the last acknowledged state from the files, or reports what is wrong (LOG_FORMAT.md, "Recovery").
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_RECOVERY_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_RECOVERY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/commit/clock_mark.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/proofs/note.h"
#include "eventstore/records/append.h"
#include "eventstore/records/log_options.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

struct RecoveredLog {
  std::unique_ptr<KeyStore> keys;
  std::unique_ptr<Database> database;
  NoteSigner signer;
  uint64_t size = 0;
  int64_t last_recorded_at_us = 0;
  // The highest key id that a stream uses, from the log's commits; 0 if there is none.
  uint64_t last_key_id = 0;
  ClockMark clock;
  // The last published checkpoint; size 0 if there is none.
  SignedCheckpoint latest;
  // The keys of the logs that this one continues (continue_log.h). It still holds their checkpoints.
  std::vector<NoteVerifier> earlier;
};

// Read the signing key. kDataLoss: it is missing or damaged.
absl::StatusOr<NoteSigner> ReadSigner(const DataPaths& paths);
// Replace the file of the signing key, which only its owner can read.
absl::Status WriteSigner(const DataPaths& paths, const NoteSigner& signer);

// Create the keys, the signing key, and the empty databases of a new journal, if none of them exists. The caller writes
// FORMAT last: a directory without it is not a journal.
absl::Status MakeJournalFiles(const DataPaths& paths, absl::string_view origin);

// Open everything after these checks: all parts exist; no write-ahead log has a hole, and none before the newest is
// missing; every acknowledged event exists; the keys reach those in use; the recovered tree contains the last published
// checkpoint.
//   kDataLoss     a check failed. Nothing was changed.
//   kUnavailable  a file cannot be read; the message names it.
// `checkpoint_copy` as in EventLogOptions.
absl::StatusOr<RecoveredLog> RecoverLog(const DataPaths& paths, Database::Mode mode,
                                        const std::string& checkpoint_copy = "");

// The same, read-only, for a log that may be older than what was acknowledged and published.
absl::StatusOr<RecoveredLog> RecoverWithoutPromises(const DataPaths& paths);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_RECOVERY_H_
