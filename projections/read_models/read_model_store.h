// Where read models are kept: a disposable RocksDB, one family per projection, each with its own checkpoint.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_MODEL_STORE_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_MODEL_STORE_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/event_log.h"

namespace casejournal::projections {

// How far rows were made from a log, and from which: positions mean nothing in another one.
struct MadeUpTo {
  eventstore::Position position = 0;  // every entry before it is in the rows
  std::string leaf;                   // of the entry before it, the leaf hash in hexadecimal; empty at position 0

  // Every entry up to and with this one.
  static MadeUpTo With(const eventstore::PlacedHeader& last);
  // Whether `log` has that entry at that place, and so all of them: an entry's hash says when and what, and names the
  // one before it in its stream.
  absl::StatusOr<bool> IsOf(const eventstore::EventLog& log) const;
};

// Safe for concurrent use; one writer per family. Nothing in it is synced: after a power cut a projection goes on from
// an earlier checkpoint, with rows that agree with it.
class ReadModelStore {
 public:
  // Opens or makes the store in `directory` with a family of each name.
  //   kDataLoss  it is damaged: delete the directory, or rebuild.
  // Errors of the database have the codes of eventstore/storage/rocksdb_status.h, here and in the members below.
  static absl::StatusOr<std::unique_ptr<ReadModelStore>> Open(const std::string& directory,
                                                              const std::vector<std::string>& families);
  ~ReadModelStore();
  ReadModelStore(const ReadModelStore&) = delete;
  ReadModelStore& operator=(const ReadModelStore&) = delete;

  // How far the family's rows were made. Rows of a program that did not say from which log they are, are of none.
  absl::StatusOr<MadeUpTo> Checkpoint(const std::string& family) const;

  // Writes rows and checkpoint as one.
  absl::Status Write(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                     const MadeUpTo& checkpoint);

  // The same with rows taken away.
  absl::Status Change(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
                      const std::vector<std::string>& gone, const MadeUpTo& checkpoint);
  // Takes all rows and the checkpoint of a family away.
  absl::Status Clear(const std::string& family);

  // All rows as they are now. They stay so, and on disk, while it is kept. Must not outlive the store.
  class Frozen;
  std::shared_ptr<const Frozen> Freeze() const;

  // With `frozen`: as of then, else as of now.
  absl::StatusOr<std::optional<std::string>> Get(const std::string& family, const std::string& key,
                                                 const Frozen* frozen = nullptr) const;

  // Calls `row` for the rows whose keys begin with `prefix` and are not less than `from`, in order, until it says
  // false.
  absl::Status Scan(const std::string& family, const std::string& prefix, const std::string& from,
                    absl::FunctionRef<bool(absl::string_view key, absl::string_view value)> row,
                    const Frozen* frozen = nullptr) const;

 private:
  struct Database;
  explicit ReadModelStore(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_MODEL_STORE_H_
