// Remembers whether the log accepts writes, and reports each change once.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_WRITE_STATE_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_WRITE_STATE_H_

#include <functional>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/records/write_stop.h"

namespace casejournal::eventstore {

// Safe for concurrent use.
class WriteState {
 public:
  using Tell = std::function<void(const absl::Status&)>;

  // `tell` may be empty. It must not block and must not call this object.
  explicit WriteState(Tell tell) : tell_(std::move(tell)) {}

  // Record a WriteStopError that was just found. Reports it if the reason changed.
  void Found(const absl::Status& stop) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    Keep(stop);
  }

  // Run `look`, store its result, and return it: OK, or a WriteStopError. What other threads find in the meantime is
  // reported after it.
  absl::Status Look(absl::FunctionRef<absl::Status()> look) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    const absl::Status writes = look();
    Keep(writes);
    return writes;
  }

 private:
  void Keep(const absl::Status& writes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const std::optional<WriteStop> why = WriteStopOf(writes);
    if (why == why_) return;
    why_ = why;
    if (tell_) tell_(writes);
  }

  const Tell tell_;
  absl::Mutex mutex_;  // held while reporting, so that changes are reported in order
  std::optional<WriteStop> why_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_WRITE_STATE_H_
