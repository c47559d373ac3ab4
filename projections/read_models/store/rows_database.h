// One open database of rows: a disposable RocksDB with one family per projection, and what it met since it was opened.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_ROWS_DATABASE_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_ROWS_DATABASE_H_

#include <atomic>
#include <functional>
#include <map>
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

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Snapshot;
class Status;
}  // namespace rocksdb

namespace casejournal::projections {

// What errors of a database say of its files, the worst last.
enum class RowsFault {
  kNone,
  kLack,    // nothing: something is used up, or not allowed, or somebody else has it open
  kDisk,    // nothing yet: the disk did not answer
  kDamage,  // they are not what was written
};

struct RowsTrouble {
  absl::Status why = absl::OkStatus();  // kDataLoss exactly if the fault is kDamage
  RowsFault fault = RowsFault::kNone;

  bool ok() const { return why.ok(); }
};

// The error of whoever reads damaged rows.
inline constexpr char kRowsAreMadeAgain[] = "rows are damaged, and are being made again from the log; retry";

// Safe for concurrent use; one writer per family. Nothing in it is synced, and it has no write-ahead log: after a power
// failure, a family has the rows of an earlier write, with what else that write put there.
//
// An operation that fails returns kUnavailable, and its fault is noted unless a worse one was; ReadAll, and reads with
// a Frozen that says so, note nothing. Closed with its last user.
class RowsDatabase {
 public:
  using Row = std::pair<std::string, std::string>;  // key and value
  enum class Mode { kReadAndWrite, kReadOnly };     // nothing on disk is changed by the second
  class Frozen;

  // Open or create the one in `directory`, with one family for each name. `on_failed_read` is called when a read notes
  // a fault. It must not block, and must be there as long as the database.
  struct Opened;
  static Opened Open(const std::string& directory, const std::vector<std::string>& families, Mode mode,
                     std::function<void()> on_failed_read);
  ~RowsDatabase();
  RowsDatabase(const RowsDatabase&) = delete;
  RowsDatabase& operator=(const RowsDatabase&) = delete;

  RowsFault fault() const { return fault_; }
  // Why it has that fault. OK: it has none.
  absl::Status reason() const;
  // Is notified when it is closed. May be kept for longer.
  std::shared_ptr<absl::Notification> closed() const { return closed_; }

  // Note that a row was read as it was written, and makes no sense. Return the error for whoever reads.
  absl::Status Damaged(absl::string_view what);
  // Read every row, and note nothing. Ends early, with kCancelled, when `stop` is notified.
  RowsTrouble ReadAll(const absl::Notification* stop);

  // Delete rows and put rows, all or none, the last one if it is not null.
  absl::Status Write(const std::string& family, const std::vector<std::string>& gone, const std::vector<Row>& rows,
                     const Row* last = nullptr);
  // Delete all rows of a family.
  absl::Status Clear(const std::string& family);
  // Write to files what is only in memory.
  absl::Status Flush();

  // With `frozen`, which is of this database: as of then, else as of now.
  absl::StatusOr<std::optional<std::string>> Get(const std::string& family, absl::string_view key,
                                                 const Frozen* frozen = nullptr);
  // Call `row` for the rows whose keys begin with `prefix` and are not less than `from`, in order, until it returns
  // false.
  absl::Status Scan(const std::string& family, const std::string& prefix, const std::string& from,
                    absl::FunctionRef<bool(absl::string_view key, absl::string_view value)> row,
                    const Frozen* frozen = nullptr);

 private:
  explicit RowsDatabase(std::function<void()> on_failed_read);
  // Note what an operation met, and return the error for whoever asked for it.
  absl::Status AfterRead(const rocksdb::Status& status, const Frozen* frozen = nullptr);
  absl::Status AfterWrite(const rocksdb::Status& status, absl::string_view doing);
  bool Note(RowsFault met, const absl::Status& why);

  const std::function<void()> on_failed_read_;
  const std::shared_ptr<absl::Notification> closed_ = std::make_shared<absl::Notification>();
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::map<std::string, rocksdb::ColumnFamilyHandle*> by_name_;
  std::atomic<RowsFault> fault_ = RowsFault::kNone;  // the worst that was met
  mutable absl::Mutex mutex_;
  absl::Status reason_ ABSL_GUARDED_BY(mutex_);
  std::set<const rocksdb::Snapshot*> snapshots_ ABSL_GUARDED_BY(mutex_);
};

// A database, or why there is none.
struct RowsDatabase::Opened {
  std::shared_ptr<RowsDatabase> database = nullptr;
  RowsTrouble trouble = {};
};

// All rows as they were when this was made. They stay on disk while it is kept. It may outlive the database.
class RowsDatabase::Frozen {
 public:
  // What a read with it does that meets damage: it notes the fault like others, or only returns the error, which then
  // has the code of eventstore/storage/rocksdb_status.h.
  enum class DamageMet { kIsFailure, kOnlyReturned };

  // Null: of no database.
  Frozen(const std::shared_ptr<RowsDatabase>& of, DamageMet damage);
  ~Frozen();
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

  bool IsOf(const std::shared_ptr<RowsDatabase>& database) const {
    return database != nullptr && of_.lock() == database;
  }

 private:
  friend class RowsDatabase;
  const std::weak_ptr<RowsDatabase> of_;
  const DamageMet damage_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_ROWS_DATABASE_H_
