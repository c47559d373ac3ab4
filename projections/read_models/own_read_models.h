// Read models belong to the log that they were built from. Those of another journal, or of a lost state of this one,
// are moved away and rebuilt, because their rows would be wrong without any sign of it.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "projections/read_models/read_model_store.h"

namespace casejournal::projections {

struct OwnReadModels {
  std::unique_ptr<ReadModelStore> store;
  // Where the read models of another log were moved. Empty: there were none.
  std::string put_away;
};

// Open or create the store in `directory`. A store of another log is renamed to `<directory>.other` and replaces one
// that was moved before. Errors as ReadModelStore::Open, and of the renaming.
absl::StatusOr<OwnReadModels> OpenOwnReadModels(const eventstore::EventLog& log, const std::string& directory,
                                                const std::vector<std::string>& families);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_
