// casejournal-bench: measure appends and reads over gRPC next to two baselines, in one run on one machine. Prints
// numbers, and does not judge them.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "services/console/command.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "tests/bench/access/access_command.h"
#include "tests/bench/child_process.h"
#include "tests/bench/due_load.h"
#include "tests/bench/echo_server.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/large/large_command.h"
#include "tests/bench/load.h"
#include "tests/bench/machine.h"
#include "tests/bench/mix/canary_command.h"
#include "tests/bench/mix/mix_command.h"
#include "tests/bench/overload/overload_command.h"
#include "tests/bench/person_load.h"
#include "tests/bench/proof_load.h"
#include "tests/bench/rocksdb_baseline.h"

namespace casejournal::services {
namespace {

constexpr size_t kCases = 2000;
constexpr size_t kCasesGrown = 1000;
// The number of searches for one name, and the bytes of a row that a person is read from.
constexpr size_t kSearches = 200;
constexpr size_t kPersonRowBytes = 130;
// The bytes of a row that what is due in a case is read from.
constexpr size_t kDueRowBytes = 6000;
constexpr size_t kProofs = 2000;
constexpr int kTurns = 4;
// The bytes that a record adds to its payload: header, seal, and keys (LOG_FORMAT.md).
constexpr size_t kRecordOverheadBytes = 240;

class BenchCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--directory", directory_,
                   "Where to create a temporary directory for the measurement\n[default: the current directory]");
    app.add_option("--seconds", seconds_, "Duration of each measurement, in seconds")->capture_default_str();
    app.add_option("--only", only_, "Run only the rows whose name contains this text, for example\n\"64 in flight\"");
    app.add_option("--events", entries_to_add_, "Also append this many entries, and report the server's memory")
        ->check(CheckWholeNumber);
    app.add_option("--persons", persons_to_add_, "Also record this many persons, and measure searches by name")
        ->check(CheckWholeNumber);
    app.add_option("--cases", cases_to_add_,
                   "Also record this many cases with a child in care, and measure lists of\n"
                   "what is due; needs --rules")
        ->check(CheckWholeNumber);
    app.add_option("--rules", rules_, "Rule files for --cases")->type_name("FILE|DIRECTORY");
    app.add_option("--proofs", proofs_up_to_,
                   "Also append up to this many entries, and measure the time and size of\nproofs on the way")
        ->check(CheckWholeNumber);
    app.add_option("--casejournal", program_, "The program to measure [the one next to this program]");
    app.add_option("--serve-echo", echo_batches_, "")->group("");
    app.add_option("--echo-cert", echo_certificate_.certificate_file, "")->group("");
    app.add_option("--echo-key", echo_certificate_.key_file, "")->group("");
  }

  ExitStatus Run() {
    if (echo_batches_ >= 0)
      return ServeEcho(echo_batches_, echo_certificate_) == 0 ? ExitStatus::kOk : ExitStatus::kFailure;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
    if (program_.empty()) program_ = self.parent_path() / "casejournal";
    scratch_ = absl::StrCat(directory_, "/casejournal-bench-", ::getpid());
    std::filesystem::create_directories(scratch_);
    const ExitStatus exit = Measure();
    std::error_code ignored;
    std::filesystem::remove_all(scratch_, ignored);
    return exit;
  }

 private:
  ExitStatus Measure() {
    if (cases_to_add_ > 0 && rules_.empty()) {
      Complain("--cases needs --rules");
      return ExitStatus::kUsage;
    }
    const std::string data = scratch_ + "/journal";
    if (absl::Status made = CreateMeasuredJournal(data, "journal"); !made.ok()) return ExplainLocalFailure(made);
    absl::StatusOr<std::unique_ptr<ChildProcess>> server =
        ServeJournal({.program = program_, .data = data, .rules = rules_});
    absl::StatusOr<std::unique_ptr<ChildProcess>> echo = ChildProcess::Start("/proc/self/exe", {"--serve-echo", "400"});
    if (!server.ok() || !echo.ok()) {
      Complain(absl::StrCat("the servers did not start: ", server.status().message(), echo.status().message()));
      return ExitStatus::kFailure;
    }
    Load journal((*server)->AddressInReadyLine(), kCases);
    Load bare((*echo)->AddressInReadyLine(), kCases);
    if (journal.OpenCases() + bare.OpenCases() > 0) {
      Complain("cases could not be opened");
      return ExitStatus::kFailure;
    }
    record_bytes_ = journal.RequestBytes() + kRecordOverheadBytes;
    Print(absl::StrFormat(
        "one entry: %d bytes per request; %.0f s per measurement; ratios to the baseline that ran next to it\n\n",
        journal.RequestBytes(), seconds_));
    Print(
        "appends                       entries/s   p50 us   p99 us  of echo  of RocksDB  cpu us a  request:  failed\n"
        "                                                                                    ours      echo\n");
    const Side ours{journal, **server};
    const Side baseline{bare, **echo};
    for (const size_t in_flight : {1, 16, 64, 256}) MeasureUnary(ours, baseline, in_flight, 1);
    MeasureUnary(ours, baseline, 64, 10);
    for (const size_t in_flight : {64, 256}) MeasureStream(ours, in_flight);
    MeasureReads(journal, bare);
    if (persons_to_add_ > 0) MeasureSearches(**server);
    if (cases_to_add_ > 0) MeasureDue(**server);
    if (proofs_up_to_ > 0) MeasureProofs(**server);
    if (entries_to_add_ > 0) Grow(**server);
    Print(absl::StrFormat("\nserver memory  %d MiB resident\n", (*server)->ResidentMiB()));
    PrintDisk();
    return ExitStatus::kOk;
  }

  bool Asked(const std::string& row) const { return absl::StrContains(row, only_); }

  absl::Duration Seconds() const { return absl::Seconds(seconds_); }

  double BaselineOf(size_t group) {
    const std::string path = absl::StrCat(scratch_, "/rocksdb-", group, "-", baselines_++);
    absl::StatusOr<LoadResult> result = WriteSyncedGroups(path, group, record_bytes_, Seconds());
    return result.ok() ? result->EventsPerSecond() : 0;
  }

  // A load, and the process that serves it.
  struct Side {
    Load& load;
    const ChildProcess& server;

    template <typename Measure>
    LoadResult Turn(const Measure& measure) const {
      const absl::Duration before = server.CpuTime();
      LoadResult result = measure(load);
      result.server_cpu = server.CpuTime() - before;
      return result;
    }
  };

  void MeasureUnary(const Side& journal, const Side& bare, size_t in_flight, size_t events) {
    const std::string name =
        absl::StrFormat("unary, %s%d in flight", events > 1 ? absl::StrFormat("%d each, ", events) : "", in_flight);
    if (!Asked(name)) return;
    // Alternate, so that a machine that is slow for a second is slow for both.
    LoadResult echo;
    LoadResult ours;
    const LoadShape shape{.in_flight = in_flight, .events_per_request = events, .duration = Seconds() / kTurns};
    for (int turn = 0; turn < kTurns; ++turn) {
      const auto append = [&](Load& load) { return load.Append(shape); };
      echo.Add(bare.Turn(append));
      ours.Add(journal.Turn(append));
    }
    PrintRow(name, ours, &echo, BaselineOf(in_flight * events));
  }

  void MeasureStream(const Side& journal, size_t window) {
    const std::string name = absl::StrFormat("stream, window %d", window);
    if (!Asked(name)) return;
    const LoadResult ours =
        journal.Turn([&](Load& load) { return load.AppendStream({.in_flight = window, .duration = Seconds()}); });
    PrintRow(name, ours, nullptr, BaselineOf(window));
  }

  void PrintRow(const std::string& name, const LoadResult& ours, const LoadResult* echo, double rocksdb) {
    const auto of_echo = [&] { return absl::StrFormat("%.2f", ours.RequestsPerSecond() / echo->RequestsPerSecond()); };
    const auto echo_cpu = [&] { return absl::StrFormat("%.0f", echo->ServerCpuUsPerRequest()); };
    Print(absl::StrFormat("  %-27s %9.0f %8d %8d %8s %11.2f %9.0f %9s %7d\n", name, ours.EventsPerSecond(),
                          ours.LatencyUs(0.5), ours.LatencyUs(0.99), echo == nullptr ? "-" : of_echo(),
                          ours.EventsPerSecond() / rocksdb, ours.ServerCpuUsPerRequest(),
                          echo == nullptr ? "-" : echo_cpu(), ours.failures));
    FlushOutput();
  }

  void MeasureReads(Load& journal, Load& bare) {
    if (!Asked("full read, opened")) return;
    const LoadResult ours = journal.ReadAll();
    const LoadResult echo = bare.ReadAll();
    const std::string path = absl::StrCat(scratch_, "/rocksdb-read");
    double rocksdb = 0;
    if (WriteSyncedGroups(path, 1024, record_bytes_, Seconds()).ok()) {
      absl::StatusOr<LoadResult> records = ReadAllRecords(path);
      if (records.ok()) rocksdb = records->EventsPerSecond();
    }
    Print(
        absl::StrFormat("\nreads                        entries/s                       of echo   of RocksDB  failed\n"
                        "  %-26s %10.0f                       %7.2f   %10.2f  %6d   (%d entries)\n",
                        "full read, opened", ours.EventsPerSecond(), ours.EventsPerSecond() / echo.EventsPerSecond(),
                        ours.EventsPerSecond() / rocksdb, ours.failures, ours.events));
  }

  // Compare with a loop that gets one by one as many rows as the search may read.
  void MeasureSearches(const ChildProcess& server) {
    PersonLoad persons(server.AddressInReadyLine());
    if (const uint64_t failed = persons.Record(persons_to_add_); failed > 0) {
      Complain(absl::StrCat(failed, " requests with persons failed"));
      return;
    }
    Print(absl::StrFormat("\nsearches among %s persons     p50 us   p99 us  matches     rows  of RocksDB  failed\n",
                          WithCommas(persons_to_add_)));
    for (const char* name : {"John Smith", "Smyth Jon", "Smith", "Hektor Veega", "Rebecca Roberts",
                             "Zebulon Quartermain", "John Maria James Ana Smith Johnson Williams Brown"}) {
      const LoadResult ours = persons.Search(name, kSearches);
      const size_t rows = persons.RowsOf(name);
      const std::string path = absl::StrCat(scratch_, "/rocksdb-", baselines_++);
      absl::StatusOr<LoadResult> gets = GetRowsOneByOne(path, persons_to_add_, kPersonRowBytes, rows);
      const double bare_us = gets.ok() ? absl::ToDoubleMicroseconds(gets->elapsed) : 0;
      Print(absl::StrFormat("  %-32s %8d %8d %8d %8d %11.2f %7d\n", absl::string_view(name).substr(0, 32),
                            ours.LatencyUs(0.5), ours.LatencyUs(0.99), ours.events / ours.requests, rows,
                            rows == 0 ? 0 : static_cast<double>(ours.LatencyUs(0.5)) / bare_us, ours.failures));
      FlushOutput();
    }
  }

  // Compare with a loop that gets one by one as many rows as the page has items.
  void MeasureDue(const ChildProcess& server) {
    const std::string today = absl::FormatCivilTime(JournalToday());
    DueLoad due(server.AddressInReadyLine(), today);
    const absl::Time began = absl::Now();
    if (const uint64_t failed = due.Record(cases_to_add_); failed > 0) {
      Complain(absl::StrCat(failed, " requests with cases failed"));
      return;
    }
    Print(
        absl::StrFormat("\nwhat is due in %s cases, listed %.0f s after the first case was sent\n"
                        "                                   p50 us   p99 us    items  of RocksDB  failed\n",
                        WithCommas(cases_to_add_), absl::ToDoubleSeconds(absl::Now() - began)));
    struct Question {
      const char* name;
      v1::ListWorkRequest request;
      bool any_worker;
    };
    std::vector<Question> questions = {{"a worker's cases", {}, true},
                                       {"the first page of all", {}, false},
                                       {"from today on", {}, false},
                                       {"one rule, missed", {}, false}};
    questions[2].request.set_due_from(today);
    questions[3].request.set_rule("us-oh.semi-annual-review");
    questions[3].request.add_states(v1::WORK_STATE_OVERDUE);
    for (const Question& question : questions) {
      const LoadResult ours = due.Ask(question.request, question.any_worker, kSearches);
      const size_t rows = ours.events / ours.requests;
      absl::StatusOr<LoadResult> gets =
          GetRowsOneByOne(absl::StrCat(scratch_, "/rocksdb-", baselines_++), cases_to_add_, kDueRowBytes, rows);
      const double bare_us = gets.ok() ? absl::ToDoubleMicroseconds(gets->elapsed) : 0;
      Print(absl::StrFormat("  %-30s %8d %8d %8d %11.2f %7d\n", question.name, ours.LatencyUs(0.5),
                            ours.LatencyUs(0.99), rows,
                            bare_us == 0 ? 0 : static_cast<double>(ours.LatencyUs(0.5)) / bare_us, ours.failures));
      FlushOutput();
    }
  }

  // Compare with the same round trip without a proof.
  void MeasureProofs(const ChildProcess& server) {
    Print(
        "\nproofs                              inclusion                              consistency\n"
        "  entries                    p50 us   p99 us  of call  hashes  bytes     p50 us   p99 us  of call  hashes  "
        "failed\n");
    ProofLoad proofs(server.AddressInReadyLine());
    Load filler(server.AddressInReadyLine(), kCases);
    filler.OpenCases();
    for (uint64_t size = 1000; size <= proofs_up_to_; size *= 10) {
      while (proofs.Size() < size)
        filler.Append({.in_flight = 64, .events_per_request = 10, .duration = absl::Milliseconds(size / 100 + 10)});
      PrintProofs(WithCommas(size), proofs, size);
    }
    std::atomic<bool> done = false;
    std::thread appender([&] {
      while (!done) filler.Append({.in_flight = 64, .events_per_request = 1, .duration = absl::Milliseconds(500)});
    });
    PrintProofs("while 64 append", proofs, proofs.Size());
    done = true;
    appender.join();
  }

  void PrintProofs(const std::string& name, ProofLoad& proofs, uint64_t size) {
    const ProofResult call = proofs.Checkpoints(kProofs);
    const ProofResult inclusion = proofs.Inclusion(size, kProofs);
    const ProofResult consistency = proofs.Consistency(size, kProofs);
    const auto of_call = [&](const ProofResult& result) {
      return static_cast<double>(result.calls.LatencyUs(0.5)) / static_cast<double>(call.calls.LatencyUs(0.5));
    };
    Print(absl::StrFormat("  %-24s %8d %8d %8.2f %7d %6d   %8d %8d %8.2f %7d %7d\n", name,
                          inclusion.calls.LatencyUs(0.5), inclusion.calls.LatencyUs(0.99), of_call(inclusion),
                          inclusion.hashes, inclusion.bytes, consistency.calls.LatencyUs(0.5),
                          consistency.calls.LatencyUs(0.99), of_call(consistency), consistency.hashes,
                          inclusion.calls.failures + consistency.calls.failures + call.calls.failures));
    FlushOutput();
  }

  // Append by tens to new cases of about a hundred entries each, and report the server's memory on the way.
  void Grow(const ChildProcess& server) {
    Print("\nmemory of the server as the journal grows\n");
    uint64_t appended = 0;
    uint64_t next_report = 0;
    while (appended < entries_to_add_) {
      Load fresh(server.AddressInReadyLine(), kCasesGrown);
      if (fresh.OpenCases() > 0) break;
      appended += fresh.Append({.in_flight = 64, .events_per_request = 10, .duration = absl::Seconds(2)}).events;
      if (appended < next_report) continue;
      Print(absl::StrFormat("  %12s more entries  %6d MiB\n", WithCommas(appended), server.ResidentMiB()));
      FlushOutput();
      next_report = appended + std::max<uint64_t>(1, entries_to_add_ / 8);
    }
  }

  void PrintDisk() {
    const uint64_t bytes = BytesInFiles(scratch_ + "/journal/log");
    Print(absl::StrFormat("log on disk    %s MiB with its write-ahead log\n", WithCommas(bytes >> 20)));
  }

  std::string program_;
  std::string directory_ = ".";
  std::string scratch_;
  std::string only_;
  double seconds_ = 3;
  uint64_t entries_to_add_ = 0;
  uint64_t persons_to_add_ = 0;
  uint64_t cases_to_add_ = 0;
  uint64_t proofs_up_to_ = 0;
  std::string rules_;
  int echo_batches_ = -1;
  EchoCertificate echo_certificate_;
  int baselines_ = 0;
  size_t record_bytes_ = 0;
};

int Main(int argc, char** argv) {
  CLI::App app("Measure appends and reads against bare gRPC and bare RocksDB, in one run", "casejournal-bench");
  app.footer(
      "Examples:\n"
      "  casejournal-bench --directory /var/tmp\n"
      "  casejournal-bench --seconds 10 --events 1000000\n"
      "  casejournal-bench --only searches --persons 100000\n"
      "  casejournal-bench --only proofs --proofs 1000000\n"
      "  casejournal-bench --only due --cases 100000 --rules deploy/rules\n"
      "  casejournal-bench mix --quick --rules deploy/rules\n"
      "  casejournal-bench canary --watchers 2000 --rules deploy/rules\n"
      "  casejournal-bench access --rules deploy/rules\n"
      "  casejournal-bench large --directory /var/tmp --rules deploy/rules\n"
      "  casejournal-bench overload --directory /var/tmp\n");
  BenchCommand command;
  command.Declare(app);
  MixCommand mix;
  CLI::App& mix_app = *app.add_subcommand("mix", "Measure what caseworkers record: the event types of the samples");
  mix.Declare(mix_app);
  CanaryCommand canary;
  CLI::App& canary_app =
      *app.add_subcommand("canary", "Measure one append and one read beside calls that wait or take long");
  canary.Declare(canary_app);
  AccessCommand access;
  CLI::App& access_app = *app.add_subcommand(
      "access", "Measure what TLS, tokens, roles, limits of callers, and records of reads cost and tell");
  access.Declare(access_app);
  LargeCommand large;
  CLI::App& large_app = *app.add_subcommand("large", "Measure starts, reads, and memory of a large journal");
  large.Declare(large_app);
  OverloadCommand overload;
  CLI::App& overload_app =
      *app.add_subcommand("overload", "Measure what is recorded when far more is sent than can be");
  overload.Declare(overload_app);
  CLI11_PARSE(app, argc, argv);
  if (canary_app.parsed()) return static_cast<int>(FinishOutput(canary.Run()));
  if (access_app.parsed()) return static_cast<int>(FinishOutput(access.Run()));
  if (mix_app.parsed()) return static_cast<int>(FinishOutput(mix.Run()));
  if (overload_app.parsed()) return static_cast<int>(FinishOutput(overload.Run()));
  if (large_app.parsed()) return static_cast<int>(FinishOutput(large.Run()));
  return static_cast<int>(FinishOutput(command.Run()));
}

}  // namespace
}  // namespace casejournal::services

int main(int argc, char** argv) {
  // As the program that it measures does: Debian's Abseil is built with its check of the order of locks.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return casejournal::services::Main(argc, argv);
}
