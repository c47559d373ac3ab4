// The states of lists that clients are paging through. All pages of a list have the same state, so that no row is
// missed.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LIST_CURSORS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LIST_CURSORS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "eventstore/records/stream_id.h"
#include "projections/read_models/store/read_model_store.h"
#include "services/access/clocks.h"

namespace casejournal::services {

using FrozenRows = projections::ReadModelStore::Frozen;

struct ListState {
  std::shared_ptr<const FrozenRows> rows;   // null for a list that is made from records
  eventstore::Position as_of_position = 0;  // the list has all entries up to this position
  std::string day;                          // for a list that depends on the day of the request
  std::string of;                           // for whom and of what (ListOf); only the same continues it
};

// Keeps a state for 10 minutes after its last page, and at most 256 lists, evicting the least recently used first. Safe
// for concurrent use. The stores of the states must outlive it.
class ListCursors {
 public:
  static constexpr absl::Duration kUnusedMax = absl::Minutes(10);
  static constexpr size_t kListsMax = 256;

  explicit ListCursors(std::function<absl::Time()> now = SteadyNow) : now_(std::move(now)) {}

  // Keep the state, and return a name to find it again.
  std::string Keep(std::shared_ptr<const ListState> state);
  //   kAborted  it is no longer kept, or this process never kept it: the client requests the first page again.
  absl::StatusOr<std::shared_ptr<const ListState>> Find(const std::string& name);
  // The error of Find.
  static absl::Status NotKept();

 private:
  struct Kept {
    std::shared_ptr<const ListState> state;
    absl::Time used;
  };
  void Forget(size_t lists_max) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::function<absl::Time()> now_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Kept> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LIST_CURSORS_H_
