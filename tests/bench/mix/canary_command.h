// `casejournal-bench canary`: how long one append and one read take while other calls wait or work beside them.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_CANARY_COMMAND_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_CANARY_COMMAND_H_

#include <cstddef>
#include <string>

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

class CanaryCommand {
 public:
  void Declare(CLI::App& app);
  // Print one row for each company of the canary. It is a failure if the servers do not start, if a case cannot be
  // filled, or if an append or read of the canary fails.
  ExitStatus Run();

 private:
  ExitStatus Measure(const std::string& scratch);
  ExitStatus BeCrowd();

  size_t watchers_ = 600;
  size_t subscribers_ = 200;
  size_t entries_ = 5000;
  size_t late_ = 1000;
  double seconds_ = 5;
  std::string program_;
  std::string directory_ = ".";
  std::string rules_;
  std::string unit_;
  std::string crowd_of_;  // this process is a crowd of clients at that address
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_CANARY_COMMAND_H_
