#include "services/queries/paging.h"

namespace casejournal::services {

absl::StatusOr<eventstore::Position> WaitForModels(const Backend& backend, const uint64_t* position, absl::Time deadline) {
  if (position != nullptr) {
    absl::Status waited = backend.worker.WaitFor(SizeWith(*position), deadline);
    if (!waited.ok()) return waited;
  }
  if (absl::Status running = backend.worker.status(); !running.ok()) return running;
  const eventstore::Position complete = backend.worker.position();
  return complete == 0 ? 0 : complete - 1;
}

}  // namespace casejournal::services
