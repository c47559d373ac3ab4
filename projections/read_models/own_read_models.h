// Read models belong to the log that they were made from. Those of another journal, or of a state of this one that was
// lost and continued otherwise, are put away and made again: their rows would be wrong without any sign of it.
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
  // Where others were put that lay in the place of these; empty: there were none.
  std::string put_away;
};

// Opens the store in `directory`, or makes it. One of another log becomes `<directory>.other`, and takes the place of
// what was put away so before. Errors as ReadModelStore::Open, and of the moving.
absl::StatusOr<OwnReadModels> OpenOwnReadModels(const eventstore::EventLog& log, const std::string& directory,
                                                const std::vector<std::string>& families);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_
