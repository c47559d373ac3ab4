// Which master keys the data keys of a journal need. Opens none of them.
#ifndef CASEJOURNAL_EVENTSTORE_KEYS_WRAPPING_KEYS_H_
#define CASEJOURNAL_EVENTSTORE_KEYS_WRAPPING_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/records/master_key_source.h"

namespace casejournal::eventstore {

struct WrappingKeys {
  std::vector<WrappingKeyUse> uses;  // by name; also keys of the source that wrap nothing
  absl::Status source;               // why the source could not be read; `newest` and `in_source` are then false
};

// List them for the journal in `directory`, which no process has open. Changes nothing.
//   kDataLoss  a row is damaged. kNotFound, kUnavailable, Others  as EventLog::Open.
absl::StatusOr<WrappingKeys> ListWrappingKeys(const std::string& directory, const MasterKeySource& master_keys);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_KEYS_WRAPPING_KEYS_H_
