// Checks once a second whether the journal accepts writes, so that people and programs that watch a server learn of it
// without an append.
#ifndef CASEJOURNAL_SERVICES_SERVER_WRITE_WATCH_H_
#define CASEJOURNAL_SERVICES_SERVER_WRITE_WATCH_H_

#include <functional>
#include <thread>

#include "eventstore/system/steady_time.h"

namespace casejournal::services {

class WriteWatch {
 public:
  // Call `look` now, and every second from a separate thread until this is destroyed.
  explicit WriteWatch(std::function<void()> look);
  ~WriteWatch();
  WriteWatch(const WriteWatch&) = delete;
  WriteWatch& operator=(const WriteWatch&) = delete;

 private:
  eventstore::SteadyPause pause_;  // woken at the end
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_WRITE_WATCH_H_
