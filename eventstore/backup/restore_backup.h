// Makes a data directory from a generation of a repository, and proves it.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_RESTORE_BACKUP_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_RESTORE_BACKUP_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/backup/generation.h"
#include "eventstore/backup/repository.h"
#include "eventstore/backup/store_backup.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/records/append.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {

// Up to where a log is restored. A request is restored whole or not at all.
struct RestoreLimits {
  uint64_t size_max = std::numeric_limits<uint64_t>::max();
  // The first entry that was recorded later, and all after it, are left out. Microseconds since 1970-01-01 UTC.
  int64_t recorded_until_us = std::numeric_limits<int64_t>::max();
};

struct Restored {
  uint64_t size = 0;
  Hash root{};
  CompactRange tree;  // of these entries
  int64_t last_recorded_at_us = 0;
  // The newest signed checkpoint that is known: of more than `size` entries if an older state was restored.
  SignedCheckpoint published;
  // The number of entries that the backups of the repository have, this one or a newer one.
  uint64_t in_repository = 0;
  // Other backups of the repository whose checkpoints cannot be read, by number. They may have more entries.
  std::vector<uint64_t> unread;
};

// The keys of a journal are never part of a backup.
struct SecretFiles {
  std::string master_key;
  std::string signing_key;
  // Where the master keys are, if not in the file `master_key`. A restored journal has no copy of them.
  MasterKeySource master_keys = {};
};

struct RestoreRequest {
  std::string directory;  // must not exist, or be empty
  SecretFiles secrets;
  RestoreLimits limits;
  // The newest signed checkpoint of the journal that is known from elsewhere: its note, or empty.
  std::string newest_known;
  // The administrator who confirms the rights; empty: none is named.
  std::string administrator_issuer = {};
  std::string administrator_subject = {};
  // Called with the directory of the restored log before that is checked and gets its name. It may open the log, and
  // appends nothing. An error ends the restore.
  std::function<absl::Status(const std::string& directory)> look = {};
};

// Restore `generation` under another name, sync it, check every byte of it as Fsck does, and rename it to
// `request.directory`. Where an older state was restored than `newest_known` or a checkpoint of any backup in the
// repository shows, the newest of these checkpoints is stored with it, so that the journal does not serve and says how
// it can continue. A mark says that this was restored (restored_mark.h).
//   kAlreadyExists       the directory holds something.
//   kDataLoss            the backup fails a check, the secrets are those of another journal, or `newest_known` has
//                        another root than so many of the restored entries; the message says which. Nothing was made.
//   kInvalidArgument     `newest_known` is no checkpoint of this journal.
//   kResourceExhausted   there is no space.
//   kCancelled           `pace` returned false.
absl::StatusOr<Restored> Restore(const Repository& repository, const Generation& generation,
                                 const RestoreRequest& request, BackupProgress progress, BackupPace pace);

// Restore `generation` with these data keys to the scratch place of the repository, check every byte of it, compare its
// root with the signed checkpoint, and remove it again. Neither the generation nor the keys need be in use. Errors as
// Restore.
absl::Status ProveBackup(const Repository& repository, const Generation& generation, const KeySet& keys,
                         const SecretFiles& secrets, BackupProgress progress, BackupPace pace);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_RESTORE_BACKUP_H_
