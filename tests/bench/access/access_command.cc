#include "tests/bench/access/access_command.h"

#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/machine.h"

namespace casejournal::services {
namespace {

constexpr double kAccessRefusedMax = 0.005;

}  // namespace

void AccessCommand::Declare(CLI::App& app) {
  app.add_option("--directory", directory_,
                 "Where to create a temporary directory for the measurement\n[default: the current directory]");
  app.add_option("--casejournal", program_, "The program to measure [the one next to this program]");
  app.add_option("--rules", rules_, "Rule files to adopt")->type_name("FILE|DIRECTORY");
  app.add_option("--rounds", plan_.rounds, "How often everything is measured")->capture_default_str();
  app.add_option("--seconds", seconds_, "Duration of each measurement under load in each round")->capture_default_str();
  app.add_option("--canary-seconds", canary_seconds_, "How long one caller is measured alone, and beside another")
      ->capture_default_str();
  app.add_option("--cases", plan_.cases, "Cases of each round, at least as many as requests in flight")
      ->capture_default_str();
  app.add_option("--entries", plan_.entries, "Entries of each of them before appends are measured")
      ->capture_default_str();
  app.add_option("--seed", plan_.seed, "Decides all entries that are written")->capture_default_str();
  app.add_option("--only", plan_.only, "Measure only the rows whose name contains this text");
  app.add_option("--json", json_, "Also write all figures to this file");
  app.add_option("--flood", flood_, "")->group("");
}

ExitStatus AccessCommand::Run() {
  if (!flood_.empty()) {
    const absl::Status flooded = BeFlood(flood_);
    if (!flooded.ok()) Complain(flooded.message());
    return flooded.ok() ? ExitStatus::kOk : ExitStatus::kFailure;
  }
  plan_.turn = absl::Seconds(seconds_);
  plan_.canary = absl::Seconds(canary_seconds_);
  if (program_.empty()) program_ = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "casejournal";
  const std::string scratch = std::filesystem::absolute(absl::StrCat(directory_, "/casejournal-access-", ::getpid()));
  std::filesystem::create_directories(scratch);
  const ExitStatus exit = Measure(scratch);
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  return exit;
}

ExitStatus AccessCommand::Measure(const std::string& scratch) {
  AccessJournals journals(program_, scratch, rules_);
  if (absl::Status started = journals.Start(); !started.ok()) return ExplainLocalFailure(started);
  for (const auto& [name, value] : MachineInWords(scratch)) figures_.Describe(name, value);
  const absl::CivilDay today = JournalToday();
  figures_.Describe("day", absl::FormatCivilTime(today));
  figures_.Describe("rules", rules_.empty() ? "none" : "adopted");
  figures_.Describe("seed", absl::StrCat(plan_.seed));
  figures_.Describe("rounds", absl::StrCat(plan_.rounds));
  AccessRows rows(plan_, journals, scratch, today, figures_);
  absl::Status measured = rows.Prepare();
  for (int round = 0; round < plan_.rounds && measured.ok(); ++round) {
    Print(absl::StrCat("\nround ", round + 1, " of ", plan_.rounds, ", median (minimum to maximum) so far\n"));
    const MachineTime before = MachineTimeNow();
    measured = rows.Round(round);
    const double others = ShareOfOthers(before, MachineTimeNow());
    figures_.Add("the machine in this run", "others", "% of all processors", 100 * others);
    if (measured.ok() && !json_.empty()) measured = figures_.WriteJson(json_);
  }
  const RefusedEntries& refusals = rows.refusals();
  for (const std::string& reason : refusals.reasons) Complain(absl::StrCat("refused: ", reason));
  if (!measured.ok()) {
    Complain(measured.message());
    return ExitStatus::kFailure;
  }
  Print(absl::StrCat("\nall rounds\n", figures_.Text()));
  Print(absl::StrFormat("\n%s entries sent, %s of them refused (%.3f %%); at most %.1f %% may be\n",
                        WithCommas(refusals.sent), WithCommas(refusals.refused), 100 * refusals.Share(),
                        100 * kAccessRefusedMax));
  if (refusals.Share() <= kAccessRefusedMax) return ExitStatus::kOk;
  Complain("too many entries were refused");
  return ExitStatus::kFailure;
}

}  // namespace casejournal::services
