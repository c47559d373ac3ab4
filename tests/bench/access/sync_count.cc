#include "tests/bench/access/sync_count.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {

absl::StatusOr<std::unique_ptr<SyncCount>> SyncCount::Of(pid_t pid) {
  std::unique_ptr<SyncCount> count(new SyncCount());
  for (const char* call : {"fsync", "fdatasync"}) {
    std::ifstream file(absl::StrCat("/sys/kernel/tracing/events/syscalls/sys_enter_", call, "/id"));
    perf_event_attr event = {};
    event.type = PERF_TYPE_TRACEPOINT;
    event.size = sizeof(event);
    event.inherit = 1;
    if (!(file >> event.config)) return absl::UnavailableError(absl::StrCat("the kernel does not show ", call));
    std::error_code error;
    for (const auto& thread : std::filesystem::directory_iterator(absl::StrCat("/proc/", pid, "/task"), error)) {
      pid_t id = 0;
      if (!absl::SimpleAtoi(thread.path().filename().string(), &id)) continue;
      const int64_t counter = ::syscall(SYS_perf_event_open, &event, id, -1, -1, PERF_FLAG_FD_CLOEXEC);
      if (counter < 0) return absl::UnavailableError(absl::StrCat("the kernel does not count ", call));
      count->counters_.push_back(static_cast<int>(counter));
    }
  }
  if (count->counters_.empty()) return absl::UnavailableError("the process has no threads");
  return count;
}

SyncCount::~SyncCount() {
  for (const int counter : counters_) ::close(counter);
}

uint64_t SyncCount::Syncs() const {
  uint64_t syncs = 0;
  for (const int counter : counters_) {
    uint64_t value = 0;
    if (::read(counter, &value, sizeof(value)) == static_cast<ssize_t>(sizeof(value))) syncs += value;
  }
  return syncs;
}

}  // namespace casejournal::services
