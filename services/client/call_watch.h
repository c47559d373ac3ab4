// Ends a call that has no end of its own: on Ctrl-C, or after a time without messages.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CALL_WATCH_H_
#define CASEJOURNAL_SERVICES_CLIENT_CALL_WATCH_H_

#include <atomic>
#include <cstdint>
#include <thread>

#include "absl/time/time.h"
#include "grpcpp/client_context.h"

namespace casejournal::services {

// Block SIGINT and SIGTERM in this thread and in every thread that it creates from now on, so that CallWatch receives
// them. Call it before the first channel is created.
void HoldInterrupts();

// Cancels the call of `context`, which must outlive this object, at the first SIGINT or SIGTERM, or after no message
// for `idle`. A second signal ends the process. Needs HoldInterrupts().
class CallWatch {
 public:
  CallWatch(grpc::ClientContext& context, absl::Duration idle);
  ~CallWatch();
  CallWatch(const CallWatch&) = delete;
  CallWatch& operator=(const CallWatch&) = delete;

  // Report that a message arrived.
  void Touch();

  // Return whether this watch ended the call.
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
