// Reads everything that a log holds and checks it: what fsck does, of files at rest and of a log in use.
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_LOG_WALK_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_LOG_WALK_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/records/append.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

struct WalkSubject {
  Database& database;
  KeyStore& keys;
  // Entries 0 to size - 1 are checked; there are no others in `snapshot`.
  uint64_t size = 0;
  const rocksdb::Snapshot* snapshot = nullptr;  // null: as it is
  // The log's own key, then those of the logs that it went on from.
  std::vector<NoteVerifier> keys_of_checkpoints;
  SignedCheckpoint latest;  // published last; size 0: not looked at
};

// Called after each entry with the bytes that were read for it; false breaks off the check.
using WalkPace = absl::FunctionRef<bool(uint64_t bytes)>;

// Continuity, commitments, chains, indexes, tiles, roots and signatures. Adds what it finds and goes on.
FsckReport WalkLog(const WalkSubject& log, FsckProgress progress, WalkPace pace);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_LOG_WALK_H_
