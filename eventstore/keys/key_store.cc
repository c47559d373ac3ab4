#include "eventstore/keys/key_store.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "eventstore/keys/wrapped_key.h"
#include "eventstore/records/bytes.h"
#include "eventstore/records/write_stop.h"
#include "eventstore/seal/random.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

constexpr uint64_t kBatchKeys = 256;
constexpr size_t kUnwrappedMax = 1 << 16;
// Row 0 wraps zeros, so that a wrong master key is detected before any data key is needed.
constexpr uint64_t kCheckId = 0;

constexpr size_t kRowsInBatch = 256;

uint64_t IdOfRow(const rocksdb::Slice& key) {
  return ByteReader(absl::string_view(key.data(), key.size())).Take<uint64_t>();
}

absl::string_view RowIn(const rocksdb::Iterator& at) { return {at.value().data(), at.value().size()}; }

absl::Status NotRead(const rocksdb::Iterator& rows, const Database& database) {
  return FromRocksdb(rows.status(), absl::StrCat("reading the key store in ", database.db().GetName()));
}

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return synced;
}

// Earlier rows stay in files until these are rewritten. They would open with a master key that was given up.
absl::Status RemoveEarlierRows(Database& database) {
  if (absl::Status flushed = database.Flush(); !flushed.ok()) return flushed;
  rocksdb::CompactRangeOptions every_row;
  every_row.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  return FromRocksdb(database.db().CompactRange(every_row, nullptr, nullptr),
                     "removing the earlier rows of data keys; every row has the new master key, and the next rotation "
                     "tries it again");
}

}  // namespace

KeyStore::KeyStore(std::unique_ptr<Database> database, MasterKeys masters, uint64_t next_id)
    : database_(std::move(database)),
      first_new_id_(next_id),
      masters_(std::make_shared<const MasterKeys>(std::move(masters))),
      next_id_(next_id),
      made_until_(next_id) {}

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Create(const DataPaths& paths) {
  absl::StatusOr<MasterKeys> masters = MakeMasterKeys(paths);
  if (!masters.ok()) return masters.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths.keys, Database::Mode::kCreate);
  if (!database.ok()) return database.status();
  const rocksdb::Status put =
      (*database)->db().Put(Synced(), SizeKey(kCheckId), WrapKey(masters->newest(), kCheckId, Key256{}));
  if (!put.ok()) return FromRocksdb(put, "creating the key store");
  return std::unique_ptr<KeyStore>(new KeyStore(*std::move(database), *std::move(masters), kCheckId + 1));
}

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Open(const DataPaths& paths, Database::Mode mode) {
  absl::StatusOr<MasterKeys> masters = ReadMasterKeys(paths);
  if (!masters.ok()) return masters.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths.keys, mode);
  if (!database.ok()) return database.status();

  std::unique_ptr<rocksdb::Iterator> last((*database)->db().NewIterator(rocksdb::ReadOptions()));
  last->SeekToLast();
  if (!last->status().ok())
    return FromRocksdb(last->status(), absl::StrCat("reading the key store in ", (*database)->db().GetName()));
  if (!last->Valid() || last->key().size() != sizeof(uint64_t)) {
    return absl::DataLossError(absl::StrCat(paths.keys, " holds no keys"));
  }
  const uint64_t last_id = IdOfRow(last->key());
  last.reset();
  auto store = std::unique_ptr<KeyStore>(new KeyStore(*std::move(database), *std::move(masters), last_id + 1));
  if (absl::Status checked = store->CheckMaster(); !checked.ok()) {
    // A row that cannot be read now says nothing about the key.
    if (!absl::IsDataLoss(checked) && !absl::IsNotFound(checked)) return checked;
    return absl::DataLossError(
        absl::StrCat(paths.master_keys.outside() ? absl::StrCat("the master key (", TextOf(paths.master_keys), ")")
                                                 : paths.master_key,
                     " does not open ", paths.keys, ": ", checked.message(), ". ", kRestoreAllParts));
  }
  return store;
}

absl::Status KeyStore::CheckMaster() const { return Key(kCheckId).status(); }

std::shared_ptr<const MasterKeys> KeyStore::Masters() const {
  absl::MutexLock lock(&mutex_);
  return masters_;
}

absl::StatusOr<uint64_t> KeyStore::Claim() {
  absl::MutexLock lock(&mutex_);
  if (next_id_ == made_until_) {
    if (!broken_.ok()) return broken_;
    if (absl::Status made = MakeMore(); !made.ok()) return Break(made);
  }
  return next_id_++;
}

absl::Status KeyStore::Break(const absl::Status& why) {
  broken_ = WriteStopError(WriteStop::kKeys, absl::StrCat("this process cannot open new cases after: ", why.message()));
  if (SaysDiskFull(why)) broken_.SetPayload(kDiskFullPayload, absl::Cord());
  return broken_;
}

absl::Status KeyStore::Broken() const {
  absl::MutexLock lock(&mutex_);
  return broken_;
}

absl::Status KeyStore::MakeMore() {
  rocksdb::WriteBatch batch;
  absl::flat_hash_map<uint64_t, Key256> fresh;
  for (uint64_t id = next_id_; id < next_id_ + kBatchKeys; ++id) {
    Key256 key;
    FillRandom(absl::MakeSpan(key));
    fresh[id] = key;
    const rocksdb::Status put = batch.Put(SizeKey(id), WrapKey(masters_->newest(), id, key));
    if (!put.ok()) return FromRocksdb(put, "creating data keys");
  }
  const rocksdb::Status written = database_->db().Write(Synced(), &batch);
  if (!written.ok()) return FromRocksdb(written, "storing data keys");
  if (unwrapped_.size() > kUnwrappedMax) unwrapped_.clear();
  unwrapped_.insert(fresh.begin(), fresh.end());
  made_until_ = next_id_ + kBatchKeys;
  return absl::OkStatus();
}

absl::StatusOr<Key256> KeyStore::Key(uint64_t key_id) const {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = unwrapped_.find(key_id); found != unwrapped_.end()) return found->second;
  }
  absl::StatusOr<std::optional<std::string>> row = database_->Get(Family::kDefault, SizeKey(key_id));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::NotFoundError(absl::StrCat("data key ", key_id, " is lost"));
  absl::StatusOr<Key256> key = Masters()->Unwrap(key_id, **row);
  if (!key.ok()) return key.status();
  absl::MutexLock lock(&mutex_);
  if (unwrapped_.size() > kUnwrappedMax) unwrapped_.clear();
  unwrapped_[key_id] = *key;
  return key;
}

// Nothing is wrapped with `now` before it is known that it opens every row. Rows that are made meanwhile are wrapped
// with what this store has.
absl::Status KeyStore::TakeMasters(std::shared_ptr<const MasterKeys> now, uint64_t* rows) {
  const auto require = [&](uint64_t id, const WrappingKeyId& key) {
    if (now->Find(key) != nullptr) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat("the source does not have the master key ", HexOf(key),
                                                      ", which wraps data key ", id, "; nothing was changed"));
  };
  uint64_t seen_until = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (!broken_.ok()) return absl::UnavailableError(broken_.message());
    seen_until = made_until_;
  }
  const std::unique_ptr<rocksdb::Iterator> row(database_->db().NewIterator(rocksdb::ReadOptions()));
  for (row->SeekToFirst(); row->Valid(); row->Next(), ++*rows) {
    const uint64_t id = IdOfRow(row->key());
    const absl::StatusOr<WrappingKeyId> wrapped_by = WrappingKeyOf(id, RowIn(*row));
    if (!wrapped_by.ok()) return wrapped_by.status();
    if (absl::Status has = require(id, *wrapped_by); !has.ok()) return has;
  }
  if (!row->status().ok()) return NotRead(*row, *database_);
  absl::MutexLock lock(&mutex_);
  if (made_until_ != seen_until) {
    if (absl::Status has = require(seen_until, masters_->newest_id()); !has.ok()) return has;
  }
  masters_ = std::move(now);
  return absl::OkStatus();
}

absl::Status KeyStore::WriteRows(rocksdb::WriteBatch& batch) {
  if (batch.Count() == 0) return absl::OkStatus();
  const rocksdb::Status written = database_->db().Write(Synced(), &batch);
  batch.Clear();
  if (written.ok()) return absl::OkStatus();
  absl::MutexLock lock(&mutex_);
  const absl::Status why = FromRocksdb(written, "storing data keys");
  Break(why).IgnoreError();
  return SaysDiskFull(why) ? why : absl::UnavailableError(why.message());
}

absl::StatusOr<RotatedKeys> KeyStore::Rotate(MasterKeys now,
                                             absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress) {
  if (rotating_.exchange(true)) {
    return absl::ResourceExhaustedError("the master key is already being replaced; retry later");
  }
  const absl::Cleanup free = [this] { rotating_ = false; };
  const auto masters = std::make_shared<const MasterKeys>(std::move(now));
  uint64_t rows = 0;
  if (absl::Status taken = TakeMasters(masters, &rows); !taken.ok()) return taken;

  RotatedKeys rotated{.id = masters->newest_id()};
  rocksdb::WriteBatch batch;
  const auto is_old = [&](uint64_t id, absl::string_view row) -> absl::StatusOr<bool> {
    const absl::StatusOr<WrappingKeyId> wrapped_by = WrappingKeyOf(id, row);
    if (!wrapped_by.ok()) return wrapped_by.status();
    return *wrapped_by != rotated.id;
  };
  const auto wrap_again = [&](uint64_t id, absl::string_view row) {
    const absl::StatusOr<Key256> key = masters->Unwrap(id, row);
    if (!key.ok()) return key.status();
    return FromRocksdb(batch.Put(SizeKey(id), WrapKey(masters->newest(), id, *key)), "wrapping data keys");
  };
  const absl::Status interrupted = absl::CancelledError("the rotation was interrupted; the next one goes on");
  uint64_t done = 0;
  std::unique_ptr<rocksdb::Iterator> row(database_->db().NewIterator(rocksdb::ReadOptions()));
  for (row->Seek(SizeKey(kCheckId + 1)); row->Valid(); row->Next(), ++done) {
    const uint64_t id = IdOfRow(row->key());
    const absl::StatusOr<bool> old = is_old(id, RowIn(*row));
    if (!old.ok()) return old.status();
    const bool at_batch = done > 0 && done % kRowsInBatch == 0;
    // Only before another one that is wrapped again: the last batch has at least one of them, if there is any.
    if (*old && (at_batch || batch.Count() >= kRowsInBatch)) {
      if (absl::Status written = WriteRows(batch); !written.ok()) return written;
    }
    // More rows may have been made since they were counted.
    if (at_batch && !progress(std::min(done, rows - 1), rows)) return interrupted;
    if (!*old) continue;
    if (absl::Status wrapped = wrap_again(id, RowIn(*row)); !wrapped.ok()) return wrapped;
    ++rotated.keys;
  }
  if (!row->status().ok()) return NotRead(*row, *database_);
  row.reset();  // it keeps the files with the earlier rows
  const absl::StatusOr<std::optional<std::string>> check = database_->Get(Family::kDefault, SizeKey(kCheckId));
  if (!check.ok()) return check.status();
  const absl::StatusOr<bool> check_is_old = is_old(kCheckId, check->value_or(""));
  if (!check_is_old.ok()) return check_is_old.status();
  if (batch.Count() > 0 || *check_is_old) {
    if (!progress(rows, rows)) return interrupted;
    if (absl::Status wrapped = wrap_again(kCheckId, check->value_or("")); !wrapped.ok()) return wrapped;
    if (absl::Status written = WriteRows(batch); !written.ok()) return written;
  }
  if (absl::Status removed = RemoveEarlierRows(*database_); !removed.ok()) return removed;
  return rotated;
}

}  // namespace casejournal::eventstore
