// What is measured of a large journal: starts, reads of random cases, memory, and scans of the log.
#ifndef CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_ROWS_H_
#define CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/child_process.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/large/large_log.h"
#include "tests/bench/large/readiness.h"
#include "tests/bench/mix/figures.h"
#include "tests/bench/mix/mix_client.h"

namespace casejournal::services {

// The names of the rows, and of what is measured in them.
inline constexpr char kJournalSide[] = "casejournal";
inline constexpr char kFirstStartRow[] = "first start: no read models and no list of what is due";
inline constexpr char kCleanStartRow[] = "start after a clean stop";
inline constexpr char kKilledStartRow[] = "start after kill -9 while entries were appended";
inline constexpr char kCleanStopRow[] = "clean stop after the random cases";
inline constexpr char kRandomCasesRow[] = "GetCasePlan of random cases, each once";
inline constexpr char kReadAllRow[] = "ReadEvents, all entries";
inline constexpr char kSubscribeRow[] = "Subscribe, all entries from the beginning";
inline constexpr char kSentencesRow[] = "ReadEvents with sentences, the first entries";
inline constexpr char kScanMemoryRow[] = "memory after the scans";

struct LargePlan {
  size_t reads = 100'000;                                // random cases
  size_t in_flight = 4;                                  // of these reads
  size_t case_memory_mib = 0;                            // 0: the default of the program
  absl::Duration append_for = absl::Milliseconds(1500);  // before kill -9
  bool await_lists = true;                               // at each start, and the findings that are made after them
};

// Of one log that is made. Not for concurrent use.
class LargeRows {
 public:
  LargeRows(const LargePlan& plan, const LargeLog& log, const LargeLogMade& made, ServedJournal served,
            Figures& figures);

  // Remove the read models and the list of what is due, and measure how long a server takes to make them.
  absl::Status FirstStart();
  // Measure everything else once. Entries of a few new cases are appended.
  absl::Status Round(int round);
  // Measure only starts, after a clean stop and after kill -9. Entries of a few new cases are appended.
  absl::Status Starts();

 private:
  struct Start {
    absl::Time began;
    uint64_t entries = 0;  // when it was ready
  };

  // Start a server, wait until its lists are up to date, if the plan says so, and note in `row` how long both took.
  absl::StatusOr<Start> StartServer(const std::string& row, size_t case_memory_mib);
  absl::Status AwaitLists(const std::string& row, const Start& start);
  // Kill a server while it records, and start another, which has what was acknowledged.
  absl::StatusOr<Start> StartAfterKill();
  absl::Status AwaitIdle(const std::string& row, const Start& start);
  void NoteMemory(const std::string& row, uint64_t cases_held);
  absl::Status ReadRandomCases(int round);
  absl::StatusOr<uint64_t> KillWhileAppending(uint64_t entries);
  absl::Status Scan(uint64_t entries);
  void NoteScan(const std::string& row, const StreamResult& result, absl::Duration cpu);
  size_t CaseMemoryMiB() const;
  // What the program's own account says that so many cases take in its memory, in MiB.
  double MiBOfCases(uint64_t cases) const;

  const LargePlan plan_;
  const LargeLog& log_;
  const LargeLogMade made_;
  const ServedJournal served_;
  Figures& figures_;
  size_t case_memory_mib_ = 0;  // of the running server
  std::unique_ptr<ChildProcess> server_;
  std::unique_ptr<Readiness> readiness_;
  std::unique_ptr<MixClient> client_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_ROWS_H_
