// The store of read models: a disposable RocksDB with one family per projection, each with its own checkpoint.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_MODEL_STORE_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_MODEL_STORE_H_

#include <memory>
#include <optional>
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
#include "eventstore/event_log.h"

namespace casejournal::projections {

// How far rows were built, and from which log. A position has no meaning in another log.
struct MadeUpTo {
  eventstore::Position position = 0;  // every entry before it is in the rows
  std::string leaf;                   // leaf hash of the entry before it, in hexadecimal; empty at position 0

  // Every entry up to and including this one.
  static MadeUpTo With(const eventstore::PlacedHeader& last);
  // Return whether `log` has that entry at that place, and therefore all earlier ones: an entry's hash covers its time
  // and content, and names the entry before it in its stream.
  absl::StatusOr<bool> IsOf(const eventstore::EventLog& log) const;
};

// Safe for concurrent use; one writer per family. Nothing in it is synced. After a power failure, a projection
// continues from an earlier checkpoint, with rows that agree with it. A failed write has the same effect: after it,
// everything fails until Recover.
class ReadModelStore {
 public:
  // Open or create the store in `directory`, with one family for each name.
  //   kDataLoss  it is damaged: delete the directory, or rebuild.
  // Errors of the database have the codes of eventstore/storage/rocksdb_status.h, here and in the members below.
  static absl::StatusOr<std::unique_ptr<ReadModelStore>> Open(const std::string& directory,
                                                              const std::vector<std::string>& families);
  ~ReadModelStore();
  ReadModelStore(const ReadModelStore&) = delete;
  ReadModelStore& operator=(const ReadModelStore&) = delete;

  // How far the family's rows were built. Rows of a program that did not record their log belong to no log.
  absl::StatusOr<MadeUpTo> Checkpoint(const std::string& family) const;

  // After a failed write, open the database again, which takes no more writes otherwise. Each family is then at its
  // last checkpoint that is on disk. Does nothing if no write failed. For the writer; no other may write meanwhile.
  //   kUnavailable  somebody is still reading. Reads are answered with kUnavailable until this succeeds: call it again.
  //   Others        as Open.
  absl::Status Recover();

  // Write rows and checkpoint atomically.
  absl::Status Write(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                     const MadeUpTo& checkpoint);

  // The same, and delete rows.
  absl::Status Change(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                      const std::vector<std::string>& gone, const MadeUpTo& checkpoint);
  // Delete all rows and the checkpoint of a family.
  absl::Status Clear(const std::string& family);

  // A snapshot of all rows. They stay the same, and on disk, while it is kept. It may outlive the store.
  //   kAborted  by what is read with it: the database was opened again after a failure.
  class Frozen;
  std::shared_ptr<const Frozen> Freeze() const;

  // With `frozen`: as of then, else as of now.
  absl::StatusOr<std::optional<std::string>> Get(const std::string& family, const std::string& key,
                                                 const Frozen* frozen = nullptr) const;

  // Call `row` for the rows whose keys begin with `prefix` and are not less than `from`, in order, until it returns
  // false.
  absl::Status Scan(const std::string& family, const std::string& prefix, const std::string& from,
                    absl::FunctionRef<bool(absl::string_view key, absl::string_view value)> row,
                    const Frozen* frozen = nullptr) const;

 private:
  struct Database;
  ReadModelStore(std::string directory, std::vector<std::string> families, std::shared_ptr<Database> database);
  static absl::StatusOr<std::shared_ptr<Database>> OpenDatabase(const std::string& directory,
                                                                const std::vector<std::string>& families);
  // The database to read; with `frozen`, the one that it is of.
  absl::StatusOr<std::shared_ptr<Database>> InUse(const Frozen* frozen = nullptr) const;

  const std::string directory_;
  const std::vector<std::string> families_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<Database> database_ ABSL_GUARDED_BY(mutex_);  // null while it is opened again
  std::shared_ptr<absl::Notification> closed_;                  // of the database that is opened again
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_MODEL_STORE_H_
