// Ends a call that would go on for ever: on Ctrl-C, or when nothing came for a while.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CALL_WATCH_H_
#define CASEJOURNAL_SERVICES_CLIENT_CALL_WATCH_H_

#include <atomic>
#include <cstdint>
#include <thread>

#include "absl/time/time.h"
#include "grpcpp/client_context.h"

namespace casejournal::services {

// Takes SIGINT and SIGTERM out of the way of every thread made from now on, so that a CallWatch
// gets them. To be called before the first channel is made.
void HoldInterrupts();

// Cancels the call of `context`, which must outlive it, at the first SIGINT or SIGTERM, or once
// nothing came for `idle`. A second signal ends the process. Needs HoldInterrupts().
class CallWatch {
 public:
  CallWatch(grpc::ClientContext& context, absl::Duration idle);
  ~CallWatch();
  CallWatch(const CallWatch&) = delete;
  CallWatch& operator=(const CallWatch&) = delete;

  // Something came.
  void Touch();

  // Whether it was the watch that ended the call.
  bool ended() const { return ended_; }

 private:
  void Watch();

  grpc::ClientContext& context_;
  const absl::Duration idle_;
  std::atomic<int64_t> touched_ns_;
  std::atomic<bool> ended_ = false;
  std::atomic<bool> over_ = false;
  std::thread watcher_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CALL_WATCH_H_
