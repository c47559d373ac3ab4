// Reads everything in a repository and checks it, without any key.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_CHECK_REPOSITORY_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_CHECK_REPOSITORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "eventstore/backup/repository.h"
#include "eventstore/backup/store_backup.h"

namespace casejournal::eventstore {

struct RepositoryReport {
  uint64_t generations = 0;
  uint64_t objects = 0;  // read and compared with their names
  uint64_t bytes = 0;
  uint64_t unused_objects = 0;  // left by an interrupted backup; the next one removes them
  // The problems, each with a file or the number of a backup. Empty: none. At most 100.
  std::vector<std::string> findings;
};

// Check that each generation has all of its entries, that each object has the digest of its name, that the entries of
// each generation give the root of its signed checkpoint, and that the set of keys reaches every key in use. Whether
// the keys open the entries only a drill can show (restore_backup.h).
//   Errors: the repository cannot be read, or `pace` returned false.
absl::StatusOr<RepositoryReport> CheckRepository(const Repository& repository, BackupProgress progress,
                                                 BackupPace pace);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_CHECK_REPOSITORY_H_
