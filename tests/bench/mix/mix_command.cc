#include "tests/bench/mix/mix_command.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/json_util.h"
#include "services/console/command.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/machine.h"
#include "tests/bench/mix/entry_kinds.h"

namespace casejournal::services {
namespace {

constexpr size_t kPayloads = 2000;
constexpr size_t kSharesOf = 100'000;
constexpr double kRefusedMax = 0.005;
constexpr int kSampleEvents = 911;

}  // namespace

void MixCommand::Declare(CLI::App& app) {
  app_ = &app;
  app.add_option("--directory", directory_,
                 "Where to create a temporary directory for the measurement\n[default: the current directory]");
  app.add_option("--casejournal", program_, "The program to measure [the one next to this program]");
  app.add_option("--rules", rules_, "Rule files to adopt")->type_name("FILE|DIRECTORY");
  app.add_option("--rounds", plan_.rounds, "How often everything is measured")->capture_default_str();
  app.add_option("--seconds", seconds_, "Duration of each measurement in each round")->capture_default_str();
  app.add_option("--seed", plan_.seed, "Decides all entries that are written")->capture_default_str();
  app.add_option("--cases", plan_.cases, "Cases of each round, at least as many as requests in flight")
      ->capture_default_str();
  app.add_option("--entries", plan_.entries, "Entries of each of them before appends are measured")
      ->capture_default_str();
  app.add_option("--sizes", plan_.sizes, "Sizes of the cases that are measured by size [100 1000 10000]")
      ->expected(0, 8);
  app.add_option("--histories", plan_.histories, "Sizes of the cases whose history is read [250 500 1000]")
      ->expected(0, 8);
  app.add_option("--history-seconds", history_seconds_, "How long a history may take")->capture_default_str();
  app.add_option("--waits", plan_.waits, "Appends after a pause, in each round")->capture_default_str();
  app.add_option("--case-memory-mib", case_memory_mib_, "As of casejournal serve");
  app.add_option("--serve-store", serve_store_, "tests/bench/serve_store, to compare with PostgreSQL and Redis");
  app.add_option("--only", plan_.only, "Measure only the rows whose name contains this text");
  app.add_option("--json", json_, "Also write all figures to this file");
  app.add_flag("--quick", quick_,
               "One round of half a second each, without cases of 10,000 entries;\nother options change this");
  app.add_flag("--shares", shares_, "Only print the types of the entries that a seed gives");
}

ExitStatus MixCommand::Run() {
  if (quick_) BeQuick();
  plan_.turn = absl::Seconds(seconds_);
  plan_.history_limit = absl::Seconds(history_seconds_);
  Print(absl::StrCat("seed ", plan_.seed, "\n"));
  if (shares_) return PrintShares();
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  if (program_.empty()) program_ = self.parent_path() / "casejournal";
  scratch_ = std::filesystem::absolute(absl::StrCat(directory_, "/casejournal-bench-", ::getpid()));
  std::filesystem::create_directories(scratch_);
  const ExitStatus exit = Measure();
  std::error_code ignored;
  std::filesystem::remove_all(scratch_, ignored);
  return exit;
}

void MixCommand::BeQuick() {
  const auto unless_given = [&](const char* option, auto& value, auto quick) {
    if (app_->count(option) == 0) value = std::move(quick);
  };
  unless_given("--rounds", plan_.rounds, 1);
  unless_given("--seconds", seconds_, 0.5);
  unless_given("--waits", plan_.waits, size_t{5});
  unless_given("--cases", plan_.cases, size_t{260});
  unless_given("--entries", plan_.entries, size_t{120});
  unless_given("--sizes", plan_.sizes, std::vector<size_t>{100, 1000});
  unless_given("--histories", plan_.histories, std::vector<size_t>{250, 500});
  unless_given("--history-seconds", history_seconds_, 10.0);
  plan_.scanned = 20'000;
}

ExitStatus MixCommand::Measure() {
  const absl::CivilDay today = JournalToday();
  std::vector<std::string> payloads;
  std::vector<std::string> json_payloads;
  CaseAuthor author({.seed = plan_.seed, .first_day = today - 730, .today = today, .entries_before_today = 0});
  const v1::AppendRequest written = author.Next(kPayloads);
  size_t bytes = 0;
  for (const event::v1::CaseEvent& event : written.cases(0).events()) {
    payloads.push_back(event.SerializeAsString());
    bytes += payloads.back().size();
    std::string json;
    if (!google::protobuf::util::MessageToJsonString(event, &json).ok()) continue;
    json_payloads.push_back(std::move(json));
  }
  MixServers servers({.program = program_,
                      .directory = scratch_,
                      .rules = rules_,
                      .serve_store = serve_store_,
                      .case_memory_mib = case_memory_mib_});
  std::vector<std::string> left_out;
  if (absl::Status started = servers.Start(json_payloads, payloads, left_out); !started.ok()) {
    return ExplainLocalFailure(started);
  }
  DescribeRun(left_out);
  figures_.Describe("bytes of an event, mean", absl::StrCat(bytes / kPayloads));
  MixRows rows(plan_, servers, scratch_, today, figures_);
  absl::Status measured = rows.Prepare();
  for (int round = 0; round < plan_.rounds && measured.ok(); ++round) {
    Print(absl::StrCat("\nround ", round + 1, " of ", plan_.rounds, ", median (minimum to maximum) so far\n"));
    const MachineTime before = MachineTimeNow();
    measured = rows.Round(round);
    const double others = ShareOfOthers(before, MachineTimeNow());
    figures_.Add("the machine in this run", "others", "% of all processors", 100 * others);
    Print(absl::StrFormat("other processes used %.0f %% of all processors in this round\n", 100 * others));
    // A run that is cut short keeps the figures of the rounds that it finished.
    if (measured.ok() && !json_.empty()) measured = figures_.WriteJson(json_);
  }
  const RefusedEntries refusals = rows.refusals();
  for (const std::string& reason : refusals.reasons) Complain(absl::StrCat("refused: ", reason));
  if (!measured.ok()) {
    Complain(measured.message());
    return ExitStatus::kFailure;
  }
  figures_.Describe("entries sent", WithCommas(refusals.sent));
  figures_.Describe("entries refused", WithCommas(refusals.refused));
  figures_.Describe("server memory, peak", absl::StrCat(servers.journal().PeakMiB(), " MiB"));
  Print(absl::StrCat("\nall rounds\n", figures_.Text()));
  Print(absl::StrFormat("\n%s entries sent, %s of them refused (%.3f %%); at most %.1f %% may be\n",
                        WithCommas(refusals.sent), WithCommas(refusals.refused), 100 * refusals.Share(),
                        100 * kRefusedMax));
  for (const std::string& store : left_out) Print(absl::StrCat("left out  ", store, "\n"));
  if (!json_.empty()) {
    if (absl::Status stored = figures_.WriteJson(json_); !stored.ok()) return ExplainLocalFailure(stored);
  }
  if (refusals.Share() <= kRefusedMax) return ExitStatus::kOk;
  Complain("too many entries were refused");
  return ExitStatus::kFailure;
}

void MixCommand::DescribeRun(const std::vector<std::string>& left_out) {
  for (const auto& [name, value] : MachineInWords(scratch_)) figures_.Describe(name, value);
  figures_.Describe("day", absl::FormatCivilTime(JournalToday()));
  figures_.Describe("rules", rules_.empty() ? "none" : "adopted");
  figures_.Describe("seed", absl::StrCat(plan_.seed));
  figures_.Describe("rounds", absl::StrCat(plan_.rounds));
  figures_.Describe("seconds of a turn", absl::StrCat(seconds_));
  figures_.Describe("cases of a round", absl::StrCat(plan_.cases, " of ", plan_.entries, " entries and more"));
  figures_.Describe("left out", left_out.empty() ? "nothing" : absl::StrJoin(left_out, "; "));
}

ExitStatus MixCommand::PrintShares() {
  std::map<std::string, uint64_t> counts;
  uint64_t late = 0;
  uint64_t settling = 0;
  const absl::CivilDay today = JournalToday();
  for (size_t i = 0; i < kSharesOf / 1000; ++i) {
    CaseAuthor author({.seed = plan_.seed + i, .first_day = today - 730, .today = today, .entries_before_today = 1000});
    for (size_t written = 0; written < 1000; written += 10) {
      const v1::AppendRequest request = author.Next(10);
      CountTypes(request, counts);
      v1::AppendResponse answer;
      for (const event::v1::CaseEvent& event : request.cases(0).events()) {
        late += event.late_reason().empty() ? 0 : 1;
        settling += event.has_corrects() || event.has_entry_retracted() ? 1 : 0;
        // A server gives a digest to each version.
        if (!event.has_plan_version_drawn_up()) continue;
        if (answer.cases().empty()) answer.add_cases();
        answer.mutable_cases(0)->add_plan_version_digests(Words(counts.size() + written + i * 1000).Digest());
      }
      author.Learn(answer);
    }
  }
  Print("type                         of 1,000 of the mix  of 1,000 of the samples\n");
  for (const auto& kinds : {PeopleEntries(), PlanEntries(), CourtEntries()}) {
    for (const EntryKind& kind : kinds) {
      Print(absl::StrFormat("%-28s %19.1f %24.1f\n", kind.type,
                            1000.0 * static_cast<double>(counts[kind.type]) / kSharesOf,
                            1000.0 * kind.of_samples / kSampleEvents));
    }
  }
  Print(absl::StrFormat("late %.2f %%, corrections and retractions %.2f %%\n",
                        100.0 * static_cast<double>(late) / kSharesOf,
                        100.0 * static_cast<double>(settling) / kSharesOf));
  return ExitStatus::kOk;
}

}  // namespace casejournal::services
