#include "services/server/stop_limit.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <ctime>

#include "eventstore/system/thread_name.h"
#include "services/access/clocks.h"

namespace casejournal::services {
namespace {

constexpr timespec kLookForSignalsEvery = {.tv_sec = 0, .tv_nsec = 50'000'000};

void EndBy(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  raise(signal);
}

}  // namespace

StopLimit::StopLimit(const sigset_t& signals, absl::Duration within) {
  const absl::Time until = SteadyNow() + within;
  thread_ = std::thread([this, signals, until, within] {
    eventstore::NameThisThread("stop-limit");
    while (!stopped_.HasBeenNotified()) {
      if (const int signal = sigtimedwait(&signals, nullptr, &kLookForSignalsEvery); signal > 0) {
        spdlog::warn("stopped at once, because of another signal; calls in progress were given up");
        EndBy(signal);
      }
      if (SteadyNow() < until) continue;
      spdlog::warn("stopped, because {} s are over (--stop-within); calls in progress were given up",
                   absl::ToInt64Seconds(within));
      // Threads still work for these calls, so nothing is destroyed.
      _exit(0);
    }
  });
}

StopLimit::~StopLimit() {
  stopped_.Notify();
  thread_.join();
}

}  // namespace casejournal::services
