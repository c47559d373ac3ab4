#include "projections/read_models/read_model_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/table.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/storage/open_files.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/system/steady_time.h"
#include "projections/read_models/rebuild.h"

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

// Most reads end within this time; nobody is told of those who do.
constexpr absl::Duration kReadersEnd = absl::Milliseconds(200);

// While rows are replaced: for those who read already, and for those who want to.
constexpr absl::Duration kReadersEndOfReplaced = absl::Seconds(2);
constexpr absl::Duration kReplacingMax = absl::Seconds(30);

// What cannot be read so many times in a row is damaged, if the disk works otherwise.
constexpr int kFaultsMax = 5;

constexpr char kIsMadeAgain[] = "rows are damaged, and are being made again from the log; retry";

absl::Status FromStatus(const rocksdb::Status& status, absl::string_view doing) {
  return eventstore::FromRocksdb(status, absl::StrCat("read models, ", doing));
}

// What an error of the database says of its files.
enum class Fault {
  kNone,
  kLack,    // nothing: something is used up, or not allowed, or somebody else has it open
  kDisk,    // nothing yet: the disk did not answer
  kDamage,  // they are not what was written
};

Fault FaultOf(const rocksdb::Status& status) {
  if (status.ok()) return Fault::kNone;
  if (status.IsNoSpace() || status.IsBusy() || status.IsTimedOut() || status.IsTryAgain()) return Fault::kLack;
  if (status.IsIOError() && !status.IsPathNotFound()) {
    const std::string text = status.ToString();
    for (const char* lack : {"Too many open files", "Cannot allocate memory", "Permission denied",
                             "Read-only file system", "Disk quota exceeded", "While lock file", "lock hold by"}) {
      if (absl::StrContains(text, lack)) return Fault::kLack;
    }
    return Fault::kDisk;
  }
  return Fault::kDamage;
}

// The store whose rows this thread is reading: what it reads while it does that must not wait for the end of it.
thread_local const ReadModelStore* scanned_by_this_thread = nullptr;

// A database whose first file is gone would be made anew, without a word.
bool IsBeheaded(const std::string& directory) {
  std::error_code error;
  if (std::filesystem::exists(absl::StrCat(directory, "/CURRENT"), error) || error) return false;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end; file.increment(error)) {
    const std::string name = file->path().filename().string();
    if (absl::StartsWith(name, "MANIFEST-") || absl::EndsWith(name, ".sst")) return true;
  }
  return false;
}

// Nothing is ever written to a write-ahead log here, but each opening begins one, and damage may give it content.
absl::Status RemoveLogs(const std::string& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> logs;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() == ".log") logs.push_back(file->path());
  }
  for (const std::filesystem::path& log : logs) {
    if (!error) std::filesystem::remove_all(log, error);
  }
  return error ? eventstore::ErrnoStatus(error.value(), absl::StrCat("removing logs of ", directory))
               : absl::OkStatus();
}

// Whether a file beside the directory can be written and read.
bool DiskWorksBeside(const std::string& directory) {
  const std::string path = absl::StrCat(directory, ".probe");
  std::ofstream(path) << "works";
  std::string read;
  std::ifstream(path) >> read;
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return read == "works";
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
  std::atomic<Fault> fault = Fault::kNone;     // the worst that was met
  absl::Status reason ABSL_GUARDED_BY(mutex);  // of the fault
  const std::shared_ptr<absl::Notification> closed = std::make_shared<absl::Notification>();

  ~Database() {
    for (const rocksdb::Snapshot* snapshot : snapshots) db->ReleaseSnapshot(snapshot);
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    db.reset();
    closed->Notify();
  }
};

// A database, or why there is none.
struct ReadModelStore::Opened {
  std::shared_ptr<Database> database = nullptr;
  absl::Status error = absl::OkStatus();
  Fault fault = Fault::kNone;
};

class ReadModelStore::Frozen {
 public:
  Frozen(const std::shared_ptr<Database>& of, DamageMet damage) : of_(of), damage_(damage) {
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
  static bool OnlyReturns(const Frozen* frozen) {
    return frozen != nullptr && frozen->damage_ == DamageMet::kOnlyReturned;
  }
  static rocksdb::ReadOptions Options(const Frozen* frozen) {
    rocksdb::ReadOptions options;
    if (frozen != nullptr) options.snapshot = frozen->snapshot_;
    return options;
  }

 private:
  const std::weak_ptr<Database> of_;
  const DamageMet damage_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
};

ReadModelStore::ReadModelStore(std::string directory, std::vector<std::string> families,
                               std::shared_ptr<Database> database)
    : directory_(std::move(directory)),
      families_(std::move(families)),
      database_(std::move(database)),
      openings_(database_ == nullptr ? 0 : 1) {}
ReadModelStore::~ReadModelStore() = default;

absl::StatusOr<std::unique_ptr<ReadModelStore>> ReadModelStore::Open(const std::string& directory,
                                                                     const std::vector<std::string>& names) {
  Opened opened = OpenDatabase(directory, names, /*to_read=*/false);
  if (!opened.error.ok()) return opened.error;
  return std::unique_ptr<ReadModelStore>(new ReadModelStore(directory, names, std::move(opened.database)));
}

std::unique_ptr<ReadModelStore> ReadModelStore::Closed(const std::string& directory,
                                                       const std::vector<std::string>& names) {
  return std::unique_ptr<ReadModelStore>(new ReadModelStore(directory, names, nullptr));
}

// `to_read`: nothing on disk is changed.
ReadModelStore::Opened ReadModelStore::OpenDatabase(const std::string& directory, const std::vector<std::string>& names,
                                                    bool to_read) {
  std::error_code error;
  if (!to_read) std::filesystem::create_directories(directory, error);
  if (error) {
    const absl::Status why = eventstore::ErrnoStatus(error.value(), absl::StrCat("creating ", directory));
    return {.error = eventstore::SaysDiskFull(why) ? why : absl::PermissionDeniedError(why.message()),
            .fault = Fault::kLack};
  }
  if (IsBeheaded(directory)) {
    return {.error = absl::DataLossError(absl::StrCat(directory, " has files, but none that names them (CURRENT)")),
            .fault = Fault::kDamage};
  }
  if (absl::Status removed = to_read ? absl::OkStatus() : RemoveLogs(directory); !removed.ok()) {
    return {.error = removed, .fault = Fault::kDisk};
  }
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log = std::make_shared<NoInfoLog>();
  options.max_open_files = eventstore::TablesKeptOpen(256);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(size_t{32} << 20);
  rocksdb::ColumnFamilyOptions rows;
  rows.write_buffer_size = size_t{16} << 20;
  rows.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, rows}};
  for (const std::string& name : names) families.emplace_back(name, rows);

  auto database = std::make_shared<Database>();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      to_read ? rocksdb::DB::OpenForReadOnly(options, directory, families, &database->handles, &db)
              : rocksdb::DB::Open(options, directory, families, &database->handles, &db);
  if (const Fault fault = FaultOf(opened); fault != Fault::kNone) {
    database->handles.clear();
    const absl::Status why = FromStatus(opened, absl::StrCat("opening ", directory));
    return {.error = fault == Fault::kDamage ? absl::DataLossError(why.message()) : why, .fault = fault};
  }
  database->db.reset(db);
  for (size_t i = 0; i < names.size(); ++i) database->by_name[names[i]] = database->handles[i + 1];
  return {.database = std::move(database)};
}

ReadModelStore::Opened ReadModelStore::ReadAllRows(std::shared_ptr<Database> database, const absl::Notification* stop) {
  rocksdb::ReadOptions once;
  once.fill_cache = false;
  for (const auto& [family, handle] : database->by_name) {
    std::unique_ptr<rocksdb::Iterator> row(database->db->NewIterator(once, handle));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      if (stop != nullptr && stop->HasBeenNotified()) {
        return {.error = absl::CancelledError("the read models are stopping"), .fault = Fault::kLack};
      }
    }
    if (const Fault fault = FaultOf(row->status()); fault != Fault::kNone) {
      const absl::Status why = FromStatus(row->status(), absl::StrCat("reading all rows of ", family));
      return {.error = fault == Fault::kDamage ? absl::DataLossError(why.message()) : why, .fault = fault};
    }
  }
  return {.database = std::move(database)};
}

absl::StatusOr<std::shared_ptr<ReadModelStore::Database>> ReadModelStore::InUse(const Frozen* frozen) const {
  std::shared_ptr<Database> database;
  {
    absl::MutexLock lock(&mutex_);
    const auto in_place = [this] {
      mutex_.AssertReaderHeld();
      return !replacing_;
    };
    const bool reads_already = replacing_ && scanned_by_this_thread == this;
    if (!reads_already) mutex_.AwaitWithTimeout(absl::Condition(&in_place), kReplacingMax);
    database = reads_already ? replaced_.lock() : database_;
  }
  if (frozen != nullptr && !frozen->IsOf(database)) {
    return absl::AbortedError(
        "the rows of this list were lost after a failed write, or replaced; request the first page again");
  }
  if (database == nullptr) return absl::UnavailableError("rows are being opened again after a failure; retry");
  if (database->fault == Fault::kDamage) return absl::UnavailableError(kIsMadeAgain);
  return database;
}

absl::Status ReadModelStore::Failure() const {
  std::shared_ptr<Database> database;
  {
    absl::MutexLock lock(&mutex_);
    database = database_;
  }
  if (database == nullptr) return absl::UnavailableError("rows are not open");
  if (database->fault == Fault::kNone) return absl::OkStatus();
  absl::MutexLock lock(&database->mutex);
  return absl::UnavailableError(database->reason.message());
}

bool ReadModelStore::IsDamaged() const {
  absl::MutexLock lock(&mutex_);
  return !damage_.ok() || (database_ != nullptr && database_->fault == Fault::kDamage);
}

uint64_t ReadModelStore::openings() const {
  absl::MutexLock lock(&mutex_);
  return openings_;
}

void ReadModelStore::OnFailedRead(std::function<void()> wake) {
  absl::MutexLock lock(&mutex_);
  wake_ = std::move(wake);
}

absl::Status ReadModelStore::Explain(Database& database, const rocksdb::Status& status, absl::string_view doing,
                                     bool writes) const {
  if (status.ok()) return absl::OkStatus();
  // A disk that cannot be written to says nothing of what is on it.
  const Fault met = writes && !status.IsCorruption() ? Fault::kLack : FaultOf(status);
  absl::Status why = FromStatus(status, doing);
  bool first = false;
  {
    absl::MutexLock lock(&database.mutex);
    first = database.fault < met;
    if (first) database.reason = why;
    if (first) database.fault = met;
  }
  if (first && !writes) {
    absl::MutexLock lock(&mutex_);
    if (wake_) wake_();
  }
  return absl::UnavailableError(met == Fault::kDamage && !writes ? kIsMadeAgain : why.message());
}

absl::Status ReadModelStore::Damaged(absl::string_view what) const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  if (!database.ok()) return database.status();
  return Explain(**database, rocksdb::Status::Corruption(rocksdb::Slice(what.data(), what.size())), "reading",
                 /*writes=*/false);
}

bool ReadModelStore::Close(absl::Duration wait) {
  std::shared_ptr<Database> failed;
  {
    absl::MutexLock lock(&mutex_);
    failed = std::move(database_);
    database_ = nullptr;
  }
  if (failed != nullptr) {
    closed_ = failed->closed;
    is_read_whole_ = is_read_whole_ && failed->fault < Fault::kDisk;
    absl::Status damage;
    if (failed->fault == Fault::kDamage) {
      absl::MutexLock lock(&failed->mutex);
      damage = absl::DataLossError(failed->reason.message());
    }
    absl::MutexLock lock(&mutex_);
    damage_ = damage;
  }
  failed.reset();
  return closed_ == nullptr || closed_->WaitForNotificationWithTimeout(wait);
}

// Open the database, and read what must be read before it is used.
ReadModelStore::Opened ReadModelStore::Reopen(const absl::Notification* stop) {
  Opened opened = OpenDatabase(directory_, families_, /*to_read=*/false);
  if (opened.error.ok() && !is_read_whole_) opened = ReadAllRows(std::move(opened.database), stop);
  faults_ = opened.fault == Fault::kDisk ? faults_ + 1 : 0;
  // A disk that refuses everything is asked again and again, and so is one that refuses writes. What it has may be
  // good.
  if (faults_ < kFaultsMax || is_new_ || !DiskWorksBeside(directory_)) return opened;
  faults_ = 0;
  Opened to_read = OpenDatabase(directory_, families_, /*to_read=*/true);
  if (to_read.error.ok()) to_read = ReadAllRows(std::move(to_read.database), stop);
  if (to_read.fault == Fault::kDisk || to_read.fault == Fault::kDamage) {
    return {.error = absl::DataLossError(to_read.error.message()), .fault = Fault::kDamage};
  }
  return opened;
}

absl::Status ReadModelStore::Recover(const absl::Notification* stop) {
  if (Failure().ok()) return absl::OkStatus();
  if (!Close(kReadersEnd)) return absl::UnavailableError("rows are still being read; they are opened again after that");
  {
    absl::MutexLock lock(&mutex_);
    if (!damage_.ok()) return damage_;
  }
  Opened opened = Reopen(stop);
  if (opened.error.ok()) {
    is_read_whole_ = true;
    is_new_ = false;
  }
  absl::MutexLock lock(&mutex_);
  if (opened.fault == Fault::kDamage) damage_ = opened.error;
  if (!opened.error.ok()) return opened.error;
  database_ = std::move(opened.database);
  ++openings_;
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadModelStore::PutAway(absl::string_view suffix) {
  if (!Close(kReadersEnd)) return absl::UnavailableError("rows are still being read; they are put away after that");
  std::string away = absl::StrCat(directory_, suffix);
  std::error_code error;
  if (std::filesystem::exists(directory_, error)) {
    if (!error) std::filesystem::remove_all(away, error);
    if (!error) std::filesystem::rename(directory_, away, error);
  } else {
    away.clear();
  }
  if (error) return absl::UnavailableError(absl::StrCat("moving ", directory_, " away: ", error.message()));
  is_read_whole_ = true;
  is_new_ = true;
  faults_ = 0;
  absl::MutexLock lock(&mutex_);
  damage_ = absl::OkStatus();
  return away;
}

absl::StatusOr<absl::Duration> ReadModelStore::Replace(const std::string& fresh, absl::string_view suffix) {
  const std::string kept = absl::StrCat(directory_, suffix);
  std::error_code error;
  std::filesystem::remove_all(kept, error);
  if (error) return eventstore::ErrnoStatus(error.value(), absl::StrCat("removing ", kept));
  const absl::Time began = eventstore::SteadyNow();
  absl::Status damage;
  {
    absl::MutexLock lock(&mutex_);
    replaced_ = database_;
    replacing_ = true;
    damage = damage_;
  }
  const absl::Cleanup goes_on = [this] {
    absl::MutexLock lock(&mutex_);
    replaced_.reset();
    replacing_ = false;
  };
  bool read_whole = is_read_whole_;
  if (!Close(kReadersEndOfReplaced)) {
    is_read_whole_ = read_whole;
    absl::MutexLock lock(&mutex_);
    database_ = replaced_.lock();
    damage_ = damage;
    return absl::UnavailableError("rows are still being read; they are replaced after that");
  }
  absl::Status opened = PutInPlace(fresh, directory_, kept);
  if (opened.ok()) {
    read_whole = std::exchange(is_read_whole_, true);
    {
      absl::MutexLock lock(&mutex_);
      damage = std::exchange(damage_, absl::OkStatus());
    }
    opened = Recover();
    if (opened.ok()) return eventstore::SteadyNow() - began;
    std::filesystem::rename(directory_, fresh, error);
    if (!error) std::filesystem::rename(kept, directory_, error);
    is_read_whole_ = read_whole;
    absl::MutexLock lock(&mutex_);
    damage_ = damage;
  }
  Recover().IgnoreError();  // the writer tries again
  return opened;
}

// "<position> <leaf>"
absl::StatusOr<MadeUpTo> ReadModelStore::Checkpoint(const std::string& family) const {
  absl::StatusOr<std::optional<std::string>> value = Get(family, std::string(kCheckpointKey));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return MadeUpTo();
  MadeUpTo checkpoint;
  const std::pair<std::string, std::string> parts = absl::StrSplit(**value, absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &checkpoint.position))
    return Damaged(absl::StrCat("the checkpoint of ", family, " is malformed"));
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
  return WriteBatchOf(family, rows, gone, &checkpoint);
}

absl::Status ReadModelStore::Add(const std::string& family,
                                 const std::vector<std::pair<std::string, std::string>>& rows) {
  return WriteBatchOf(family, rows, {}, nullptr);
}

void ReadModelStore::NoteChanges(std::weak_ptr<ChangedKeys> to) {
  absl::MutexLock lock(&mutex_);
  changed_ = std::move(to);
}

absl::Status ReadModelStore::Flush() const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  if (!database.ok()) return database.status();
  return Explain(**database, (*database)->db->Flush(rocksdb::FlushOptions(), (*database)->handles), "flushing",
                 /*writes=*/true);
}

absl::Status ReadModelStore::WriteBatchOf(const std::string& family,
                                          const std::vector<std::pair<std::string, std::string>>& rows,
                                          const std::vector<std::string>& gone, const MadeUpTo* checkpoint) {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  if (!database.ok()) return database.status();
  const std::shared_ptr<ChangedKeys> changed = [this] {
    absl::MutexLock lock(&mutex_);
    return changed_.lock();
  }();
  if (changed != nullptr) {
    for (const std::string& key : gone) changed->Add(family, key);
    for (const auto& [key, value] : rows) changed->Add(family, key);
  }
  rocksdb::ColumnFamilyHandle* handle = (*database)->by_name.at(family);
  rocksdb::WriteBatch batch;
  rocksdb::Status put;
  for (const std::string& key : gone) {
    if (put.ok()) put = batch.Delete(handle, key);
  }
  for (const auto& [key, value] : rows) {
    if (put.ok()) put = batch.Put(handle, key, value);
  }
  if (put.ok() && checkpoint != nullptr)
    put = batch.Put(handle, rocksdb::Slice(kCheckpointKey.data(), kCheckpointKey.size()),
                    absl::StrCat(checkpoint->position, " ", checkpoint->leaf));
  // No write-ahead log, because it would be written with every sync of the journal's own. A family's rows and its
  // checkpoint are in one batch, so in one memtable, and reach the disk together. What a crash loses is read again from
  // the log.
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  if (put.ok()) put = (*database)->db->Write(unlogged, &batch);
  return Explain(**database, put, "writing", /*writes=*/true);
}

absl::Status ReadModelStore::Clear(const std::string& family) {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  if (!database.ok()) return database.status();
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  // Keys are text, so none is greater.
  const rocksdb::Status cleared = (*database)->db->DeleteRange(unlogged, (*database)->by_name.at(family),
                                                               rocksdb::Slice(), rocksdb::Slice("\xff", 1));
  return Explain(**database, cleared, "clearing", /*writes=*/true);
}

std::shared_ptr<const ReadModelStore::Frozen> ReadModelStore::Freeze(DamageMet damage) const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse();
  return std::make_shared<const Frozen>(database.ok() ? *database : nullptr, damage);
}

absl::StatusOr<std::optional<std::string>> ReadModelStore::Get(const std::string& family, const std::string& key,
                                                               const Frozen* frozen) const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse(frozen);
  if (!database.ok()) return database.status();
  std::string value;
  const rocksdb::Status status =
      (*database)->db->Get(Frozen::Options(frozen), (*database)->by_name.at(family), key, &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok() && Frozen::OnlyReturns(frozen)) return FromStatus(status, "reading");
  if (!status.ok()) return Explain(**database, status, "reading", /*writes=*/false);
  return value;
}

absl::Status ReadModelStore::Scan(const std::string& family, const std::string& prefix, const std::string& from,
                                  absl::FunctionRef<bool(absl::string_view, absl::string_view)> row,
                                  const Frozen* frozen) const {
  const absl::StatusOr<std::shared_ptr<Database>> database = InUse(frozen);
  if (!database.ok()) return database.status();
  const ReadModelStore* const outer = std::exchange(scanned_by_this_thread, this);
  const absl::Cleanup back = [outer] { scanned_by_this_thread = outer; };
  std::unique_ptr<rocksdb::Iterator> at(
      (*database)->db->NewIterator(Frozen::Options(frozen), (*database)->by_name.at(family)));
  for (at->Seek(std::max(prefix, from)); at->Valid() && absl::StartsWith(View(at->key()), prefix); at->Next()) {
    if (!row(View(at->key()), View(at->value()))) break;
  }
  if (!at->status().ok() && Frozen::OnlyReturns(frozen)) return FromStatus(at->status(), "reading");
  return Explain(**database, at->status(), "reading", /*writes=*/false);
}

}  // namespace casejournal::projections
