// Threads for the work of calls whose answers may take long: as many as are needed at a time. They stay for a while,
// because a thread costs more to make than most answers.
#ifndef CASEJOURNAL_SERVICES_GRPC_UNARY_ANSWER_THREADS_H_
#define CASEJOURNAL_SERVICES_GRPC_UNARY_ANSWER_THREADS_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace casejournal::services {

struct AnswerThreadLimits {
  size_t threads = 512;
  // So many pieces of work may wait until a thread is free.
  size_t waiting = 1024;
  // A thread that has had nothing to do for so long ends.
  absl::Duration idle = absl::Seconds(10);
};

// Safe for concurrent use.
class AnswerThreads {
 public:
  using Work = absl::AnyInvocable<void()>;
  // Makes a thread that runs a function. Throws std::system_error if the system gives none.
  using MakeThread = std::function<std::thread(std::function<void()>)>;

  explicit AnswerThreads(AnswerThreadLimits limits = {}, MakeThread make = nullptr);
  // Wait until all work is done.
  ~AnswerThreads();

  // Leave `work` to a thread, in the order in which it came. Return false, and do nothing of it, if all threads work
  // and as many pieces wait as may, or if there is no thread and the system gives none.
  bool Leave(Work work);

  // How many threads there are.
  size_t size() const;

 private:
  using Threads = std::list<std::thread>;
  struct Idle {
    absl::CondVar called;
    bool is_called = false;
  };

  void Run(Threads::iterator self);
  bool Await() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool CallIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Start() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return threads_.empty(); }

  const AnswerThreadLimits limits_;
  const MakeThread make_;
  mutable absl::Mutex mutex_;
  std::deque<Work> work_ ABSL_GUARDED_BY(mutex_);
  // Threads that have nothing to do. The last one is called first, so that those that are not needed end.
  std::vector<Idle*> idle_ ABSL_GUARDED_BY(mutex_);
  size_t coming_ ABSL_GUARDED_BY(mutex_) = 0;  // threads that were called or made, and have not looked for work yet
  bool ends_ ABSL_GUARDED_BY(mutex_) = false;
  Threads threads_ ABSL_GUARDED_BY(mutex_);
  Threads ended_ ABSL_GUARDED_BY(mutex_);  // to be joined by whoever comes next
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_UNARY_ANSWER_THREADS_H_
