#include "tests/bench/large/large_command.h"

#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/console/command.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "tests/bench/machine.h"

namespace casejournal::services {
namespace {

constexpr char kMakingRow[] = "making the log, without calls";
constexpr char kMachineRow[] = "the machine in this run";

// One line of the table, and the target that it is compared with, if there is one.
struct TableLine {
  const char* measure;
  const char* words;
  const char* unit;
  const char* target = "";
};

struct TablePart {
  const char* row;
  std::vector<TableLine> lines;
};

const std::vector<TablePart>& Table() {
  static const auto* const parts = new std::vector<TablePart>{
      {kMakingRow,
       {{"entries", "entries recorded", ""},
        {"entries a second", "entries", "a second"},
        {"refused", "entries rejected by the rules", ""}}},
      {kFirstStartRow,
       {{"serving s", "until the health service says SERVING", "s"},
        {"serving cpu s", "processor time of the server by then", "s"},
        {"read models s", "until lists of cases are complete", "s"},
        {"due list s", "until the list of what is due is complete", "s"},
        {"idle s", "until nothing is left to do", "s"},
        {"peak MiB", "peak memory (VmHWM)", "MiB"},
        {"of it used MiB", "of it cases in memory, by their account", "MiB"},
        {"beyond it MiB", "of it beyond the case memory", "MiB"}}},
      {kCleanStartRow,
       {{"serving s", "until the health service says SERVING", "s", "2"},
        {"serving cpu s", "processor time of the server by then", "s"},
        {"first plan s", "until the first GetCasePlan is answered", "s"},
        {"read models s", "until lists of cases are complete", "s"},
        {"due list s", "until the list of what is due is complete", "s"},
        {"idle s", "until nothing is left to do", "s"},
        {"peak MiB", "peak memory (VmHWM) by then", "MiB"}}},
      {kRandomCasesRow,
       {{"cases", "cases", ""},
        {"requests a second", "requests", "a second"},
        {"p50 us", "median", "us"},
        {"p99 us", "slowest of a hundred", "us"},
        {"cpu us", "processor time of the server", "us"},
        {"failed", "failed", ""},
        {"peak MiB", "peak memory (VmHWM)", "MiB"},
        {"resident MiB", "memory now (VmRSS)", "MiB"},
        {"case memory MiB", "the case memory may use", "MiB"},
        {"of it used MiB", "it uses, by its own account", "MiB"},
        {"beyond it MiB", "peak beyond that", "MiB", "400"}}},
      {kCleanStopRow, {{"s", "until the process has ended", "s"}}},
      {kKilledStartRow,
       {{"entries appended before it", "entries appended before kill -9", ""},
        {"serving s", "until the health service says SERVING", "s", "5"},
        {"serving cpu s", "processor time of the server by then", "s"},
        {"first plan s", "until the first GetCasePlan is answered", "s"},
        {"read models s", "until lists of cases are complete", "s"},
        {"due list s", "until the list of what is due is complete", "s"},
        {"idle s", "until nothing is left to do", "s"}}},
      {kReadAllRow,
       {{"entries", "entries", ""},
        {"entries a second", "entries", "a second"},
        {"cpu us an entry", "processor time of the server for an entry", "us"}}},
      {kSubscribeRow,
       {{"entries a second", "entries", "a second"},
        {"cpu us an entry", "processor time of the server for an entry", "us"}}},
      {kSentencesRow,
       {{"entries", "entries", ""},
        {"entries a second", "entries", "a second"},
        {"cpu us an entry", "processor time of the server for an entry", "us"}}},
      {kScanMemoryRow,
       {{"peak MiB", "peak memory (VmHWM)", "MiB"},
        {"case memory MiB", "the case memory may use: 1 of 50 cases", "MiB"},
        {"beyond it MiB", "peak beyond that", "MiB", "400"}}},
      {kMachineRow, {{"others", "used by other processes, of all processors", "%"}}},
  };
  return *parts;
}

// As many digits as the value deserves.
std::string TableNumber(double value) {
  if (value >= 1000) return WithCommas(static_cast<uint64_t>(value + 0.5));
  return value == static_cast<double>(static_cast<int64_t>(value))
             ? absl::StrFormat("%.0f", value)
             : absl::StrFormat("%.*f", value >= 10 ? 1 : 3, value);
}

uint64_t MiB(uint64_t bytes) { return bytes >> 20; }

}  // namespace

void LargeCommand::Declare(CLI::App& app) {
  app.add_option("--directory", directory_,
                 "Where the log is kept, in a directory named after its size\n[default: the current directory]");
  app.add_option("--events", events_, "Entries of all cases: a multiple of --cases")
      ->check(CheckWholeNumber)
      ->capture_default_str();
  app.add_option("--cases", cases_, "Cases: a multiple of 20")->check(CheckWholeNumber)->capture_default_str();
  app.add_option("--reads", plan_.reads, "Random cases to read, each once")
      ->check(CheckWholeNumber)
      ->capture_default_str();
  app.add_option("--rounds", rounds_, "How often everything is measured")->capture_default_str();
  app.add_option("--append-seconds", append_seconds_, "How long entries are appended before kill -9")
      ->check(CheckPositiveNumber)
      ->capture_default_str();
  app.add_option("--case-memory-mib", plan_.case_memory_mib, "As of casejournal serve")->check(CheckWholeNumber);
  app.add_option("--casejournal", program_, "The program to measure [the one next to this program]");
  app.add_option("--rules", rules_, "Rule files to adopt")->type_name("FILE|DIRECTORY");
  app.add_option("--json", json_, "Also write all figures to this file");
  CLI::Option* const lists = app.add_flag(
      "--make-lists", make_lists_,
      "Also remove the read models and the list of what is due, and measure\nhow long a server makes them; "
      "done after the log is made, too, unless nothing is to wait for them");
  app.add_flag("--only-make", only_make_, "Only make the log");
  CLI::Option* const starts =
      app.add_flag("--only-starts", only_starts_, "Only measure starts, and wait for no lists")->excludes(lists);
  app.add_flag("--busy", busy_, "Wait neither for lists nor for findings: measure while the server makes them")
      ->excludes(lists)
      ->excludes(starts);
}

ExitStatus LargeCommand::Run() {
  const absl::StatusOr<LargeShape> shape = LargeShape::Of(events_, cases_);
  if (!shape.ok()) {
    Complain(shape.status().message());
    return ExitStatus::kUsage;
  }
  if (program_.empty()) program_ = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "casejournal";
  plan_.append_for = absl::Seconds(append_seconds_);
  plan_.await_lists = !only_starts_ && !busy_;
  const LargeLog log(directory_, *shape);
  const absl::StatusOr<LargeLogMade> made = FindOrMake(log);
  if (!made.ok()) return ExplainLocalFailure(made.status());
  if (only_make_) return ExitStatus::kOk;
  const absl::Status measured = Measure(log, *made);
  PrintTable();
  if (measured.ok()) return ExitStatus::kOk;
  Complain(measured.message());
  return ExitStatus::kFailure;
}

absl::StatusOr<LargeLogMade> LargeCommand::FindOrMake(const LargeLog& log) {
  const std::string what = absl::StrCat(WithCommas(events_), " entries of ", WithCommas(cases_), " cases");
  const absl::StatusOr<LargeLogMade> found = log.Find();
  if (found.ok()) {
    Print(absl::StrCat(what, ", made on ", found->day, ", are in ", log.directory(), " (",
                       WithCommas(MiB(BytesInFiles(log.directory()))), " MiB) and are used again\n"));
    FlushOutput();
    return found;
  }
  if (!absl::IsNotFound(found.status())) return found;
  std::filesystem::create_directories(directory_);
  const uint64_t free = std::filesystem::space(directory_).available;
  Print(absl::StrCat(what, " are made in ", log.directory(), " and kept there. They need at most ",
                     WithCommas(MiB(log.RoomNeeded())), " MiB; ", WithCommas(MiB(free)), " MiB are free.\n"));
  FlushOutput();
  if (free < log.RoomNeeded()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the disk of ", directory_, " has ", WithCommas(MiB(free)), " MiB free, and the log may need ",
                     WithCommas(MiB(log.RoomNeeded())), " MiB; nothing was made. Name another disk with --directory"));
  }
  ProgressBar bar(events_);
  const absl::Time began = absl::Now();
  const absl::StatusOr<LargeLogMade> made = log.Make([&](uint64_t recorded) {
    const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
    bar.Show(recorded, absl::StrFormat("%s of %s entries, %.0f a second", WithCommas(recorded), WithCommas(events_),
                                       static_cast<double>(recorded) / seconds));
  });
  bar.Wipe();
  if (!made.ok()) return made;
  const double recorded = static_cast<double>(events_ - made->refused);
  Print(absl::StrFormat("made in %.0f s (%.0f entries a second); %s MiB on disk; %s entries rejected\n", made->seconds,
                        recorded / made->seconds, WithCommas(MiB(BytesInFiles(log.directory()))),
                        WithCommas(made->refused)));
  FlushOutput();
  make_lists_ = plan_.await_lists;
  return made;
}

void LargeCommand::DescribeLog(const LargeLog& log, const LargeLogMade& made) {
  for (const auto& [name, value] : MachineInWords(log.directory())) figures_.Describe(name, value);
  figures_.Describe("day of the log", made.day);
  figures_.Describe("rules", rules_.empty() ? "none" : "adopted");
  figures_.Describe("cases", absl::StrCat(cases_));
  figures_.Describe("bytes of a case in memory, by its account", absl::StrCat(made.bytes_of_case));
  figures_.Describe("rounds", absl::StrCat(rounds_));
  const double recorded = static_cast<double>(events_ - made.refused);
  figures_.Add(kMakingRow, kJournalSide, "entries", recorded);
  figures_.Add(kMakingRow, kJournalSide, "entries a second", recorded / made.seconds);
  figures_.Add(kMakingRow, kJournalSide, "refused", static_cast<double>(made.refused));
}

absl::Status LargeCommand::Measure(const LargeLog& log, const LargeLogMade& made) {
  DescribeLog(log, made);
  LargeRows rows(plan_, log, made, {.program = program_, .data = log.data(), .rules = rules_}, figures_);
  const auto measured = [&](const auto& measure) {
    const MachineTime before = MachineTimeNow();
    const absl::Status status = measure();
    figures_.Add(kMachineRow, "others", "% of all processors", 100 * ShareOfOthers(before, MachineTimeNow()));
    return status;
  };
  absl::Status status = make_lists_ ? measured([&] { return rows.FirstStart(); }) : absl::OkStatus();
  for (int round = 0; round < rounds_ && status.ok(); ++round) {
    status = measured([&] { return only_starts_ ? rows.Starts() : rows.Round(round); });
    // A run that is cut short keeps the figures of the rounds that it finished.
    if (status.ok() && !json_.empty()) status = figures_.WriteJson(json_);
  }
  figures_.Describe("MiB on disk", absl::StrCat(MiB(BytesInFiles(log.directory()))));
  if (status.ok() && !json_.empty()) status = figures_.WriteJson(json_);
  Print(absl::StrCat("\n", WithCommas(events_), " entries of ", WithCommas(cases_), " cases; ",
                     WithCommas(MiB(BytesInFiles(log.data() + "/log"))), " MiB of log, ",
                     WithCommas(MiB(BytesInFiles(log.data() + "/projections"))),
                     " MiB of read models and due dates on disk\n"));
  return status;
}

void LargeCommand::PrintTable() const {
  Print(absl::StrFormat("%-62s %12s  %-8s  %s\n", "", "median", "", "target   minimum to maximum"));
  for (const TablePart& part : Table()) {
    bool named = false;
    for (const TableLine& line : part.lines) {
      const bool of_machine = std::string(part.row) == kMachineRow;
      const Rounds* rounds = of_machine ? figures_.Of(part.row, "others", "% of all processors")
                                        : figures_.Of(part.row, kJournalSide, line.measure);
      if (rounds == nullptr) continue;
      if (!named) Print(absl::StrCat(part.row, "\n"));
      named = true;
      std::string range;
      if (rounds->values.size() > 1) {
        range = absl::StrCat(TableNumber(rounds->Min()), " to ", TableNumber(rounds->Max()));
      }
      Print(absl::StrFormat("  %-60s %12s  %-8s  %6s   %s\n", line.words, TableNumber(rounds->Median()), line.unit,
                            line.target, range));
    }
  }
}

}  // namespace casejournal::services
