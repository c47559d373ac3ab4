// The master keys of a journal, read from their source.
#ifndef CASEJOURNAL_EVENTSTORE_KEYS_MASTER_KEYS_H_
#define CASEJOURNAL_EVENTSTORE_KEYS_MASTER_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/keys/wrapped_key.h"
#include "eventstore/records/master_key_source.h"
#include "eventstore/seal/key256.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {

// At least one key, the newest first. Every copy wipes its keys when it ends its life. No function shows a key.
class MasterKeys {
 public:
  // `newest_first` must not be empty.
  explicit MasterKeys(std::vector<Key256> newest_first);

  const Key256& newest() const { return keys_.front().key; }
  const WrappingKeyId& newest_id() const { return keys_.front().id; }
  std::vector<WrappingKeyId> ids() const;
  // Null: the source does not have it.
  const Key256* Find(const WrappingKeyId& id) const;

  // Return the key in a row of the key store, under whichever of the keys wrapped it.
  //   kDataLoss  none of them did: the message gives the names of all. Or as UnwrapKey.
  absl::StatusOr<Key256> Unwrap(uint64_t key_id, absl::string_view row) const;

 private:
  struct Named {
    Key256 key;
    WrappingKeyId id{};
  };
  std::vector<Named> keys_;
};

// Read the master keys of `paths`: one a line, each of 64 lower-case hexadecimal digits, the newest first. In a
// variable of the environment, commas may separate them.
//   kDataLoss     secrets/master.key is missing, or the text of the source is something else.
//   kUnavailable  another source is not there, or cannot be read now. kPermissionDenied: or must not be.
absl::StatusOr<MasterKeys> ReadMasterKeys(const DataPaths& paths);

// Check that MakeMasterKeys will find or make them: changes nothing. Errors as ReadMasterKeys.
absl::Status CheckMasterKeysForNew(const DataPaths& paths);

// Read them for a new journal. secrets/master.key is made with a new key, whether it exists or not; another file is
// made if it does not exist. Errors as CheckMasterKeysForNew.
absl::StatusOr<MasterKeys> MakeMasterKeys(const DataPaths& paths);

// A new random key as a line of a source. The caller must wipe the string (proofs/ed25519.h).
std::string NewMasterKeyLine();

// Put a new key before those in the file at `path`, or in the one that a link there names. The file keeps its owner and
// its permissions: a server of another user reads it. Return the name of the key.
//   kDataLoss     the file holds something else; nothing was changed.
//   kUnavailable  another process puts a key into it; nothing was changed. Others as ReadSmallFile and
//                 WriteFileDurably.
absl::StatusOr<WrappingKeyId> PutNewMasterKeyFirst(const std::string& path);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_KEYS_MASTER_KEYS_H_
