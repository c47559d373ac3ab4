#include "services/client/call_watch.h"

#include <signal.h>
#include <unistd.h>

#include "eventstore/system/steady_time.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(100);
constexpr int kInterruptedExit = 130;  // The exit code of shells for SIGINT.

sigset_t Interrupts() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void HoldInterrupts() {
  const sigset_t signals = Interrupts();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

CallWatch::CallWatch(grpc::ClientContext& context, absl::Duration idle) : context_(context), idle_(idle) {
  Touch();
  watcher_ = std::thread([this] { Watch(); });
}

CallWatch::~CallWatch() {
  over_ = true;
  watcher_.join();
}

void CallWatch::Touch() { touched_ns_ = absl::ToUnixNanos(eventstore::SteadyNow()); }

void CallWatch::Watch() {
  const sigset_t signals = Interrupts();
  const timespec look = absl::ToTimespec(kLook);
  while (!over_) {
    if (sigtimedwait(&signals, nullptr, &look) > 0) {
      if (ended_) _exit(kInterruptedExit);
      ended_ = true;
      context_.TryCancel();
    }
    const absl::Time touched = absl::FromUnixNanos(touched_ns_);
    if (!ended_ && eventstore::SteadyNow() - touched > idle_) {
      ended_ = true;
      context_.TryCancel();
    }
  }
}

}  // namespace casejournal::services
