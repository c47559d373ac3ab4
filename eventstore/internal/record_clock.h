// The recorded time of appends: never backwards, and never at or before an instant that was answered for.
#ifndef CASEJOURNAL_EVENTSTORE_INTERNAL_RECORD_CLOCK_H_
#define CASEJOURNAL_EVENTSTORE_INTERNAL_RECORD_CLOCK_H_

#include <cstdint>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace casejournal::eventstore {

// A step forward by more than this, or a clock behind the last recorded time by more than kClampUsMax, stops appends
// until an operator confirms.
inline constexpr int64_t kForwardStepUsMax = 5'000'000;
inline constexpr int64_t kClampUsMax = 60'000'000;

// Safe for concurrent use. Times are microseconds since 1970-01-01 UTC.
class RecordClock {
 public:
  // `last_us`: the last recorded time in the log. `steady_us` only runs forward and knows no steps.
  RecordClock(std::function<int64_t()> now_us, std::function<int64_t()> steady_us, int64_t last_us);

  // Whether the clock may be believed now.
  //   kUnavailable  it stepped; says by how much and what to do. Stays so until Confirm.
  absl::Status Check();
  // The operator says that the clock is right, also where it is behind the log: until it has caught up, groups are given
  // the last recorded time.
  void Confirm();

  // Begins a group and gives its recorded time: max(last, now), and after every closed instant.
  int64_t BeginGroup();
  // The group is visible to readers, or failed.
  void EndGroup();

  // After OK no group has, or will be given, a time at or before `instant_us` without being visible already. Waits for
  // the group under way.
  //   kFailedPrecondition  the instant is not over.
  absl::Status Close(int64_t instant_us);

 private:
  absl::Status CheckLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::function<int64_t()> now_us_;
  const std::function<int64_t()> steady_us_;
  absl::Mutex mutex_;
  int64_t last_us_ ABSL_GUARDED_BY(mutex_);
  int64_t closed_us_ ABSL_GUARDED_BY(mutex_);
  int64_t seen_now_us_ ABSL_GUARDED_BY(mutex_);
  int64_t seen_steady_us_ ABSL_GUARDED_BY(mutex_);
  bool group_under_way_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status stopped_ ABSL_GUARDED_BY(mutex_);
  bool behind_confirmed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_INTERNAL_RECORD_CLOCK_H_
