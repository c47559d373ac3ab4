#include "projections/read_models/read_model_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/table.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/storage/empty_logs.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::projections {
namespace {

// Sorts before every row.
constexpr absl::string_view kCheckpointKey = "!checkpoint";

// A RocksDB info log that writes nothing. On a full disk its file writer aborts the process.
class NoInfoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

absl::Status FromStatus(const rocksdb::Status& status, absl::string_view doing) {
  return eventstore::FromRocksdb(status, absl::StrCat("read models, ", doing));
}

absl::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

MadeUpTo MadeUpTo::With(const eventstore::PlacedHeader& last) {
  return {.position = last.position + 1,
          .leaf = eventstore::HexOf(eventstore::LeafHash(eventstore::EncodeHeader(last.header)))};
}

absl::StatusOr<bool> MadeUpTo::IsOf(const eventstore::EventLog& log) const {
  if (position == 0) return true;
  if (position > log.size()) return false;
  absl::StatusOr<std::vector<eventstore::PlacedHeader>> last = log.ReadHeaders(position - 1, 1);
  if (!last.ok()) return last.status();
  return With(last->front()).leaf == leaf;
}

// Closed when nobody uses it any more.
struct ReadModelStore::Database {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  std::map<std::string, rocksdb::ColumnFamilyHandle*> by_name;
  absl::Mutex mutex;
  std::set<const rocksdb::Snapshot*> snapshots ABSL_GUARDED_BY(mutex);
  std::atomic<bool> write_failed = false;
  const std::shared_ptr<absl::Notification> closed = std::make_shared<absl::Notification>();

  ~Database() {
    for (const rocksdb::Snapshot* snapshot : snapshots) db->ReleaseSnapshot(snapshot);
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    db.reset();
    closed->Notify();
  }
};

class ReadModelStore::Frozen {
 public:
  explicit Frozen(const std::shared_ptr<Database>& of) : of_(of) {
    if (of == nullptr) return;
    absl::MutexLock lock(&of->mutex);
    snapshot_ = of->db->GetSnapshot();
    of->snapshots.insert(snapshot_);
  }
  ~Frozen() {
    const std::shared_ptr<Database> of = of_.lock();
    if (of == nullptr) return;
    absl::MutexLock lock(&of->mutex);
    of->snapshots.erase(snapshot_);
    of->db->ReleaseSnapshot(snapshot_);
  }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

  bool IsOf(const std::shared_ptr<Database>& database) const { return database != nullptr && of_.lock() == database; }
  static rocksdb::ReadOptions Options(const Frozen* frozen) {
    rocksdb::ReadOptions options;
    if (frozen != nullptr) options.snapshot = frozen->snapshot_;
    return options;
  }

 private:
  const std::weak_ptr<Database> of_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
};

ReadModelStore::ReadModelStore(std::string directory, std::vector<std::string> families,
                               std::shared_ptr<Database> database)
    : directory_(std::move(directory)), families_(std::move(families)), database_(std::move(database)) {}
ReadModelStore::~ReadModelStore() = default;

absl::StatusOr<std::unique_ptr<ReadModelStore>> ReadModelStore::Open(const std::string& directory,
                                                                     const std::vector<std::string>& names) {
  absl::StatusOr<std::shared_ptr<Database>> database = OpenDatabase(directory, names);
  if (!database.ok()) return database.status();
  return std::unique_ptr<ReadModelStore>(new ReadModelStore(directory, names, *std::move(database)));
}

absl::StatusOr<std::shared_ptr<ReadModelStore::Database>> ReadModelStore::OpenDatabase(
    const std::string& directory, const std::vector<std::string>& names) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return absl::PermissionDeniedError(absl::StrCat("creating ", directory, ": ", error.message()));
  if (absl::Status removed = eventstore::RemoveEmptyLogs(directory); !removed.ok()) return removed;
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log = std::make_shared<NoInfoLog>();
  options.max_open_files = 256;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(size_t{32} << 20);
  rocksdb::ColumnFamilyOptions rows;
  rows.write_buffer_size = size_t{16} << 20;
  rows.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, rows}};
  for (const std::string& name : names) families.emplace_back(name, rows);

  auto database = std::make_shared<Database>();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(options, directory, families, &database->handles, &db);
  if (!opened.ok()) return FromStatus(opened, absl::StrCat("opening ", directory));
  database->db.reset(db);
  for (size_t i = 0; i < names.size(); ++i) database->by_name[names[i]] = database->handles[i + 1];
  return database;
}

absl::StatusOr<std::shared_ptr<ReadModelStore::Database>> ReadModelStore::InUse(const Frozen* frozen) const {
  std::shared_ptr<Database> database;
  {
    absl::MutexLock lock(&mutex_);
    database = database_;
  }
  if (frozen != nullptr && !frozen->IsOf(database)) {
    return absl::AbortedError("the rows of this list were lost after a failed write; request the first page again");
  }
  if (database == nullptr) return absl::UnavailableError("rows are being opened again after a failed write; retry");
  return database;
}

absl::Status ReadModelStore::Recover() {
  std::shared_ptr<Database> failed;
  {
    absl::MutexLock lock(&mutex_);
    if (database_ != nullptr && !database_->write_failed) return absl::OkStatus();
    if (database_ != nullptr) closed_ = database_->closed;
    failed = std::move(database_);
  }
  failed.reset();
  if (!closed_->HasBeenNotified()) {
    return absl::UnavailableError("rows are still being read; they are opened again after that");
  }
  absl::StatusOr<std::shared_ptr<Database>> database = OpenDatabase(directory_, families_);
  if (!database.ok()) return database.status();
  absl::MutexLock lock(&mutex_);
  database_ = *std::move(database);
  return absl::OkStatus();
}

// "<position> <leaf>"
absl::StatusOr<MadeUpTo> ReadModelStore::Checkpoint(const std::string& family) const {
  absl::StatusOr<std::optional<std::string>> value = Get(family, std::string(kCheckpointKey));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return MadeUpTo();
  MadeUpTo checkpoint;
  const std::pair<std::string, std::string> parts = absl::StrSplit(**value, absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &checkpoint.position))
    return absl::DataLossError(absl::StrCat("the checkpoint of ", family, " is malformed"));
  checkpoint.leaf = parts.second;
  return checkpoint;
}

absl::Status ReadModelStore::Write(const std::string& family,
                                   const std::vector<std::pair<std::string, std::string>>& rows,
                                   const MadeUpTo& checkpoint) {
  return Change(family, rows, {}, checkpoint);
}

absl::Status ReadModelStore::Change(const std::string& family,
                                    const std::vector<std::pair<std::string, std::string>>& rows,
                                    const std::vector<std::string>& gone, const MadeUpTo& checkpoint) {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  if (!database.ok()) return database.status();
  rocksdb::ColumnFamilyHandle* handle = (*database)->by_name.at(family);
  rocksdb::WriteBatch batch;
  rocksdb::Status put;
  for (const std::string& key : gone) {
    if (put.ok()) put = batch.Delete(handle, key);
  }
  for (const auto& [key, value] : rows) {
    if (put.ok()) put = batch.Put(handle, key, value);
  }
  if (put.ok())
    put = batch.Put(handle, rocksdb::Slice(kCheckpointKey.data(), kCheckpointKey.size()),
                    absl::StrCat(checkpoint.position, " ", checkpoint.leaf));
  // No write-ahead log, because it would be written with every sync of the journal's own. A family's rows and its
  // checkpoint are in one batch, so in one memtable, and reach the disk together. What a crash loses is read again from
  // the log.
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  if (put.ok()) put = (*database)->db->Write(unlogged, &batch);
  if (!put.ok()) (*database)->write_failed = true;
  return FromStatus(put, "writing");
}

absl::Status ReadModelStore::Clear(const std::string& family) {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  if (!database.ok()) return database.status();
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  // Keys are text, so none is greater.
  const rocksdb::Status cleared = (*database)->db->DeleteRange(unlogged, (*database)->by_name.at(family),
                                                               rocksdb::Slice(), rocksdb::Slice("\xff", 1));
  if (!cleared.ok()) (*database)->write_failed = true;
  return FromStatus(cleared, "clearing");
}

std::shared_ptr<const ReadModelStore::Frozen> ReadModelStore::Freeze() const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  return std::make_shared<const Frozen>(database.ok() ? *database : nullptr);
}

absl::StatusOr<std::optional<std::string>> ReadModelStore::Get(const std::string& family, const std::string& key,
                                                               const Frozen* frozen) const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse(frozen);
  if (!database.ok()) return database.status();
  std::string value;
  const rocksdb::Status status =
      (*database)->db->Get(Frozen::Options(frozen), (*database)->by_name.at(family), key, &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromStatus(status, "reading");
  return value;
}

absl::Status ReadModelStore::Scan(const std::string& family, const std::string& prefix, const std::string& from,
                                  absl::FunctionRef<bool(absl::string_view, absl::string_view)> row,
                                  const Frozen* frozen) const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse(frozen);
  if (!database.ok()) return database.status();
  std::unique_ptr<rocksdb::Iterator> at(
      (*database)->db->NewIterator(Frozen::Options(frozen), (*database)->by_name.at(family)));
  for (at->Seek(std::max(prefix, from)); at->Valid() && absl::StartsWith(View(at->key()), prefix); at->Next()) {
    if (!row(View(at->key()), View(at->value()))) break;
  }
  return FromStatus(at->status(), "reading");
}

}  // namespace casejournal::projections
