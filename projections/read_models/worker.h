// The only loop that feeds every projection, in the order of positions.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/event_log.h"
#include "projections/read_models/projection.h"
#include "projections/read_models/read_model_store.h"

namespace casejournal::projections {

// All projections.
std::vector<std::unique_ptr<Projection>> AllProjections();
std::vector<std::string> ProjectionNames();

// Returns the record of a case with at least the revision `at_least`. It may have later ones: then rows are ahead of
// their checkpoint, and are written again when the later entries come.
using RecordSource =
    std::function<absl::StatusOr<CaseRecord>(const eventstore::Uuid& case_id, eventstore::Revision at_least)>;

// Folds the records from the log, and holds those of the latest cases. `log` must outlive it.
RecordSource FoldFromLog(const eventstore::EventLog& log);

// Feeds the projections of one store from a log. Not for concurrent use.
class Feeder {
 public:
  // `log` and `store` must outlive it.
  Feeder(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records);

  // Process one batch. Return the position up to which all projections are complete. The headers tell which cases
  // changed; the records give their current content.
  //   kUnimplemented  an event that this program does not know: nothing is skipped, and nothing was changed.
  //   kDataLoss       the store was fed from another log (own_read_models.h).
  absl::StatusOr<eventstore::Position> Step();

 private:
  absl::Status Start();
  absl::Status Apply(const std::vector<eventstore::PlacedHeader>& page);

  const eventstore::EventLog& log_;
  ReadModelStore& store_;
  const std::vector<std::unique_ptr<Projection>> projections_;
  std::vector<eventstore::Position> checkpoints_;  // per projection
  eventstore::Position next_ = 0;
  bool started_ = false;
  RecordSource records_;
};

// A Feeder in its own thread. Safe for concurrent use.
class Worker {
 public:
  // `log` and `store` must outlive it.
  Worker(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records);
  // Stop the thread: wake the log's waiters (EventLog::WakeWaiters), and wait until the thread ends.
  ~Worker();

  // Wait until everything before `position` is in the read models.
  //   kDeadlineExceeded  it is not in them by then.
  //   Otherwise the error that stopped the worker, which names the position.
  absl::Status WaitFor(eventstore::Position position, absl::Time deadline) const;

  // Everything before this position is in the read models.
  eventstore::Position position() const;
  // OK while it runs.
  absl::Status status() const;
  // The read models that it feeds.
  const ReadModelStore& store() const { return store_; }

 private:
  void Loop();
  void Gather(eventstore::Position from, absl::Duration at_most) const;
  bool Wanted(eventstore::Position from) const;

  const eventstore::EventLog& log_;
  const ReadModelStore& store_;
  Feeder feeder_;
  mutable absl::Mutex mutex_;
  eventstore::Position position_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable eventstore::Position wanted_ ABSL_GUARDED_BY(mutex_) = 0;  // the highest position that a caller waits for
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_
