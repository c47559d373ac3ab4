// Threads that begin tasks in the order in which they are given. One thread does one after another.
#ifndef CASEJOURNAL_SERVICES_RECORDER_TASK_THREADS_H_
#define CASEJOURNAL_SERVICES_RECORDER_TASK_THREADS_H_

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace casejournal::services {

// Safe for concurrent use. The destructor runs the tasks that are still waiting.
class TaskThreads {
 public:
  using Task = absl::AnyInvocable<void()>;

  explicit TaskThreads(size_t count);
  ~TaskThreads();
  void Run(Task task);

 private:
  void Loop();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !tasks_.empty(); }

  absl::Mutex mutex_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_TASK_THREADS_H_
