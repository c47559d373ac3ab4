// The recorded time of appends: never backwards, and never at or before an instant that was closed.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_RECORD_CLOCK_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_RECORD_CLOCK_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/commit/clock_mark.h"

namespace casejournal::eventstore {

// Appends stop until an operator confirms, if the clock steps forward by more than this, or is behind the last recorded
// or closed time by more than kClampUsMax.
inline constexpr int64_t kForwardStepUsMax = 5'000'000;
inline constexpr int64_t kClampUsMax = 60'000'000;

// Check that the clock shows a year from 1970 to 9998. Other years cannot be recorded or shown.
//   WriteStop::kClock  it does not. Unlike a step, this ends by itself.
absl::Status CheckYear(int64_t now_us);

// Safe for concurrent use. Times are microseconds since 1970-01-01 UTC.
class RecordClock {
 public:
  // Stores a mark for the next process.
  using Keep = std::function<absl::Status(const ClockMark&)>;

  // `last_us` is the last recorded time in the log. `mark` is what the previous process stored. `steady_us` is
  // monotonic and has no steps.
  RecordClock(std::function<int64_t()> now_us, std::function<int64_t()> steady_us, int64_t last_us, ClockMark mark,
              Keep keep);

  // Check whether the clock can be trusted now.
  //   WriteStop::kClock  it stepped; the message says by how much and what to do. This lasts until Confirm, also in the
  //   next process, if it could be stored.
  //   WriteStop::kClock  as CheckYear.
  absl::Status Check();
  // Return what Check would return now, without storing it: a step that is reversed before the next append has no
  // effect. A stop that Check could not store is stored, if that is possible now.
  absl::Status Look() const;
  // The operator confirms that the clock is right, even if it is behind the log. Until it has caught up, groups get the
  // last recorded time.
  absl::Status Confirm();

  // Begin a group and return its recorded time: max(last, now), and after every closed instant.
  int64_t BeginGroup();
  // The group is visible to readers, or nothing of it is recorded and never will be.
  void EndGroup();
  // Its write failed: it may be there after a restart, with the time that it was given.
  void LoseGroup();

  // Close an instant. After OK every group with a time at or before `instant_us` is visible, and none will get such a
  // time, in this process or in a later one whose clock was set back. Waits for the group in progress.
  //   kFailedPrecondition  the instant is not over.
  //   kUnavailable         it could not be stored; nothing was closed. Or a lost group may be in it.
  absl::Status Close(int64_t instant_us);

 private:
  void KeepStop() const;
  ClockMark StateNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  ClockMark MarkAt(int64_t now, int64_t steady) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Closed(int64_t instant_us);

  const std::function<int64_t()> now_us_;
  const std::function<int64_t()> steady_us_;
  const Keep keep_;
  // Held while a mark is stored, so that the last stored one is the newest. Never held during a group's work.
  mutable absl::Mutex keep_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  mutable absl::Mutex mutex_;
  int64_t last_us_ ABSL_GUARDED_BY(mutex_);
  ClockMark mark_ ABSL_GUARDED_BY(mutex_);
  mutable bool stop_kept_ ABSL_GUARDED_BY(mutex_) = true;  // the next process knows of the stop, if there is one
  int64_t seen_now_us_ ABSL_GUARDED_BY(mutex_);
  int64_t seen_steady_us_ ABSL_GUARDED_BY(mutex_);
  bool group_under_way_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<int64_t> lost_us_ ABSL_GUARDED_BY(mutex_);  // the time of the first lost group
  bool behind_confirmed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_RECORD_CLOCK_H_
