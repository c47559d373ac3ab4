#include "projections/read_models/store/read_model_store.h"

#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/steady_time.h"
#include "projections/read_models/store/rows_directory.h"

namespace casejournal::projections {
namespace {

// Sorts before every row.
constexpr char kCheckpointKey[] = "!checkpoint";

// Most reads end within this time; nobody is told of those who do.
constexpr absl::Duration kReadersEnd = absl::Milliseconds(200);

// While rows are replaced: for those who read already, and for those who want to.
constexpr absl::Duration kReadersEndOfReplaced = absl::Seconds(2);
constexpr absl::Duration kReplacingMax = absl::Seconds(30);

// What cannot be read so many times in a row is damaged, if the disk works otherwise.
constexpr int kFaultsMax = 5;

// The store whose rows this thread is reading: what it reads while it does that must not wait for the end of it.
thread_local const ReadModelStore* scanned_by_this_thread = nullptr;

}  // namespace

ReadModelStore::ReadModelStore(std::string directory, std::vector<std::string> families)
    : directory_(std::move(directory)), families_(std::move(families)) {}
ReadModelStore::~ReadModelStore() = default;

absl::StatusOr<std::unique_ptr<ReadModelStore>> ReadModelStore::Open(const std::string& directory,
                                                                     const std::vector<std::string>& families) {
  std::unique_ptr<ReadModelStore> store = Closed(directory, families);
  RowsDatabase::Opened opened = store->OpenRows(RowsDatabase::Mode::kReadAndWrite);
  if (!opened.trouble.ok()) return opened.trouble.why;
  store->Use(std::move(opened.database));
  return store;
}

std::unique_ptr<ReadModelStore> ReadModelStore::Closed(const std::string& directory,
                                                       const std::vector<std::string>& families) {
  return std::unique_ptr<ReadModelStore>(new ReadModelStore(directory, families));
}

RowsDatabase::Opened ReadModelStore::OpenRows(RowsDatabase::Mode mode) {
  return RowsDatabase::Open(directory_, families_, mode, [this] {
    absl::MutexLock lock(&mutex_);
    if (wake_) wake_();
  });
}

void ReadModelStore::Use(std::shared_ptr<RowsDatabase> database) {
  absl::MutexLock lock(&mutex_);
  database_ = std::move(database);
  ++openings_;
}

absl::StatusOr<std::shared_ptr<RowsDatabase>> ReadModelStore::InUse(const Frozen* frozen) const {
  std::shared_ptr<RowsDatabase> database;
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
  if (database->fault() == RowsFault::kDamage) return absl::UnavailableError(kRowsAreMadeAgain);
  return database;
}

absl::Status ReadModelStore::Failure() const {
  std::shared_ptr<RowsDatabase> database;
  {
    absl::MutexLock lock(&mutex_);
    database = database_;
  }
  if (database == nullptr) return absl::UnavailableError("rows are not open");
  if (database->fault() == RowsFault::kNone) return absl::OkStatus();
  return absl::UnavailableError(database->reason().message());
}

bool ReadModelStore::IsDamaged() const {
  absl::MutexLock lock(&mutex_);
  return !damage_.ok() || (database_ != nullptr && database_->fault() == RowsFault::kDamage);
}

uint64_t ReadModelStore::openings() const {
  absl::MutexLock lock(&mutex_);
  return openings_;
}

void ReadModelStore::OnFailedRead(std::function<void()> wake) {
  absl::MutexLock lock(&mutex_);
  wake_ = std::move(wake);
}

absl::Status ReadModelStore::Damaged(absl::string_view what) const {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse();
  if (!database.ok()) return database.status();
  return (*database)->Damaged(what);
}

bool ReadModelStore::Close(absl::Duration wait) {
  std::shared_ptr<RowsDatabase> failed;
  {
    absl::MutexLock lock(&mutex_);
    failed = std::move(database_);
    database_ = nullptr;
  }
  if (failed != nullptr) {
    closed_ = failed->closed();
    is_read_whole_ = is_read_whole_ && failed->fault() < RowsFault::kDisk;
    const absl::Status damage =
        failed->fault() == RowsFault::kDamage ? absl::DataLossError(failed->reason().message()) : absl::OkStatus();
    absl::MutexLock lock(&mutex_);
    damage_ = damage;
  }
  failed.reset();
  return closed_ == nullptr || closed_->WaitForNotificationWithTimeout(wait);
}

// Open the database, and read what must be read before it is used.
RowsDatabase::Opened ReadModelStore::Reopen(const absl::Notification* stop) {
  RowsDatabase::Opened opened = OpenRows(RowsDatabase::Mode::kReadAndWrite);
  if (opened.trouble.ok() && !is_read_whole_) opened.trouble = opened.database->ReadAll(stop);
  faults_ = opened.trouble.fault == RowsFault::kDisk ? faults_ + 1 : 0;
  // A disk that refuses everything is asked again and again, and so is one that refuses writes. What it has may be
  // good.
  if (faults_ < kFaultsMax || is_new_ || !DiskWorksBeside(directory_)) return opened;
  faults_ = 0;
  opened.database.reset();
  RowsDatabase::Opened to_read = OpenRows(RowsDatabase::Mode::kReadOnly);
  if (to_read.trouble.ok()) to_read.trouble = to_read.database->ReadAll(stop);
  if (to_read.trouble.fault >= RowsFault::kDisk) {
    opened.trouble = {.why = absl::DataLossError(to_read.trouble.why.message()), .fault = RowsFault::kDamage};
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
  RowsDatabase::Opened opened = Reopen(stop);
  if (!opened.trouble.ok()) {
    absl::MutexLock lock(&mutex_);
    if (opened.trouble.fault == RowsFault::kDamage) damage_ = opened.trouble.why;
    return opened.trouble.why;
  }
  is_read_whole_ = true;
  is_new_ = false;
  Use(std::move(opened.database));
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

absl::StatusOr<MadeUpTo> ReadModelStore::Checkpoint(const std::string& family) const {
  absl::StatusOr<std::optional<std::string>> text = Get(family, kCheckpointKey);
  if (!text.ok()) return text.status();
  if (!text->has_value()) return MadeUpTo();
  std::optional<MadeUpTo> checkpoint = MadeUpTo::FromText(**text);
  if (!checkpoint) return Damaged(absl::StrCat("the checkpoint of ", family, " is malformed"));
  return *std::move(checkpoint);
}

absl::Status ReadModelStore::Write(const std::string& family,
                                   const std::vector<std::pair<std::string, std::string>>& rows,
                                   const MadeUpTo& checkpoint) {
  return Change(family, rows, {}, checkpoint);
}

absl::Status ReadModelStore::Change(const std::string& family,
                                    const std::vector<std::pair<std::string, std::string>>& rows,
                                    const std::vector<std::string>& gone, const MadeUpTo& checkpoint) {
  return WriteRows(family, rows, gone, &checkpoint);
}

absl::Status ReadModelStore::Add(const std::string& family,
                                 const std::vector<std::pair<std::string, std::string>>& rows) {
  return WriteRows(family, rows, {}, nullptr);
}

void ReadModelStore::NoteChanges(std::weak_ptr<ChangedKeys> to) {
  absl::MutexLock lock(&mutex_);
  changed_ = std::move(to);
}

absl::Status ReadModelStore::Flush() const {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse();
  if (!database.ok()) return database.status();
  return (*database)->Flush();
}

// A family's rows and its checkpoint are written together, and reach the disk together.
absl::Status ReadModelStore::WriteRows(const std::string& family,
                                       const std::vector<std::pair<std::string, std::string>>& rows,
                                       const std::vector<std::string>& gone, const MadeUpTo* checkpoint) {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse();
  if (!database.ok()) return database.status();
  const std::shared_ptr<ChangedKeys> changed = [this] {
    absl::MutexLock lock(&mutex_);
    return changed_.lock();
  }();
  if (changed != nullptr) {
    for (const std::string& key : gone) changed->Add(family, key);
    for (const auto& [key, value] : rows) changed->Add(family, key);
  }
  if (checkpoint == nullptr) return (*database)->Write(family, gone, rows);
  const RowsDatabase::Row made_up_to(kCheckpointKey, checkpoint->ToText());
  return (*database)->Write(family, gone, rows, &made_up_to);
}

absl::Status ReadModelStore::Clear(const std::string& family) {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse();
  if (!database.ok()) return database.status();
  return (*database)->Clear(family);
}

std::shared_ptr<const ReadModelStore::Frozen> ReadModelStore::Freeze(DamageMet damage) const {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse();
  return std::make_shared<const Frozen>(database.ok() ? *database : nullptr, damage);
}

absl::StatusOr<std::optional<std::string>> ReadModelStore::Get(const std::string& family, const std::string& key,
                                                               const Frozen* frozen) const {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse(frozen);
  if (!database.ok()) return database.status();
  return (*database)->Get(family, key, frozen);
}

absl::Status ReadModelStore::Scan(const std::string& family, const std::string& prefix, const std::string& from,
                                  absl::FunctionRef<bool(absl::string_view, absl::string_view)> row,
                                  const Frozen* frozen) const {
  const absl::StatusOr<std::shared_ptr<RowsDatabase>> database = InUse(frozen);
  if (!database.ok()) return database.status();
  const ReadModelStore* const outer = std::exchange(scanned_by_this_thread, this);
  const absl::Cleanup back = [outer] { scanned_by_this_thread = outer; };
  return (*database)->Scan(family, prefix, from, row, frozen);
}

}  // namespace casejournal::projections
