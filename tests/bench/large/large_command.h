// `casejournal-bench large`: measure starts, reads, and memory of a large journal, whose log is made once and kept.
#ifndef CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_COMMAND_H_
#define CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_COMMAND_H_

#include <cstdint>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "services/console/exit_status.h"
#include "tests/bench/large/large_log.h"
#include "tests/bench/large/large_rows.h"
#include "tests/bench/mix/figures.h"

namespace casejournal::services {

class LargeCommand {
 public:
  void Declare(CLI::App& app);
  // Make the log unless it is there, measure, and print one table.
  ExitStatus Run();

 private:
  absl::StatusOr<LargeLogMade> FindOrMake(const LargeLog& log);
  absl::Status Measure(const LargeLog& log, const LargeLogMade& made);
  void DescribeLog(const LargeLog& log, const LargeLogMade& made);
  void PrintTable() const;

  uint64_t events_ = 1'000'000;
  uint64_t cases_ = 100'000;
  LargePlan plan_;
  int rounds_ = 1;
  double append_seconds_ = 1.5;
  bool make_lists_ = false;
  bool only_make_ = false;
  bool only_starts_ = false;
  bool busy_ = false;
  std::string program_;
  std::string directory_ = ".";
  std::string rules_;
  std::string json_;
  Figures figures_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_COMMAND_H_
