// Reads everything in a log and checks it, for fsck of files at rest and of a log in use.
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_LOG_WALK_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_LOG_WALK_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/records/append.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

struct WalkSubject {
  Database& database;
  KeyStore& keys;
  // The entries 0 to size - 1 are checked. `snapshot` has no others.
  uint64_t size = 0;
  const rocksdb::Snapshot* snapshot = nullptr;  // null: the current state
  // The log's own key, then those of the logs that it continues.
  std::vector<NoteVerifier> keys_of_checkpoints;
  SignedCheckpoint latest;  // the last published one; size 0: not checked
};

// All of a log that was recovered, with its last published checkpoint. `log` must outlive it.
//   kDataLoss  its key is damaged.
absl::StatusOr<WalkSubject> SubjectOf(RecoveredLog& log);

// Called after each entry with the bytes that were read for it. False cancels the check.
using WalkPace = absl::FunctionRef<bool(uint64_t bytes)>;

// Check continuity, commitments, chains, indexes, tiles, roots, and signatures. Report each problem and continue.
//   kUnavailable, kPermissionDenied, kResourceExhausted  a file could not be opened now (CannotBeOpenedNow), and what
//   was read is sound. Beside findings it is one of them.
absl::StatusOr<FsckReport> WalkLog(const WalkSubject& log, FsckProgress progress, WalkPace pace);

// Whether the error says nothing about what is on disk: no more descriptors or memory, no permission, or a full disk.
bool CannotBeOpenedNow(const absl::Status& status);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_LOG_WALK_H_
