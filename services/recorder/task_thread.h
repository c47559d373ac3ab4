// A thread that runs its tasks in order.
#ifndef CASEJOURNAL_SERVICES_RECORDER_TASK_THREAD_H_
#define CASEJOURNAL_SERVICES_RECORDER_TASK_THREAD_H_

#include <deque>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace casejournal::services {

// Safe for concurrent use. The destructor runs the tasks that are still waiting.
class TaskThread {
 public:
  using Task = absl::AnyInvocable<void()>;

  TaskThread();
  ~TaskThread();
  void Run(Task task);

 private:
  void Loop();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !tasks_.empty(); }

  absl::Mutex mutex_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_TASK_THREAD_H_
