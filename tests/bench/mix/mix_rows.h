// What the mix measures: each function is one row or a few, in one round, with the baselines beside the journal.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_MIX_ROWS_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_MIX_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tests/bench/mix/case_set.h"
#include "tests/bench/mix/device_writes.h"
#include "tests/bench/mix/figures.h"
#include "tests/bench/mix/mix_client.h"
#include "tests/bench/mix/mix_servers.h"

namespace casejournal::services {

struct MixPlan {
  uint64_t seed = 1;
  int rounds = 5;
  absl::Duration turn = absl::Milliseconds(1500);  // of each side of each row
  size_t cases = 400;                              // of each round
  size_t entries = 200;                            // of each of them, before the appends are measured
  std::vector<size_t> sizes = {100, 1000, 10000};
  std::vector<size_t> histories = {250, 500, 1000};
  absl::Duration history_limit = absl::Seconds(60);
  size_t waits = 40;           // appends after a pause, in each round
  uint64_t scanned = 100'000;  // entries that a scan reads
  std::string only;            // a text that the names of the measured rows contain
};

// One run. Not for concurrent use.
class MixRows {
 public:
  MixRows(const MixPlan& plan, MixServers& servers, const std::string& scratch, absl::CivilDay today, Figures& figures);

  // Record the cases that live through all rounds: those of each size.
  absl::Status Prepare();
  // Measure everything once.
  absl::Status Round(int round);

  // What the journal refused in all rounds.
  RefusedEntries refusals() const;

 private:
  // Cases of one size, of which a tenth is added over all rounds.
  struct Sized {
    size_t size;
    CaseSet cases;
  };
  struct Side;

  bool Asked(const std::string& row) const;
  void Connect();
  absl::Status FillRound(int round);
  void Note(const std::string& row, const std::string& side, const LoadResult& result, uint64_t device_bytes);
  void Turn(const std::string& row, const std::string& side, const std::function<absl::Duration()>& cpu,
            const std::function<LoadResult()>& measure);

  void Appends(size_t in_flight, size_t events);
  void Streams(size_t window);
  void AfterPauses(const std::string& row, absl::Duration pause);
  void Reads(const std::string& row, const std::string& method, const std::vector<std::string>& requests,
             size_t in_flight);
  void AllReads();
  void OfSize(Sized& sized);
  void Cold();
  void Histories();
  void Scans();
  std::vector<std::string> PlanRequests(const CaseSet& cases, bool of_a_past_day) const;

  const MixPlan plan_;
  MixServers& servers_;
  const std::string scratch_;
  const absl::CivilDay today_;
  Figures& figures_;
  const DeviceWrites device_;
  std::unique_ptr<MixClient> client_;
  std::unique_ptr<MixClient> echo_;
  std::unique_ptr<CaseSet> cases_;       // of this round
  std::unique_ptr<CaseSet> echo_cases_;  // the same for the echo
  std::vector<Sized> sized_;
  std::vector<Sized> histories_;
  std::vector<RefusedEntries> refusals_;  // of the clients before the last restart
  int databases_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_MIX_ROWS_H_
