// Copies a log as of a signed checkpoint into a repository.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_STORE_BACKUP_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_STORE_BACKUP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/backup/generation.h"
#include "eventstore/backup/repository.h"
#include "eventstore/reading/tree_reader.h"
#include "eventstore/records/append.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

struct BackupSource {
  const Database& log;
  const Database& keys;
  const TreeReader& tree;
  SignedCheckpoint checkpoint;  // the first checkpoint.size entries are copied
  std::string origin;
  std::string verifier_key;
  std::string time_zone;
  std::map<std::string, std::string> files;  // small public files of the data directory, by path in it
};

// Called from time to time with the number of entries that were handled and of all entries.
using BackupProgress = absl::FunctionRef<void(uint64_t done, uint64_t total)>;
// Called with the bytes that were read or written since the last call. False cancels.
using BackupPace = absl::FunctionRef<bool(uint64_t bytes)>;

// How much of what is in the repository already is read again.
enum class Reuse {
  kBySize,     // what has the right size is used; whoever proves the backup reads it
  kByContent,  // what does not have its digest is written again
};

// What was stored. The repository has it as unused objects, until its keys are set and the generation is added.
struct StoredBackup {
  Generation generation;
  KeySet keys;                                         // all data keys of the log
  std::vector<Repository::DamagedGeneration> damaged;  // those whose own text is damaged
  // Whether the repository may have keys that these must not replace before they were compared: those of the log that
  // this one continues, or of backups that are damaged.
  bool compare_keys = false;
};

// Store what the newest generation lacks, then all data keys. If the log was continued since the newest generation, it
// is stored as a whole. Safe while the log is in use.
//   kFailedPrecondition  the newest generation is of a log that this one neither is nor continues, or of entries that
//                        this log does not have though it was not continued.
//   kDataLoss            the log fails a check: what was read does not give the root of the checkpoint.
//   kCancelled           `pace` returned false.
//   Others               the repository or the log cannot be read or written; the message names the file.
absl::StatusOr<StoredBackup> StoreBackup(const BackupSource& source, Repository& repository, Reuse reuse,
                                         int64_t now_us, BackupProgress progress, BackupPace pace);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_STORE_BACKUP_H_
