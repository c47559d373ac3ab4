// `casejournal-bench overload`: what is still recorded when many callers send ten times as much as can be.
#ifndef CASEJOURNAL_TESTS_BENCH_OVERLOAD_OVERLOAD_COMMAND_H_
#define CASEJOURNAL_TESTS_BENCH_OVERLOAD_OVERLOAD_COMMAND_H_

#include <cstddef>
#include <string>

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

class OverloadCommand {
 public:
  void Declare(CLI::App& app);
  ExitStatus Run();

 private:
  ExitStatus Measure(const std::string& scratch);

  double seconds_ = 10;
  double times_ = 10;
  double deadline_seconds_ = 1;
  size_t callers_ = 64;
  size_t events_ = 20;
  size_t streams_ = 2048;
  std::string program_;
  std::string proxy_;
  std::string directory_ = ".";
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_OVERLOAD_OVERLOAD_COMMAND_H_
