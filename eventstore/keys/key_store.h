// The data keys: one per stream, wrapped with a master key, in a small RocksDB of their own with its own backups.
// Each row names the key that wraps it (wrapped_key.h). A destroyed key leaves its row, so that "forgotten" differs
// from "lost".
#ifndef CASEJOURNAL_EVENTSTORE_KEYS_KEY_STORE_H_
#define CASEJOURNAL_EVENTSTORE_KEYS_KEY_STORE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/records/master_key_source.h"
#include "eventstore/seal/key256.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

// Safe for concurrent use.
class KeyStore {
 public:
  // Create the master key, unless it comes from elsewhere and is there, and an empty store. Errors as MakeMasterKeys.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Create(const DataPaths& paths);
  //   kDataLoss  the master key is missing, damaged, or not the one that wrapped row 0; the message says which.
  //   Others as ReadMasterKeys.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Open(const DataPaths& paths, Database::Mode mode);

  // Return the id of a key that no stream has used. Its row is synced before this returns. An id whose first use is
  // never recorded is skipped forever.
  //   WriteStop::kKeys  keys could not be stored, now or before. The store rejects further writes in this process,
  //   because RocksDB resumes on its own after a failure of its log. Existing keys stay readable.
  absl::StatusOr<uint64_t> Claim();
  // Return OK, or the error that Claim returns from now on if it has to store keys.
  absl::Status Broken() const;

  //   kNotFound  there is no such key: it is lost, because a destroyed key leaves a row.
  //   kDataLoss  its row is damaged, or another master key wrapped it; the message says which.
  absl::StatusOr<Key256> Key(uint64_t key_id) const;

  // Use `now` from here on, and wrap every row with its newest key: in batches, each synced, row 0 with the last one,
  // so that a store whose row 0 names a key needs no other. Then remove the earlier rows from the files. Other calls go
  // on meanwhile. `progress` is called with `done` == `total` once, before the last batch is written, and not if
  // nothing has to be wrapped: until it returns, the rotation is not done, and FindRotation finds it (wrapping_keys.h).
  // Before that it is called after each batch. False ends the rotation, which the next one continues.
  //   kFailedPrecondition  a row is wrapped with a key that `now` does not have; nothing was changed.
  //   kResourceExhausted   a rotation is under way.
  //   kDataLoss            a row is damaged; the message has its number.
  //   kCancelled           `progress` returned false.
  //   kUnavailable         rows cannot be written, now or before; the error of Claim from now on.
  absl::StatusOr<RotatedKeys> Rotate(MasterKeys now, absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress);

  // The highest id when the store was opened or created, or 0.
  uint64_t last_id() const { return first_new_id_ - 1; }

  Database& database() const { return *database_; }

 private:
  KeyStore(std::unique_ptr<Database> database, MasterKeys masters, uint64_t next_id);
  absl::Status MakeMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Break(const absl::Status& why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckMaster() const;
  std::shared_ptr<const MasterKeys> Masters() const;
  absl::Status TakeMasters(std::shared_ptr<const MasterKeys> now, uint64_t* rows);
  absl::Status WriteRows(rocksdb::WriteBatch& batch);

  const std::unique_ptr<Database> database_;
  const uint64_t first_new_id_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const MasterKeys> masters_ ABSL_GUARDED_BY(mutex_);
  std::atomic<bool> rotating_ = false;
  absl::Status broken_ ABSL_GUARDED_BY(mutex_);  // the latch
  uint64_t next_id_ ABSL_GUARDED_BY(mutex_);
  uint64_t made_until_ ABSL_GUARDED_BY(mutex_);
  mutable absl::flat_hash_map<uint64_t, Key256> unwrapped_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_KEYS_KEY_STORE_H_
