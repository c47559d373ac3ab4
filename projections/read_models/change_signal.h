// Tells a thread that waits for any of several things that one of them changed.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_CHANGE_SIGNAL_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_CHANGE_SIGNAL_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/system/deadline.h"

namespace casejournal::projections {

// Safe for concurrent use.
class ChangeSignal {
 public:
  // Something changed. Does not block.
  void Notify() {
    absl::MutexLock lock(&mutex_);
    ++count_;
  }

  // How often Notify was called. Read it before you look at what may have changed, and pass it to WaitFor.
  uint64_t count() const {
    absl::MutexLock lock(&mutex_);
    return count_;
  }

  // Wait until count() differs from `seen`, at most until `deadline`.
  void WaitFor(uint64_t seen, eventstore::Deadline deadline) const {
    absl::MutexLock lock(&mutex_);
    const auto changed = [this, seen] {
      mutex_.AssertReaderHeld();
      return count_ != seen;
    };
    eventstore::AwaitUntil(mutex_, absl::Condition(&changed), deadline);
  }

 private:
  mutable absl::Mutex mutex_;
  uint64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_CHANGE_SIGNAL_H_
