// From what is on disk to the last acknowledged state, or a refusal that says what is wrong (LOG_FORMAT.md,
// "Recovery").
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
  // The highest key id that a stream uses, as the log's commits say; 0 where none is.
  uint64_t last_key_id = 0;
  ClockMark clock;
  // What was published last; size 0 where nothing was.
  SignedCheckpoint latest;
  // The keys of the logs that this one went on from (continue_log.h), whose checkpoints it still holds.
  std::vector<NoteVerifier> earlier;
};

// The key that signs. kDataLoss: it is missing or damaged.
absl::StatusOr<NoteSigner> ReadSigner(const DataPaths& paths);

// Makes the keys, the signing key and the empty databases of a new journal, where none of them is. FORMAT is written
// last, by the caller: a directory without it is no journal.
absl::Status MakeJournalFiles(const DataPaths& paths, absl::string_view origin);

// Opens everything after checking: that all parts are there; that no write-ahead log has a hole, and none before the
// newest is missing; that every acknowledged event is there; that the keys reach those in use; that the recovered tree
// contains the last published checkpoint.
//   kDataLoss     one of these does not hold. Nothing was changed.
//   kUnavailable  a file cannot be read; the text names it.
// `checkpoint_copy`: as EventLogOptions.
absl::StatusOr<RecoveredLog> RecoverLog(const DataPaths& paths, Database::Mode mode,
                                        const std::string& checkpoint_copy = "");

// The same read only, of a log that may be older than what was acknowledged and published.
absl::StatusOr<RecoveredLog> RecoverWithoutPromises(const DataPaths& paths);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_RECOVERY_H_
