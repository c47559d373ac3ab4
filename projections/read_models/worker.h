// Feeds every projection from the log, in the order of positions.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "eventstore/event_log.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/change_signal.h"
#include "projections/read_models/log_follower.h"
#include "projections/read_models/projection.h"
#include "projections/read_models/store/read_model_store.h"

namespace casejournal::projections {

// All projections.
std::vector<std::unique_ptr<Projection>> AllProjections();
std::vector<std::string> ProjectionNames();

// Returns the record of a case with at least the revision `at_least`. It may have later ones: then rows are ahead of
// their checkpoint, and are written again when the later entries come.
using RecordSource =
    std::function<absl::StatusOr<CaseRecord>(const eventstore::Uuid& case_id, eventstore::Revision at_least)>;

// Folds the records from the log, and holds those of the latest cases: in about `bytes_max` bytes and one record, so
// that a case that comes again is not read again. `log` must outlive it.
RecordSource FoldFromLog(const eventstore::EventLog& log, size_t bytes_max = size_t{128} << 20);

// Rows to write, for each of AllProjections.
using NewRows = std::vector<std::vector<std::pair<std::string, std::string>>>;
// Add the rows of an entry about access, or about a reader. There are none for other entries.
absl::Status AddAccessRows(const eventstore::EventLog& log, const eventstore::PlacedHeader& placed,
                           const std::vector<std::unique_ptr<Projection>>& projections, NewRows& rows);

// Feeds the projections of one store from a log. Not for concurrent use.
class Feeder {
 public:
  // `log` and `store` must outlive it.
  Feeder(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records);

  // Process one batch. Return the position up to which all projections are complete. The headers tell which cases
  // changed; the records give their current content. After an error, the next step begins with what the store has.
  //   kUnimplemented  an event that this program does not know: nothing is skipped, and nothing was changed.
  //   kDataLoss       the store was fed from another log (own_read_models.h).
  //   kCancelled      `stop` was notified before the batch was done; nothing of it was written.
  // Entries from `end` on are not taken.
  absl::StatusOr<eventstore::Position> Step(const absl::Notification* stop = nullptr,
                                            eventstore::Position end = ~eventstore::Position{0});

 private:
  absl::Status Start();
  absl::Status TakePage(const absl::Notification* stop, eventstore::Position end);
  absl::Status Apply(const std::vector<eventstore::PlacedHeader>& page, const absl::Notification* stop);

  const eventstore::EventLog& log_;
  ReadModelStore& store_;
  const std::vector<std::unique_ptr<Projection>> projections_;
  std::vector<eventstore::Position> checkpoints_;  // per projection
  eventstore::Position next_ = 0;
  bool started_ = false;
  uint64_t opening_ = 0;  // of the store, when it started
  RecordSource records_;
};

// A Feeder that follows the log (log_follower.h). It opens the store, and puts away what is damaged or of another log
// (own_read_models.h). What a rebuild left when the process ended is removed. Safe for concurrent use.
class Worker {
 public:
  // `changed` as in LogFollower. `log`, `store`, and `changed` must outlive it.
  Worker(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records, FollowReport report = nullptr,
         ChangeSignal* changed = nullptr);
  ~Worker();

  // As LogFollower: how far the read models are.
  absl::Status WaitFor(eventstore::Position position, eventstore::Deadline deadline) const {
    return follower_.WaitFor(position, deadline);
  }
  eventstore::Position position() const { return follower_.position(); }
  absl::Status status() const { return follower_.status(); }

  // The read models that it feeds.
  const ReadModelStore& store() const { return store_; }

  // Let the thread that follows run `task` between two steps, when nobody else writes to the store. It must not take
  // long. `waits` is asked about ten times a second whether
  // to wait for that. Return whether `task` was run. Not for concurrent use with itself.
  //   Errors as status(): it stopped.
  absl::StatusOr<bool> RunBetweenSteps(absl::FunctionRef<void(ReadModelStore& store)> task,
                                       absl::FunctionRef<bool()> waits);

 private:
  absl::StatusOr<FollowedTo> Step(const absl::Notification& stop);
  void RunTask();

  const eventstore::EventLog& log_;
  ReadModelStore& store_;
  const std::vector<std::string> families_;
  Feeder feeder_;
  eventstore::Position done_ = 0;  // used by the thread
  absl::Mutex mutex_;
  absl::FunctionRef<void(ReadModelStore&)>* task_ ABSL_GUARDED_BY(mutex_) = nullptr;  // null when it was run
  bool runs_task_ ABSL_GUARDED_BY(mutex_) = false;
  LogFollower follower_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_
