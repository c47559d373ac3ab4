// Which master keys the data keys of a journal need. Opens none of them.
#ifndef CASEJOURNAL_EVENTSTORE_KEYS_WRAPPING_KEYS_H_
#define CASEJOURNAL_EVENTSTORE_KEYS_WRAPPING_KEYS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/records/master_key_source.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::eventstore {

class Database;

struct WrappingKeys {
  std::vector<WrappingKeyUse> uses;  // by name; also keys of the source that wrap nothing
  absl::Status source;               // why the source could not be read; `newest` and `in_source` are then false
};

// List them for the journal in `directory`, which no process has open. Changes nothing.
//   kDataLoss  a row is damaged. kNotFound, kUnavailable, Others  as EventLog::Open.
absl::StatusOr<WrappingKeys> ListWrappingKeys(const std::string& directory, const MasterKeySource& master_keys);

// A rotation (KeyStore::Rotate) that is not done.
struct UnfinishedRotation {
  // The same however often the rotation is interrupted, and another one for each rotation: derived from row 0, which is
  // written anew with the last batch of each, and from the name of the key.
  Uuid id;
  WrappingKeyId newest{};  // the first key of the source
  // Data keys that are wrapped again, also before an interruption, or made with the new key meanwhile.
  uint64_t keys = 0;
};

// Return the rotation of `keys`, an open key store, to the first key of the source of the journal in `directory`.
//   kDataLoss  a row is damaged. Others as ReadMasterKeys.
absl::StatusOr<UnfinishedRotation> FindRotation(const Database& keys, const std::string& directory,
                                                const MasterKeySource& master_keys);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_KEYS_WRAPPING_KEYS_H_
