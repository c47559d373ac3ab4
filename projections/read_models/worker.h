// The one loop that feeds every projection, in the order of positions.
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

// Every projection there is.
std::vector<std::unique_ptr<Projection>> AllProjections();
std::vector<std::string> ProjectionNames();

// Gives the record of a case that holds at least the revision `at_least`, and maybe later ones: rows may then be ahead
// of their checkpoint, and are written again when it comes to the later entries.
using RecordSource =
    std::function<absl::StatusOr<CaseRecord>(const eventstore::Uuid& case_id, eventstore::Revision at_least)>;

// Folds the records from the log, and holds those of the cases that came last. `log` must outlive it.
RecordSource FoldFromLog(const eventstore::EventLog& log);

// Feeds the projections of one store from a log. Not for concurrent use.
class Feeder {
 public:
  // `log` and `store` must outlive it.
  Feeder(const eventstore::EventLog& log, ReadModelStore& store, RecordSource records);

  // Takes one batch further; says up to which position all projections are now complete. The headers say which cases
  // changed; what they are now is asked of the records.
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

// A Feeder in a thread of its own. Safe for concurrent use.
class Worker {
 public:
  Worker(eventstore::EventLog& log, ReadModelStore& store, RecordSource records);
  // Wakes the log's waiters (EventLog::WakeWaiters), among them its own thread.
  ~Worker();

  // Waits until everything before `position` is in the read models.
  //   kDeadlineExceeded  it is not by then.
  //   Otherwise the error that stopped the worker: it names the position.
  absl::Status WaitFor(eventstore::Position position, absl::Time deadline) const;

  // Everything before this position is in the read models.
  eventstore::Position position() const;
  // OK while it runs.
  absl::Status status() const;

 private:
  void Loop();
  void Gather(eventstore::Position from, absl::Duration at_most) const;
  bool Wanted(eventstore::Position from) const;

  eventstore::EventLog& log_;
  Feeder feeder_;
  mutable absl::Mutex mutex_;
  eventstore::Position position_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable eventstore::Position wanted_ ABSL_GUARDED_BY(mutex_) = 0;  // the furthest that somebody waits for
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_WORKER_H_
