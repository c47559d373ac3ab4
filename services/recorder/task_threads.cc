#include "services/recorder/task_threads.h"

#include <utility>

#include "eventstore/system/thread_name.h"

namespace casejournal::services {

TaskThreads::TaskThreads(size_t count) {
  for (size_t i = 0; i < count; ++i) threads_.emplace_back([this] { Loop(); });
}

TaskThreads::~TaskThreads() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

void TaskThreads::Run(Task task) {
  absl::MutexLock lock(&mutex_);
  tasks_.push_back(std::move(task));
}

void TaskThreads::Loop() {
  eventstore::NameThisThread("tasks");
  while (true) {
    Task task;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &TaskThreads::HasWork));
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace casejournal::services
