// Ends a process that does not stop in time.
#ifndef CASEJOURNAL_SERVICES_SERVER_STOP_LIMIT_H_
#define CASEJOURNAL_SERVICES_SERVER_STOP_LIMIT_H_

#include <csignal>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace casejournal::services {

// Made when the process begins to stop, and destroyed when everything is closed. What was acknowledged is on the disk,
// so a process may end at any moment.
class StopLimit {
 public:
  // The process ends with exit code 0 after `within`, and at once, by the signal itself, if another one of `signals`
  // comes. All threads must block these.
  StopLimit(const sigset_t& signals, absl::Duration within);
  ~StopLimit();
  StopLimit(const StopLimit&) = delete;
  StopLimit& operator=(const StopLimit&) = delete;

 private:
  absl::Notification stopped_;
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_STOP_LIMIT_H_
