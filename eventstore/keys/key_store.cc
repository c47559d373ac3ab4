#include "eventstore/keys/key_store.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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

absl::StatusOr<Key256> ReadMaster(const DataPaths& paths) {
  absl::StatusOr<std::string> text = ReadSmallFile(paths.master_key);
  if (!text.ok()) return SecretNotRead("master key", text.status());
  const std::string bytes = absl::HexStringToBytes(absl::StripSuffix(*text, "\n"));
  Key256 master;
  if (text->size() != 2 * master.size() + 1 || absl::BytesToHexString(bytes) != absl::StripSuffix(*text, "\n")) {
    return absl::DataLossError(
        absl::StrCat(paths.master_key, " is damaged: expected 64 lower-case hexadecimal digits"));
  }
  std::copy(bytes.begin(), bytes.end(), master.begin());
  return master;
}

}  // namespace

KeyStore::KeyStore(std::unique_ptr<Database> database, Key256 master, uint64_t next_id)
    : database_(std::move(database)),
      master_(master),
      first_new_id_(next_id),
      next_id_(next_id),
      made_until_(next_id) {}

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Create(const DataPaths& paths) {
  Key256 master;
  FillRandom(absl::MakeSpan(master));
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(master.data()), master.size()));
  if (absl::Status written = WriteFileDurably(paths.master_key, absl::StrCat(hex, "\n"), 0600); !written.ok()) {
    return written;
  }
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths.keys, Database::Mode::kCreate);
  if (!database.ok()) return database.status();
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status put = (*database)->db().Put(synced, SizeKey(kCheckId), WrapKey(master, kCheckId, Key256{}));
  if (!put.ok()) return FromRocksdb(put, "creating the key store");
  return std::unique_ptr<KeyStore>(new KeyStore(*std::move(database), master, kCheckId + 1));
}

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Open(const DataPaths& paths, Database::Mode mode) {
  absl::StatusOr<Key256> master = ReadMaster(paths);
  if (!master.ok()) return master.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths.keys, mode);
  if (!database.ok()) return database.status();

  std::unique_ptr<rocksdb::Iterator> last((*database)->db().NewIterator(rocksdb::ReadOptions()));
  last->SeekToLast();
  if (!last->status().ok())
    return FromRocksdb(last->status(), absl::StrCat("reading the key store in ", (*database)->db().GetName()));
  if (!last->Valid() || last->key().size() != sizeof(uint64_t)) {
    return absl::DataLossError(absl::StrCat(paths.keys, " holds no keys"));
  }
  const uint64_t last_id = ByteReader(absl::string_view(last->key().data(), last->key().size())).Take<uint64_t>();
  last.reset();
  auto store = std::unique_ptr<KeyStore>(new KeyStore(*std::move(database), *master, last_id + 1));
  if (absl::Status checked = store->CheckMaster(); !checked.ok()) {
    return absl::DataLossError(
        absl::StrCat(paths.master_key, " does not open ", paths.keys, ": ", checked.message(), ". ", kRestoreAllParts));
  }
  return store;
}

absl::Status KeyStore::CheckMaster() const { return Key(kCheckId).status(); }

absl::StatusOr<uint64_t> KeyStore::Claim() {
  absl::MutexLock lock(&mutex_);
  if (next_id_ == made_until_) {
    if (!broken_.ok()) return broken_;
    if (absl::Status made = MakeMore(); !made.ok()) {
      broken_ =
          WriteStopError(WriteStop::kKeys, absl::StrCat("this process cannot open new cases after: ", made.message()));
      if (SaysDiskFull(made)) broken_.SetPayload(kDiskFullPayload, absl::Cord());
      return broken_;
    }
  }
  return next_id_++;
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
    const rocksdb::Status put = batch.Put(SizeKey(id), WrapKey(master_, id, key));
    if (!put.ok()) return FromRocksdb(put, "creating data keys");
  }
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status written = database_->db().Write(synced, &batch);
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
  absl::StatusOr<Key256> key = UnwrapKey(master_, key_id, **row);
  if (!key.ok()) return key.status();
  absl::MutexLock lock(&mutex_);
  if (unwrapped_.size() > kUnwrappedMax) unwrapped_.clear();
  unwrapped_[key_id] = *key;
  return key;
}

}  // namespace casejournal::eventstore
