// The recorded time of appends: never backwards, and never at or before an instant that was answered for.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_RECORD_CLOCK_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_RECORD_CLOCK_H_

#include <cstdint>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/commit/clock_mark.h"

namespace casejournal::eventstore {

// A step forward by more than this, or a clock behind the last recorded or closed time by more than kClampUsMax, stops
// appends until an operator confirms.
inline constexpr int64_t kForwardStepUsMax = 5'000'000;
inline constexpr int64_t kClampUsMax = 60'000'000;

// Safe for concurrent use. Times are microseconds since 1970-01-01 UTC.
class RecordClock {
 public:
  // Stores a mark so that the next process finds it.
  using Keep = std::function<absl::Status(const ClockMark&)>;

  // `last_us`: the last recorded time in the log. `mark`: what the process before this one kept. `steady_us` only runs
  // forward and knows no steps.
  RecordClock(std::function<int64_t()> now_us, std::function<int64_t()> steady_us, int64_t last_us, ClockMark mark,
              Keep keep);

  // Whether the clock may be believed now.
  //   WriteStop::kClock  it stepped; says by how much and what to do. Stays so until Confirm, also in the next process.
  absl::Status Check();
  // What Check would answer now. Nothing stays: a step that is taken back before anything is appended harms nothing.
  absl::Status Look() const;
  // The operator says that the clock is right, also where it is behind the log: until it has caught up, groups are
  // given the last recorded time.
  absl::Status Confirm();

  // Begins a group and gives its recorded time: max(last, now), and after every closed instant.
  int64_t BeginGroup();
  // The group is visible to readers, or failed.
  void EndGroup();

  // After OK no group has, or will be given, a time at or before `instant_us` without being visible already: not in
  // this process, and not in a later one whose clock was set back. Waits for the group under way.
  //   kFailedPrecondition  the instant is not over.
  //   Others               it could not be kept; nothing was closed.
  absl::Status Close(int64_t instant_us);

 private:
  ClockMark StateNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  ClockMark MarkAt(int64_t now, int64_t steady) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Closed(int64_t instant_us);

  const std::function<int64_t()> now_us_;
  const std::function<int64_t()> steady_us_;
  const Keep keep_;
  // Held while a mark is stored, so that the last one stored is the newest; never together with a group's work.
  absl::Mutex keep_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  mutable absl::Mutex mutex_;
  int64_t last_us_ ABSL_GUARDED_BY(mutex_);
  ClockMark mark_ ABSL_GUARDED_BY(mutex_);
  int64_t seen_now_us_ ABSL_GUARDED_BY(mutex_);
  int64_t seen_steady_us_ ABSL_GUARDED_BY(mutex_);
  bool group_under_way_ ABSL_GUARDED_BY(mutex_) = false;
  bool behind_confirmed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_RECORD_CLOCK_H_
