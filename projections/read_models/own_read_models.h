// Read models belong to the log that they were built from, and can be made again from it. Those of another journal, or
// of a lost state of this one, have wrong rows without any sign of it; damaged ones have none. Both are moved away.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "eventstore/event_log.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::projections {

// Why a store cannot be used, and what its directory is called when it is put away.
struct Misfit {
  std::string why;  // after "the rows": "are damaged (...)"
  absl::string_view suffix;
};

// Open `store` if that is needed, and find out whether it can be used: it is sound as far as is known, and was built
// from `log` in each of the families. Errors: that cannot be found out now, as ReadModelStore::Recover; or the log
// cannot be read.
absl::StatusOr<std::optional<Misfit>> FindMisfit(const eventstore::EventLog& log, ReadModelStore& store,
                                                 const std::vector<std::string>& families,
                                                 const absl::Notification* stop = nullptr);

// Let `store` be open and usable. What a swap that was interrupted left (rebuild.h) is used. The log is only read.
//   kAborted  the store was damaged, and was moved to `<directory>.damaged`, or of another log, and was moved to
//             `<directory>.other`, each instead of what was moved there before. The message says what, why, and where.
//             The next call opens an empty store.
//   Others    as FindMisfit, and ReadModelStore::PutAway.
absl::Status TakeOwn(const eventstore::EventLog& log, ReadModelStore& store, const std::vector<std::string>& families,
                     const absl::Notification* stop = nullptr);

// After a step that used `store` failed with `error`: the same error; but if the reason was damage, the store is put
// away at once (kAborted, as above).
absl::Status AfterError(const absl::Status& error, const eventstore::EventLog& log, ReadModelStore& store,
                        const std::vector<std::string>& families, const absl::Notification* stop);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_OWN_READ_MODELS_H_
