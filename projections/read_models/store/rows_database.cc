#include "projections/read_models/store/rows_database.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/storage/open_files.h"
#include "eventstore/storage/rocksdb_status.h"
#include "projections/read_models/store/rows_directory.h"

namespace casejournal::projections {
namespace {

// A RocksDB info log that writes nothing. On a full disk its file writer aborts the process.
class NoInfoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

absl::Status FromStatus(const rocksdb::Status& status, absl::string_view doing) {
  return eventstore::FromRocksdb(status, absl::StrCat("read models, ", doing));
}

RowsFault FaultOf(const rocksdb::Status& status) {
  if (status.ok()) return RowsFault::kNone;
  if (status.IsNoSpace() || status.IsBusy() || status.IsTimedOut() || status.IsTryAgain()) return RowsFault::kLack;
  if (status.IsIOError() && !status.IsPathNotFound()) {
    const std::string text = status.ToString();
    for (const char* lack : {"Too many open files", "Cannot allocate memory", "Permission denied",
                             "Read-only file system", "Disk quota exceeded", "While lock file", "lock hold by"}) {
      if (absl::StrContains(text, lack)) return RowsFault::kLack;
    }
    return RowsFault::kDisk;
  }
  return RowsFault::kDamage;
}

RowsTrouble TroubleOf(const rocksdb::Status& status, absl::string_view doing) {
  const RowsFault fault = FaultOf(status);
  if (fault == RowsFault::kNone) return {};
  const absl::Status why = FromStatus(status, doing);
  return {.why = fault == RowsFault::kDamage ? absl::DataLossError(why.message()) : why, .fault = fault};
}

rocksdb::DBOptions DatabaseOptions() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log = std::make_shared<NoInfoLog>();
  options.max_open_files = eventstore::TablesKeptOpen(256);
  return options;
}

rocksdb::ColumnFamilyOptions RowOptions() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(size_t{32} << 20);
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = size_t{16} << 20;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// No write-ahead log, because it would be written with every sync of the journal's own. What is written together is in
// one memtable, and reaches the disk together. What a crash loses is read again from the log.
rocksdb::WriteOptions Unlogged() {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return options;
}

rocksdb::ReadOptions AsOf(const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  return options;
}

rocksdb::Slice SliceOf(absl::string_view text) { return {text.data(), text.size()}; }
absl::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

RowsDatabase::Frozen::Frozen(const std::shared_ptr<RowsDatabase>& of, DamageMet damage) : of_(of), damage_(damage) {
  if (of == nullptr) return;
  absl::MutexLock lock(&of->mutex_);
  snapshot_ = of->db_->GetSnapshot();
  of->snapshots_.insert(snapshot_);
}

RowsDatabase::Frozen::~Frozen() {
  const std::shared_ptr<RowsDatabase> of = of_.lock();
  if (of == nullptr) return;
  absl::MutexLock lock(&of->mutex_);
  of->snapshots_.erase(snapshot_);
  of->db_->ReleaseSnapshot(snapshot_);
}

RowsDatabase::RowsDatabase(std::function<void()> on_failed_read) : on_failed_read_(std::move(on_failed_read)) {}

RowsDatabase::~RowsDatabase() {
  for (const rocksdb::Snapshot* snapshot : snapshots_) db_->ReleaseSnapshot(snapshot);
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  db_.reset();
  closed_->Notify();
}

RowsDatabase::Opened RowsDatabase::Open(const std::string& directory, const std::vector<std::string>& families,
                                        Mode mode, std::function<void()> on_failed_read) {
  const bool writes = mode == Mode::kReadAndWrite;
  std::error_code error;
  if (writes) std::filesystem::create_directories(directory, error);
  if (error) {
    const absl::Status why = eventstore::ErrnoStatus(error.value(), absl::StrCat("creating ", directory));
    return {.trouble = {.why = eventstore::SaysDiskFull(why) ? why : absl::PermissionDeniedError(why.message()),
                        .fault = RowsFault::kLack}};
  }
  if (IsBeheaded(directory)) {
    return {.trouble = {
                .why = absl::DataLossError(absl::StrCat(directory, " has files, but none that names them (CURRENT)")),
                .fault = RowsFault::kDamage}};
  }
  if (absl::Status removed = writes ? RemoveLogs(directory) : absl::OkStatus(); !removed.ok()) {
    return {.trouble = {.why = removed, .fault = RowsFault::kDisk}};
  }
  const rocksdb::DBOptions options = DatabaseOptions();
  const rocksdb::ColumnFamilyOptions rows = RowOptions();
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {{rocksdb::kDefaultColumnFamilyName, rows}};
  for (const std::string& name : families) descriptors.emplace_back(name, rows);

  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = writes ? rocksdb::DB::Open(options, directory, descriptors, &handles, &db)
                                        : rocksdb::DB::OpenForReadOnly(options, directory, descriptors, &handles, &db);
  if (RowsTrouble trouble = TroubleOf(opened, absl::StrCat("opening ", directory)); !trouble.ok()) {
    return {.trouble = std::move(trouble)};
  }
  const std::shared_ptr<RowsDatabase> database(new RowsDatabase(std::move(on_failed_read)));
  database->db_.reset(db);
  database->handles_ = handles;
  for (size_t i = 0; i < families.size(); ++i) database->by_name_[families[i]] = handles[i + 1];
  return {.database = database};
}

absl::Status RowsDatabase::reason() const {
  absl::MutexLock lock(&mutex_);
  return reason_;
}

absl::Status RowsDatabase::Damaged(absl::string_view what) {
  return AfterRead(rocksdb::Status::Corruption(SliceOf(what)));
}

RowsTrouble RowsDatabase::ReadAll(const absl::Notification* stop) {
  rocksdb::ReadOptions once;
  once.fill_cache = false;
  for (const auto& [family, handle] : by_name_) {
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(once, handle));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      if (stop != nullptr && stop->HasBeenNotified()) {
        return {.why = absl::CancelledError("the read models are stopping"), .fault = RowsFault::kLack};
      }
    }
    if (RowsTrouble trouble = TroubleOf(row->status(), absl::StrCat("reading all rows of ", family)); !trouble.ok()) {
      return trouble;
    }
  }
  return {};
}

absl::Status RowsDatabase::Write(const std::string& family, const std::vector<std::string>& gone,
                                 const std::vector<Row>& rows, const Row* last) {
  rocksdb::ColumnFamilyHandle* const handle = by_name_.at(family);
  rocksdb::WriteBatch batch;
  rocksdb::Status put;
  for (const std::string& key : gone) {
    if (put.ok()) put = batch.Delete(handle, key);
  }
  for (const auto& [key, value] : rows) {
    if (put.ok()) put = batch.Put(handle, key, value);
  }
  if (put.ok() && last != nullptr) put = batch.Put(handle, last->first, last->second);
  if (put.ok()) put = db_->Write(Unlogged(), &batch);
  return AfterWrite(put, "writing");
}

absl::Status RowsDatabase::Clear(const std::string& family) {
  // Keys are text, so none is greater.
  return AfterWrite(db_->DeleteRange(Unlogged(), by_name_.at(family), rocksdb::Slice(), rocksdb::Slice("\xff", 1)),
                    "clearing");
}

absl::Status RowsDatabase::Flush() { return AfterWrite(db_->Flush(rocksdb::FlushOptions(), handles_), "flushing"); }

absl::StatusOr<std::optional<std::string>> RowsDatabase::Get(const std::string& family, absl::string_view key,
                                                             const Frozen* frozen) {
  std::string value;
  const rocksdb::Status got =
      db_->Get(AsOf(frozen == nullptr ? nullptr : frozen->snapshot_), by_name_.at(family), SliceOf(key), &value);
  if (got.IsNotFound()) return std::nullopt;
  if (absl::Status read = AfterRead(got, frozen); !read.ok()) return read;
  return value;
}

absl::Status RowsDatabase::Scan(const std::string& family, const std::string& prefix, const std::string& from,
                                absl::FunctionRef<bool(absl::string_view, absl::string_view)> row,
                                const Frozen* frozen) {
  const std::unique_ptr<rocksdb::Iterator> at(
      db_->NewIterator(AsOf(frozen == nullptr ? nullptr : frozen->snapshot_), by_name_.at(family)));
  for (at->Seek(std::max(prefix, from)); at->Valid() && absl::StartsWith(View(at->key()), prefix); at->Next()) {
    if (!row(View(at->key()), View(at->value()))) break;
  }
  return AfterRead(at->status(), frozen);
}

absl::Status RowsDatabase::AfterRead(const rocksdb::Status& status, const Frozen* frozen) {
  if (status.ok()) return absl::OkStatus();
  const absl::Status why = FromStatus(status, "reading");
  if (frozen != nullptr && frozen->damage_ == Frozen::DamageMet::kOnlyReturned) return why;
  const RowsFault met = FaultOf(status);
  if (Note(met, why)) on_failed_read_();
  return met == RowsFault::kDamage ? absl::UnavailableError(kRowsAreMadeAgain) : absl::UnavailableError(why.message());
}

absl::Status RowsDatabase::AfterWrite(const rocksdb::Status& status, absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const absl::Status why = FromStatus(status, doing);
  // A disk that cannot be written to says nothing of what is on it.
  Note(status.IsCorruption() ? FaultOf(status) : RowsFault::kLack, why);
  return absl::UnavailableError(why.message());
}

// Return whether it is worse than what was noted.
bool RowsDatabase::Note(RowsFault met, const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  if (fault_ >= met) return false;
  reason_ = why;
  fault_ = met;
  return true;
}

}  // namespace casejournal::projections
