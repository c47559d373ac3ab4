// The states that lists under way are read from: all pages of a list are of one state, so that nothing falls between
// them.
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
#include "projections/read_models/read_model_store.h"

namespace casejournal::services {

using FrozenRows = projections::ReadModelStore::Frozen;

struct ListState {
  std::shared_ptr<const FrozenRows> rows;
  eventstore::Position as_of_position = 0;  // everything up to it is in the rows
  std::string day;                          // of a list that depends on the day when it is asked for
};

// A state is kept for 10 minutes after its last page, of at most 256 lists: the one longest unused goes first. Safe for
// concurrent use. The stores of the states must outlive it.
class ListCursors {
 public:
  static constexpr absl::Duration kUnusedMax = absl::Minutes(10);
  static constexpr size_t kListsMax = 256;

  explicit ListCursors(std::function<absl::Time()> now = absl::Now) : now_(std::move(now)) {}

  // Returns the name under which the state is found again.
  std::string Keep(std::shared_ptr<const ListState> state);
  //   kAborted  it is kept no longer, or never was by this process: the list begins again.
  absl::StatusOr<std::shared_ptr<const ListState>> Find(const std::string& name);

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
