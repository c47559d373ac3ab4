// Functions that are called after a time, whatever is done to the clock of the machine meanwhile.
#ifndef CASEJOURNAL_EVENTSTORE_SYSTEM_STEADY_ALARMS_H_
#define CASEJOURNAL_EVENTSTORE_SYSTEM_STEADY_ALARMS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace casejournal::eventstore {

// Safe for concurrent use.
class SteadyAlarms {
 public:
  SteadyAlarms();
  SteadyAlarms(const SteadyAlarms&) = delete;
  SteadyAlarms& operator=(const SteadyAlarms&) = delete;
  // What was not called by then is never called. Waits for the one that is being called.
  ~SteadyAlarms();

  // Call `then` once `later` has passed, in the thread of these alarms. It must be short and must not wait for others:
  // they have this thread in common.
  void After(absl::Duration later, std::function<void()> then);

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> waiting_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SYSTEM_STEADY_ALARMS_H_
