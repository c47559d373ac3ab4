// Wakes calls that wait for the log to grow. One thread waits for all of them.
#ifndef CASEJOURNAL_SERVICES_SUBSCRIPTIONS_LOG_WAITERS_H_
#define CASEJOURNAL_SERVICES_SUBSCRIPTIONS_LOG_WAITERS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// Safe for concurrent use. Outlives its waiters.
class LogWaiters {
 public:
  // One call. Not for concurrent use.
  class Waiter {
   public:
    // `wake` must not block and must not use the waiter. It is called from any thread, also from within WaitFor.
    Waiter(LogWaiters& all, std::function<void()> wake);
    // After this, `wake` is not called any more.
    ~Waiter();
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    // Call `wake` once, when the log has `size` or `stopping` is set. Replaces an earlier wait.
    void WaitFor(uint64_t size);

   private:
    friend class LogWaiters;
    using Place = std::multimap<uint64_t, Waiter*>::iterator;

    LogWaiters& all_;
    const std::function<void()> wake_;
    std::optional<Place> place_;  // guarded by the mutex of all_
  };

  // When `stopping` is set, call WakeWaiters of the log. `pace` is called after each round of wakes, and the next one
  // begins when it returns. `log` and `stopping` must outlive it.
  LogWaiters(const eventstore::EventLog& log, const std::atomic<bool>& stopping, std::function<void()> pace = nullptr);
  ~LogWaiters();

 private:
  void Run();
  bool WakeRipe() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return ended_ || !waiting_.empty(); }

  const eventstore::EventLog& log_;
  const std::atomic<bool>& stopping_;
  const std::function<void()> pace_;
  absl::Mutex mutex_;
  std::multimap<uint64_t, Waiter*> waiting_ ABSL_GUARDED_BY(mutex_);  // by the size that each waits for
  uint64_t awaited_ ABSL_GUARDED_BY(mutex_) = 0;                      // the size that the thread waits for
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SUBSCRIPTIONS_LOG_WAITERS_H_
