// The rows of `casejournal-bench access`.
#ifndef CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_ROWS_H_
#define CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tests/bench/access/access_journals.h"
#include "tests/bench/access/assigned_case.h"
#include "tests/bench/access/flood.h"
#include "tests/bench/mix/case_set.h"
#include "tests/bench/mix/figures.h"
#include "tests/bench/mix/mix_client.h"

namespace casejournal::services {

struct AccessPlan {
  int rounds = 3;
  absl::Duration turn = absl::Milliseconds(1500);
  absl::Duration canary = absl::Seconds(3);  // how long a caller is measured alone, and beside another
  size_t cases = 128;                        // of each round, at least as many as requests in flight
  size_t entries = 60;                       // of each of them before appends are measured
  uint64_t seed = 1;
  std::string only;  // only rows whose name contains this
};

// Not for concurrent use.
class AccessRows {
 public:
  AccessRows(const AccessPlan& plan, AccessJournals& journals, std::string scratch, absl::CivilDay today,
             Figures& figures)
      : plan_(plan), journals_(journals), scratch_(std::move(scratch)), today_(today), figures_(figures) {}

  // Record the cases that are read.
  absl::Status Prepare();
  // Measure every row once.
  absl::Status Round(int round);

  const RefusedEntries& refusals() const { return refusals_; }

 private:
  // A read of one case that the server answers once.
  struct CaseRead {
    std::string name;
    std::function<grpc::Status(grpc::ClientContext&, const std::string& case_id)> call;
  };

  bool Asked(const std::string& row) const;
  void Note(const std::string& row, const std::string& side, const LoadResult& result);
  // Measure with the processor time of the server until it is idle. Return that of one request in microseconds.
  double Turn(const std::string& row, const std::string& side, const ChildProcess& server,
              const std::function<LoadResult()>& measure);
  void CountRefusals(const MixClient& client);

  // Forbidden cases against absent ones.
  absl::Status Forbidden();
  void CompareRefused(const std::string& row, const CaseRead& read, const BenchTarget& target);
  // Appends without and with TLS and tokens, beside an echo.
  absl::Status Transport(int round);
  // One caller beside another.
  absl::Status Beside();
  absl::Status Work(const std::string& row, const std::string& side);
  // Plans with and without a record of each read.
  absl::Status RecordedReads();

  const AccessPlan plan_;
  AccessJournals& journals_;
  const std::string scratch_;
  const absl::CivilDay today_;
  Figures& figures_;
  RefusedEntries refusals_;
  std::unique_ptr<CaseSet> forbidden_;  // in the journal with TLS, whose caseworkers are not assigned to them
  std::vector<std::string> absent_;
  std::unique_ptr<CaseSet> read_;  // the same cases in both journals with TLS
  std::unique_ptr<AssignedCase> own_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_ROWS_H_
