// The data keys: one per stream, wrapped under the master key, in a small RocksDB of its own with its own backups.
// A destroyed key leaves its row, so that "forgotten" can be told from "lost".
#ifndef CASEJOURNAL_EVENTSTORE_KEYS_KEY_STORE_H_
#define CASEJOURNAL_EVENTSTORE_KEYS_KEY_STORE_H_

#include <cstdint>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/seal/xaes_256_gcm.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"

namespace casejournal::eventstore {

// Safe for concurrent use.
class KeyStore {
 public:
  // Makes the master key and an empty store.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Create(const DataPaths& paths);
  //   kDataLoss  the master key is missing, damaged, or not the one that the store was made with.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Open(const DataPaths& paths, Database::Mode mode);

  // The id of a key that no stream has used. Its row was synced before this returns. An id whose first use is never
  // recorded is skipped for ever.
  //   WriteStop::kKeys  keys could not be stored, now or before: the store takes no more writes in this process, since
  //                     RocksDB resumes by itself upon what its own log can no longer take. Keys that are there stay
  //                     readable.
  absl::StatusOr<uint64_t> Claim();
  // OK, or the error that Claim gives from now on where it would have to store keys.
  absl::Status Broken() const;

  //   kNotFound  there is no such key: it is lost, since a destroyed key leaves a row.
  //   kDataLoss  its row is damaged.
  absl::StatusOr<Key256> Key(uint64_t key_id) const;

  // The highest id that was there when the store was opened or made; 0 where there was none.
  uint64_t last_id() const { return first_new_id_ - 1; }

  Database& database() const { return *database_; }

 private:
  KeyStore(std::unique_ptr<Database> database, Key256 master, uint64_t next_id);
  absl::Status MakeMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckMaster() const;

  const std::unique_ptr<Database> database_;
  const Key256 master_;
  const uint64_t first_new_id_;
  mutable absl::Mutex mutex_;
  absl::Status broken_ ABSL_GUARDED_BY(mutex_);  // the latch
  uint64_t next_id_ ABSL_GUARDED_BY(mutex_);
  uint64_t made_until_ ABSL_GUARDED_BY(mutex_);
  mutable absl::flat_hash_map<uint64_t, Key256> unwrapped_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_KEYS_KEY_STORE_H_
