// A child process of this program, for measurements: server and client must not share a process.
#ifndef CASEJOURNAL_TESTS_BENCH_CHILD_PROCESS_H_
#define CASEJOURNAL_TESTS_BENCH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace casejournal::services {

// Return the processor time that a process and all its descendants have used, those that have ended included, in ticks
// of the kernel.
absl::Duration CpuTimeOfTree(pid_t pid);

class ChildProcess {
 public:
  // Start `program` with `arguments`, and wait for the first line of its output.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(const std::string& program,
                                                             const std::vector<std::string>& arguments);
  // Stop the process with SIGTERM, and wait for its end, unless it was killed.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // End the process with SIGKILL, and wait for its end. Afterwards, only the destructor may be called.
  void Kill();

  pid_t pid() const { return pid_; }
  // Return the first line of its output.
  const std::string& ready_line() const { return line_; }
  // Return the first word of that line that contains a colon: host and port.
  std::string AddressInReadyLine() const;
  // Return the current resident memory.
  int64_t ResidentMiB() const;
  // Return the processor time used so far, in user and kernel mode.
  absl::Duration CpuTime() const;
  // Return the same for the threads with this name alone; nothing if there is none.
  std::optional<absl::Duration> CpuTimeOfThreads(absl::string_view name) const;
  // Return the same for the process and all its descendants, as CpuTimeOfTree does.
  absl::Duration CpuTimeWithDescendants() const;
  // Wait until the process has used almost no processor time for as long as `quiet`. Return false if it was still busy
  // after `limit`.
  bool AwaitIdle(absl::Duration quiet, absl::Duration limit) const;
  // Return the greatest resident memory that the process has had.
  int64_t PeakMiB() const;

 private:
  ChildProcess(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  absl::Status ReadLine();

  pid_t pid_;  // 0: killed
  const int input_;
  const int output_;
  std::string line_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_CHILD_PROCESS_H_
