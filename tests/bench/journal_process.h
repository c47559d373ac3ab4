// The journal that is measured: how it is made, its day, and the process that serves it.
#ifndef CASEJOURNAL_TESTS_BENCH_JOURNAL_PROCESS_H_
#define CASEJOURNAL_TESTS_BENCH_JOURNAL_PROCESS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "casejournal/event/v1/person.pb.h"
#include "tests/bench/bench_sign_in.h"
#include "tests/bench/child_process.h"

namespace casejournal::services {

// Create a journal in `directory`, with the origin "bench.example/NAME" and civil days of New York. `administrator`
// gives its roles; empty: nobody does.
absl::Status CreateMeasuredJournal(const std::string& directory, const std::string& name,
                                   const event::v1::Staff& administrator = {});

// Return the civil day of such a journal now.
absl::CivilDay JournalToday();

struct ServedJournal {
  std::string program;         // the casejournal to measure
  std::string data;            // the directory of the journal
  std::string rules;           // rule files to adopt, or empty
  size_t case_memory_mib = 0;  // 0: the default of the program
  // TLS and tokens; null: plain text, and every caller is one actor, who may do everything.
  const BenchSignIn* sign_in = nullptr;
  bool all_reads_are_recorded = false;  // --journal-reads all
};

// Start a server, and wait until it says that it is ready.
absl::StatusOr<std::unique_ptr<ChildProcess>> ServeJournal(const ServedJournal& journal);

// Return the number of entries that the server had when it was ready, or 0 if it did not say.
uint64_t EntriesWhenReady(const ChildProcess& server);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_JOURNAL_PROCESS_H_
