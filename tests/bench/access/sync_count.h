// How often a process has the kernel write a file to its device.
#ifndef CASEJOURNAL_TESTS_BENCH_ACCESS_SYNC_COUNT_H_
#define CASEJOURNAL_TESTS_BENCH_ACCESS_SYNC_COUNT_H_

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"

namespace casejournal::services {

// Counts the calls of fsync and fdatasync of all threads of a process, from when it is made on. Not for concurrent use.
class SyncCount {
 public:
  //   kUnavailable  the kernel does not count them, or not for this user.
  static absl::StatusOr<std::unique_ptr<SyncCount>> Of(pid_t pid);
  ~SyncCount();
  SyncCount(const SyncCount&) = delete;
  SyncCount& operator=(const SyncCount&) = delete;

  uint64_t Syncs() const;

 private:
  SyncCount() = default;

  std::vector<int> counters_;  // one for each thread and each of the two calls; new threads of a thread count with it
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ACCESS_SYNC_COUNT_H_
