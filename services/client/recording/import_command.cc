// casejournal import: JSON Lines, one request per line.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/client/recording/commands.h"
#include "services/client/recording/import_run.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"

namespace casejournal::services {
namespace {

constexpr size_t kWindowDefault = 256;

// Return the total size of the files; 0 if one of them is not a regular file.
uint64_t TotalBytes(const std::vector<std::string>& files) {
  uint64_t total = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const uint64_t bytes = std::filesystem::file_size(file, error);
    if (error) return 0;
    total += bytes;
  }
  return total;
}

struct ImportCommand {
  ServerFlags server;
  std::vector<std::string> files;
  size_t from_line = 1;
  size_t window = kWindowDefault;
  bool keep_going = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("files", files, "JSON Lines files with one AppendRequest per line; - for standard input")
        ->type_name("FILE")
        ->required();
    app.add_option("--from-line", from_line, "Start at this line of the first file [default: 1]")
        ->type_name("N")
        ->check(CheckPositiveNumber);
    app.add_option("--window", window, "Maximum number of requests in flight")
        ->type_name("N")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    app.add_flag("--keep-going", keep_going,
                 "After a line is rejected, go on with other cases, and list every rejected line at the end");
    app.add_flag("--json", json, "Print the summary as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    ImportCounts counts;
    const absl::Time begun = absl::Now();
    ProgressBar bar(TotalBytes(files));
    std::vector<RejectedLine> rejected;
    for (size_t i = 0; i < files.size(); ++i) {
      ImportStop stop = ImportFile(client, i, &counts, &bar);
      bar.Wipe();
      if (stop.exit == ExitStatus::kOk) continue;
      // A run that kept going ended early only if something else than a line stopped it.
      const bool went_on = !stop.rejections.empty() && stop.line == stop.rejections.front().line;
      for (ImportRejection& line : stop.rejections) rejected.push_back({i, std::move(line)});
      if (went_on) continue;
      Complain(stop.why);
      PrintSummary(counts, absl::Now() - begun, &stop, i);
      return stop.exit;
    }
    const absl::Duration took = absl::Now() - begun;
    if (counts.requests > 0) WaitUntilListed(client, counts.last_position);
    for (const RejectedLine& each : rejected) Complain(each.line.why);
    PrintSummary(counts, took, nullptr, files.size(), rejected);
    return rejected.empty() ? ExitStatus::kOk : rejected.front().line.exit;
  }

 private:
  struct RejectedLine {
    size_t file;  // the index of the file
    ImportRejection line;
  };

  // Wait until lists and searches include what was imported: users look for it next. A timeout is no failure, since
  // everything is recorded.
  static void WaitUntilListed(JournalClient& client, uint64_t position) {
    v1::ListCasesRequest request;
    request.set_page_size(1);
    request.set_min_position(position);
    v1::ListCasesResponse response;
    client.cases().ListCases(client.OneAnswer().get(), request, &response);
  }

  ImportStop ImportFile(JournalClient& client, size_t i, ImportCounts* counts, ProgressBar* bar) {
    const size_t from = i == 0 ? from_line : 1;
    std::ifstream opened;
    if (files[i] != "-") {
      opened.open(files[i], std::ios::binary);
      if (!opened) return {ExitStatus::kFailure, from, absl::StrCat(files[i], ": cannot be read")};
    }
    ImportRun run(client, files[i], {.window = window, .keep_going = keep_going}, counts, bar);
    return run.Import(files[i] == "-" ? std::cin : opened, from);
  }

  // `stop` says where the import stopped, in the file with the index `file`; null if it did not stop early.
  void PrintSummary(const ImportCounts& counts, absl::Duration took, const ImportStop* stop, size_t file,
                    const std::vector<RejectedLine>& rejected = {}) const {
    if (json) {
      nlohmann::ordered_json summary = {{"requestsRecorded", counts.requests},
                                        {"eventsRecorded", counts.events},
                                        {"requestsAlreadyRecorded", counts.repeated}};
      if (stop != nullptr) {
        summary["stoppedIn"] = files[file];
        summary["resumeFromLine"] = stop->line;
      }
      if (keep_going) {
        summary["requestsNotSent"] = counts.not_sent;
        summary["rejected"] = nlohmann::ordered_json::array();
        for (const RejectedLine& each : rejected)
          summary["rejected"].push_back({{"file", files[each.file]}, {"line", each.line.line}});
      }
      Print(absl::StrCat(summary.dump(), "\n"));
      return;
    }
    std::string text = absl::StrCat("Recorded ", Counted(counts.requests, "request", "requests"), " with ",
                                    Counted(counts.events, "event", "events"), " in ",
                                    absl::FormatDuration(absl::Trunc(took, absl::Milliseconds(1))));
    if (counts.repeated > 0) {
      absl::StrAppend(&text, "; ", Counted(counts.repeated, "more request was", "more requests were"),
                      " already recorded");
    }
    if (!rejected.empty()) {
      absl::StrAppend(
          &text, "; ", Counted(rejected.size(), "line was", "lines were"), " rejected, and ",
          Counted(counts.not_sent, "later request of their cases was", "later requests of their cases were"),
          " not sent");
    }
    Print(absl::StrCat(text, ".\n"));
    if (stop != nullptr) Remark(ResumeText(*stop, file));
  }

  std::string ResumeText(const ImportStop& stop, size_t file) const {
    std::string rest;
    if (window != kWindowDefault) absl::StrAppend(&rest, " --window ", window);
    if (keep_going) absl::StrAppend(&rest, " --keep-going");
    if (json) absl::StrAppend(&rest, " --json");
    absl::StrAppend(&rest, server.Again());
    for (size_t i = file; i < files.size(); ++i) absl::StrAppend(&rest, " ", ShellWord(files[i]));
    return absl::StrCat("Line ", stop.line, " of ", files[file],
                        " is the first line that was not recorded. Continue with:\n"
                        "  casejournal import --from-line ",
                        stop.line, rest, "\nLater lines that were already recorded are not recorded again.");
  }
};

}  // namespace

void AddImportCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ImportCommand>(
      program, exit,
      {.name = "import",
       .group = kRecordGroup,
       .summary = "Record many requests from JSON Lines files, in order for each case",
       .examples = "casejournal import plans.jsonl\n"
                   "casejournal import --from-line 57 plans.jsonl more.jsonl\n"
                   "casejournal import --keep-going plans.jsonl    # in an empty journal: a rehearsal\n"
                   "zcat plans.jsonl.gz | casejournal import -"});
}

}  // namespace casejournal::services
