// `casejournal-bench mix`: measure what caseworkers record, in interleaved rounds, beside other stores.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_MIX_COMMAND_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_MIX_COMMAND_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"
#include "tests/bench/mix/figures.h"
#include "tests/bench/mix/mix_rows.h"

namespace casejournal::services {

class MixCommand {
 public:
  void Declare(CLI::App& app);
  // Run all rounds. It is a failure if the journal refuses one entry in 200, since its other answers then say little.
  ExitStatus Run();

 private:
  // Make everything short that no option sets.
  void BeQuick();
  ExitStatus Measure();
  // Print how many entries of each type a case of the mix has, beside the samples.
  ExitStatus PrintShares();
  void DescribeRun(const std::vector<std::string>& left_out);

  const CLI::App* app_ = nullptr;
  MixPlan plan_;
  double seconds_ = 1.5;
  double history_seconds_ = 60;
  bool quick_ = false;
  bool shares_ = false;
  size_t case_memory_mib_ = 0;
  std::string program_;
  std::string directory_ = ".";
  std::string rules_;
  std::string serve_store_;
  std::string json_;
  std::string scratch_;
  Figures figures_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_MIX_COMMAND_H_
