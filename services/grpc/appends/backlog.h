// The appends that were taken from callers and are not done, and whether one more would be done while its caller waits.
// A server to which more is sent than it can record must refuse the rest at once: if all waited, all would be answered
// too late.
#ifndef CASEJOURNAL_SERVICES_GRPC_APPENDS_BACKLOG_H_
#define CASEJOURNAL_SERVICES_GRPC_APPENDS_BACKLOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace casejournal::services {

// Safe for concurrent use. All times are those of one steady clock, which the caller reads.
class Backlog {
 public:
  // So many are always taken: they share the syncs of the log, and show how long one takes.
  static constexpr size_t kAlwaysTaken = 64;
  // A call without a deadline, or with a later one, waits so long.
  static constexpr absl::Duration kPatienceMax = absl::Seconds(10);
  // The same if more of its caller are under way: who waits long and sends much would else fill the queue for longer
  // than others wait.
  static constexpr absl::Duration kPatienceOfMore = absl::Seconds(2);

  // Who calls, as far as that is known before the call is looked at. Callers with the same number share one place in
  // the queue, so it decides who waits, and never who may do what.
  using CallerNumber = uint64_t;

  // What an append has in the backlog until it is done.
  struct Place {
    CallerNumber caller = 0;
    size_t ahead = 0;  // how many were not done when it came
    absl::Time came;
  };

  // Take an append whose caller waits for `patience`, unless it would probably be done too late. It would if it took
  // more than three eighths of that time; more than half, of a caller for whom no other is under way; more than a
  // quarter, of one for whom more are under way than for others on average. So those who send little are not refused
  // because of those who send much. The rest of the time is for what is not known here: how long the request waited
  // before somebody looked, and the way of the answer. Absent: it is not taken.
  std::optional<Place> Take(CallerNumber caller, absl::Duration patience, absl::Time now);
  // An append that was taken is done: recorded or not, it is about to be answered. Called once for each.
  void Done(const Place& place, absl::Time now);

  // How many are not done.
  size_t size() const;
  // How long one that came now would take.
  absl::Duration ExpectedWait() const;
  // RESOURCE_EXHAUSTED (SERVER_BUSY), with the time after which to retry.
  absl::Status Busy() const;

 private:
  double ShareOf(CallerNumber caller) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::Duration Expected() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  size_t size_ ABSL_GUARDED_BY(mutex_) = 0;
  // How long one append takes while many are under way: the time from its arrival until it is done, divided by the
  // number of those that were there by then, on average of the last ones. Zero: not known yet.
  absl::Duration each_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<CallerNumber, size_t> of_callers_ ABSL_GUARDED_BY(mutex_);  // those that are not done
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_APPENDS_BACKLOG_H_
