// `casejournal-bench access`: what TLS, tokens, roles, limits of callers, and records of reads cost and tell.
#ifndef CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_COMMAND_H_
#define CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"
#include "tests/bench/access/access_rows.h"
#include "tests/bench/mix/figures.h"

namespace casejournal::services {

class AccessCommand {
 public:
  void Declare(CLI::App& app);
  // Run all rounds. It is a failure if the journals refuse one entry in 200.
  ExitStatus Run();

 private:
  ExitStatus Measure(const std::string& scratch);

  AccessPlan plan_;
  double seconds_ = 1.5;
  double canary_seconds_ = 3;
  std::string program_;
  std::string directory_ = ".";
  std::string rules_;
  std::string json_;
  std::string flood_;  // this process is one caller at full speed, with its files there
  Figures figures_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_COMMAND_H_
