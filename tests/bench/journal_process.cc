#include "tests/bench/journal_process.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/journal/journal.h"

namespace casejournal::services {
namespace {

constexpr char kMeasuredZone[] = "America/New_York";

}  // namespace

absl::Status CreateMeasuredJournal(const std::string& directory, const std::string& name,
                                   const event::v1::Staff& administrator) {
  return Journal::Create({.directory = directory}, {.origin = absl::StrCat("bench.example/", name),
                                                    .time_zone = kMeasuredZone,
                                                    .administrator = administrator})
      .status();
}

absl::CivilDay JournalToday() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kMeasuredZone, &zone)) zone = absl::UTCTimeZone();
  return absl::ToCivilDay(absl::Now(), zone);
}

absl::StatusOr<std::unique_ptr<ChildProcess>> ServeJournal(const ServedJournal& journal) {
  std::vector<std::string> arguments = {"serve", "--data", journal.data, "--listen", "127.0.0.1:0"};
  const std::vector<std::string> transport =
      journal.sign_in != nullptr
          ? journal.sign_in->ServeArguments()
          : std::vector<std::string>{"--insecure-dev", "--development-actor", "bench.example/u-1/Bench"};
  arguments.insert(arguments.end(), transport.begin(), transport.end());
  if (journal.all_reads_are_recorded) arguments.insert(arguments.end(), {"--journal-reads", "all"});
  if (!journal.rules.empty()) arguments.insert(arguments.end(), {"--rules", journal.rules});
  if (journal.case_memory_mib > 0) {
    arguments.insert(arguments.end(), {"--case-memory-mib", absl::StrCat(journal.case_memory_mib)});
  }
  return ChildProcess::Start(journal.program, arguments);
}

// "casejournal ready on HOST:PORT (journal NAME, ZONE, 12 entries)".
uint64_t EntriesWhenReady(const ChildProcess& server) {
  std::string before;
  for (const absl::string_view word : absl::StrSplit(server.ready_line(), ' ')) {
    uint64_t entries = 0;
    if (word == "entries)" && absl::SimpleAtoi(before, &entries)) return entries;
    before = std::string(word);
  }
  return 0;
}

}  // namespace casejournal::services
