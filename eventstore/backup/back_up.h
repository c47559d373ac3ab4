// A backup: stored, proved, and only then called one.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_BACK_UP_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_BACK_UP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/backup/generation.h"
#include "eventstore/backup/repository.h"
#include "eventstore/backup/restore_backup.h"
#include "eventstore/backup/store_backup.h"
#include "eventstore/event_log.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {

// A backup that was made and proved.
struct SavedBackup {
  Generation generation;
  // Earlier backups that cannot be restored as they are.
  std::vector<Repository::DamagedGeneration> damaged;
  // Why what no backup uses is still there, forgotten data keys among it; the next backup removes it. OK: it was
  // removed.
  absl::Status left_over;
};

enum class BackupStage { kStoring, kProving };
using BackupStages = absl::FunctionRef<void(BackupStage stage, uint64_t done, uint64_t total)>;

// Store a backup of `source`, restore it to the scratch place of the repository, and check it there. Then let its data
// keys take the place of those in the repository, and add it as the next generation. Objects that turn out to be
// damaged are written again from the log, and the proof is repeated once. At last, everything that no generation uses
// is removed, old data keys among it; if that fails, the backup is as good as others.
//   kFailedPrecondition  as StoreBackup; or data keys that earlier backups may need would be lost: the log has others
//                        under their numbers, or they cannot be compared.
//   kDataLoss, kCancelled, Others  as StoreBackup and ProveBackup.
// After an error no generation was added, and the earlier ones open with the same keys as before, unless the repository
// could not be written after the proof.
absl::StatusOr<SavedBackup> BackUp(const BackupSource& source, Repository& repository, const SecretFiles& secrets,
                                   int64_t now_us, BackupStages progress, BackupPace pace);

// The same for a log that is in use, while it is appended to: no append waits for a backup. It has what is committed
// when it begins, all of it synced, and a checkpoint is signed for that. Nothing is appended.
//   kFailedPrecondition  the log has no entries yet.
absl::StatusOr<SavedBackup> BackUpInUse(const EventLog& log, Repository& repository, const std::string& time_zone,
                                        int64_t now_us, BackupStages progress, BackupPace pace);

// The files of a data directory that a backup takes along, by path in it.
absl::StatusOr<std::map<std::string, std::string>> PublicFiles(const DataPaths& paths);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_BACK_UP_H_
