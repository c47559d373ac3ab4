// The only loop that follows the log: it waits for entries, gathers them under load, and goes on after an error that
// passes.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_LOG_FOLLOWER_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_LOG_FOLLOWER_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "eventstore/event_log.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/steady_time.h"
#include "projections/read_models/change_signal.h"

namespace casejournal::projections {

// What a step has reached.
struct FollowedTo {
  eventstore::Position complete = 0;  // what follows has everything before it; may be less than after an earlier step
  eventstore::Position read = 0;      // the next step begins with this entry
  size_t entries = 0;                 // that this step took
  bool more = false;                  // something is left to do besides new entries
  bool rests = false;                 // rest as long as the step took, also if entries wait
  eventstore::Deadline until = eventstore::Deadline::Never();  // without new entries, the next step is then
};

// A limited part of the work. It ends early, with any result, when `stop` is notified. After an error, the next step
// begins where the last complete one ended; after kAborted, at the first entry, because what was there is put away. The
// message then says so.
using FollowStep = std::function<absl::StatusOr<FollowedTo>(const absl::Notification& stop)>;

// Called once with an error when following fails, once more if it then fails for good or begins anew, and with OK when
// everything is made up for. Runs on the thread that follows, before WaitFor and status() change. Must not block.
using FollowReport = std::function<void(const absl::Status&)>;

// Takes one step after the other, in its own thread, and sleeps while there is nothing to do. Safe for concurrent use.
class LogFollower {
 public:
  // `name` is the subject of its messages: "the due list". Its thread is named after it. `changed`, if given, is
  // notified after each step that did something, and after each failure, when position() and status() show it. `log`
  // and `changed` must outlive it. It begins as if a step had ended with `begins`.
  LogFollower(const eventstore::EventLog& log, std::string name, FollowStep step, FollowReport report,
              ChangeSignal* changed = nullptr, const absl::Status& begins = absl::OkStatus());
  // Stop the thread, and wait until it ends.
  ~LogFollower();

  // Take the next step soon, whatever the thread waits for.
  void Wake();

  // Wait until a step is complete up to `position`.
  //   kDeadlineExceeded  none is by then.
  //   Otherwise status(), at once; but while it begins anew, whoever waits for more than there is waits as long as he
  //   would otherwise.
  absl::Status WaitFor(eventstore::Position position, eventstore::Deadline deadline) const;

  // The last step was complete up to here.
  eventstore::Position position() const;

  // OK while it follows.
  //   kUnavailable              the last step failed, or what it failed to do is not yet made up for. The message gives
  //                             the reason. It tries again, first after 100 ms, and later every 30 s. Or it began anew,
  //                             and has not made up for that yet.
  //   kUnimplemented, kDataLoss  it stopped, because the step would fail again: the error of the step.
  absl::Status status() const;

 private:
  void Run();
  void Advance(const FollowedTo& step);
  bool Fail(const absl::Status& error);
  void Rest(absl::Duration at_most);
  void Gather(const FollowedTo& step);
  bool IsWanted() const;
  void NotifyChanged() const;

  const eventstore::EventLog& log_;
  const std::string name_;
  const FollowStep step_;
  const FollowReport report_;
  ChangeSignal* const changed_;
  absl::Notification stop_;
  eventstore::SteadyPause retry_;         // after a failure; woken at the end
  mutable eventstore::SteadyPause rest_;  // also woken by a caller who waits
  eventstore::Position make_up_to_ = 0;   // used by the thread: it failed when the log had this size
  absl::Duration pause_;                  // used by the thread: after the next failure
  mutable absl::Mutex mutex_;
  eventstore::Position position_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable eventstore::Position wanted_ ABSL_GUARDED_BY(mutex_) = 0;  // the highest position that a caller waits for
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool anew_ ABSL_GUARDED_BY(mutex_) = false;  // the reason of status_ is that it began anew
  std::thread thread_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_LOG_FOLLOWER_H_
