// Another process of this program, for measurements: server and client must not share one.
#ifndef CASEJOURNAL_TESTS_BENCH_CHILD_PROCESS_H_
#define CASEJOURNAL_TESTS_BENCH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace casejournal::services {

class ChildProcess {
 public:
  // Starts `program` with `arguments` and waits for the first line of its output.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(const std::string& program,
                                                             const std::vector<std::string>& arguments);
  // Ends it with SIGTERM and waits.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The first word of its first line that has a colon: host and port.
  std::string AddressInReadyLine() const;
  // Its resident memory now.
  int64_t ResidentMiB() const;
  // The processor time that it has used, in the kernel and outside.
  absl::Duration CpuTime() const;

 private:
  ChildProcess(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  absl::Status ReadLine();

  const pid_t pid_;
  const int input_;
  const int output_;
  std::string line_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_CHILD_PROCESS_H_
