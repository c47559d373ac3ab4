// The store of read models: rows with one family per projection, each with its own checkpoint, in a database that is
// opened again after a failure, put away when it is damaged, and replaced when it was rebuilt.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_READ_MODEL_STORE_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_READ_MODEL_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "projections/read_models/store/made_up_to.h"
#include "projections/read_models/store/rows_database.h"

namespace casejournal::projections {

// Keys of rows, each after its family. Safe for concurrent use.
class ChangedKeys {
 public:
  using Keys = std::set<std::pair<std::string, std::string>>;
  void Add(const std::string& family, const std::string& key) {
    absl::MutexLock lock(&mutex_);
    keys_.emplace(family, key);
  }
  // Return those that were added since this was called last.
  Keys Take() {
    absl::MutexLock lock(&mutex_);
    return std::exchange(keys_, {});
  }

 private:
  absl::Mutex mutex_;
  Keys keys_ ABSL_GUARDED_BY(mutex_);
};

// Safe for concurrent use; one writer per family. Nothing in it is synced. After a power failure, a projection
// continues from an earlier checkpoint, with rows that agree with it. A failed write has the same effect: after it,
// everything fails until Recover. Damage is never an answer: reads that meet it, and all that come after it, fail with
// kUnavailable until the store is put away.
class ReadModelStore {
 public:
  // Open or create the store in `directory`, with one family for each name.
  //   kDataLoss  it is damaged: delete the directory, or rebuild.
  // Errors of the database have the codes of eventstore/storage/rocksdb_status.h, here and in the members below.
  static absl::StatusOr<std::unique_ptr<ReadModelStore>> Open(const std::string& directory,
                                                              const std::vector<std::string>& families);
  // The same, without opening anything yet: Recover does. Until then, reads fail with kUnavailable.
  static std::unique_ptr<ReadModelStore> Closed(const std::string& directory, const std::vector<std::string>& families);
  ~ReadModelStore();
  ReadModelStore(const ReadModelStore&) = delete;
  ReadModelStore& operator=(const ReadModelStore&) = delete;

  // How far the family's rows were built. Rows of a program that did not record their log belong to no log.
  absl::StatusOr<MadeUpTo> Checkpoint(const std::string& family) const;

  // What failed to be written or read, or that nothing is open: Recover has something to do. OK: nothing.
  absl::Status Failure() const;
  // Whether what failed is that the files are damaged.
  bool IsDamaged() const;
  // How often the database was opened. Whoever writes begins again with the checkpoints when it changes.
  uint64_t openings() const;
  const std::string& directory() const { return directory_; }

  // After a failed write or read, open the database again; after a read that the disk refused, also read every row.
  // Each family is then at its last checkpoint that is on disk. Does nothing if nothing failed. For the writer; no
  // other may write meanwhile. It ends early when `stop` is notified.
  //   kUnavailable  somebody is still reading. Reads are answered with kUnavailable until this succeeds: call it again.
  //   kDataLoss     the files are damaged, or could not be read several times in a row, although others can be written
  //                 and read beside them. It stays so until PutAway.
  //   Others        as Open.
  absl::Status Recover(const absl::Notification* stop = nullptr);

  // Close the database, and rename its directory to `<directory><suffix>`, instead of what is there. Recover then opens
  // a new one, without rows. Return the new name; empty if there was no directory.
  //   kUnavailable  somebody is still reading, or the directory cannot be renamed. Call it again.
  absl::StatusOr<std::string> PutAway(absl::string_view suffix);

  // Close the database, rename its directory to `<directory><suffix>`, instead of what is there, and open what is in
  // `fresh`, which is renamed to the directory of this store. Readers wait meanwhile, at most for some seconds: those
  // who began before end first. For the writer. Return how long readers waited.
  //   kUnavailable  somebody is still reading, or a directory cannot be renamed.
  //   Others        as Open, of what is in `fresh`.
  // After an error, each directory has its old name, and what was in use is in use, or Recover opens it.
  absl::StatusOr<absl::Duration> Replace(const std::string& fresh, absl::string_view suffix);

  // A row was read as it was written, but makes no sense: the store is damaged. Return the error for whoever reads.
  absl::Status Damaged(absl::string_view what) const;

  // Call `wake` when a read fails, so that the writer recovers. It must not block. Null: nobody.
  void OnFailedRead(std::function<void()> wake);

  // Write rows and checkpoint atomically.
  absl::Status Write(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                     const MadeUpTo& checkpoint);

  // The same, and delete rows.
  absl::Status Change(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                      const std::vector<std::string>& gone, const MadeUpTo& checkpoint);
  // Delete all rows and the checkpoint of a family.
  absl::Status Clear(const std::string& family);

  // Write rows and leave the checkpoint as it is. Several threads may do this for one family if they never give a row
  // different values.
  absl::Status Add(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows);

  // Write to files what is only in memory.
  absl::Status Flush() const;

  // From now on, add the key of each row that is written or deleted, before it is, as long as somebody else holds `to`.
  // Clear adds none.
  void NoteChanges(std::weak_ptr<ChangedKeys> to);

  // A snapshot of all rows. They stay the same, and on disk, while it is kept. It may outlive the store.
  //   kAborted  by what is read with it: the database was opened again after a failure, or replaced.
  // With `kOnlyReturned`, damage that is met by reads with it is an error of these reads alone.
  using Frozen = RowsDatabase::Frozen;
  using DamageMet = Frozen::DamageMet;
  std::shared_ptr<const Frozen> Freeze(DamageMet damage = DamageMet::kIsFailure) const;

  // With `frozen`: as of then, else as of now.
  absl::StatusOr<std::optional<std::string>> Get(const std::string& family, const std::string& key,
                                                 const Frozen* frozen = nullptr) const;

  // Call `row` for the rows whose keys begin with `prefix` and are not less than `from`, in order, until it returns
  // false.
  absl::Status Scan(const std::string& family, const std::string& prefix, const std::string& from,
                    absl::FunctionRef<bool(absl::string_view key, absl::string_view value)> row,
                    const Frozen* frozen = nullptr) const;

 private:
  ReadModelStore(std::string directory, std::vector<std::string> families);
  RowsDatabase::Opened OpenRows(RowsDatabase::Mode mode);
  void Use(std::shared_ptr<RowsDatabase> database);
  // Stop using the database. Return whether nobody else uses it, so that it is closed; wait for that at most so long.
  bool Close(absl::Duration wait);
  RowsDatabase::Opened Reopen(const absl::Notification* stop);
  absl::Status WriteRows(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                         const std::vector<std::string>& gone, const MadeUpTo* checkpoint);
  // The database to read; with `frozen`, the one that it is of.
  absl::StatusOr<std::shared_ptr<RowsDatabase>> InUse(const Frozen* frozen = nullptr) const;

  const std::string directory_;
  const std::vector<std::string> families_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<RowsDatabase> database_ ABSL_GUARDED_BY(mutex_);  // null while it is opened again
  bool replacing_ ABSL_GUARDED_BY(mutex_) = false;                  // readers wait, and
  std::weak_ptr<RowsDatabase> replaced_ ABSL_GUARDED_BY(mutex_);    // who already reads this goes on
  std::weak_ptr<ChangedKeys> changed_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> wake_ ABSL_GUARDED_BY(mutex_);
  uint64_t openings_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status damage_ ABSL_GUARDED_BY(mutex_);  // of the database that is opened again
  // Used by the writer.
  std::shared_ptr<absl::Notification> closed_;  // of the database that is opened again
  bool is_read_whole_ = true;                   // false: every row must be read before it is used again
  bool is_new_ = false;                         // what was there was put away, and nothing was opened since
  int faults_ = 0;                              // in a row, of a disk that does not answer
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_READ_MODEL_STORE_H_
