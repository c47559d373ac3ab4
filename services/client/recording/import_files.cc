#include "services/client/recording/import_files.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/client/recording/import_run.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/shell_word.h"

namespace casejournal::services {
namespace {

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

// What one file added to the counts.
struct FileResult {
  uint64_t requests = 0;
  uint64_t events = 0;
  uint64_t repeated = 0;
};

struct RejectedLine {
  size_t file;  // the index of the file
  ImportRejection line;
};

class Importing {
 public:
  Importing(JournalClient& client, const ServerFlags& server, const FilesToImport& asked)
      : client_(client), server_(server), asked_(asked), bar_(TotalBytes(asked.files)) {}

  ExitStatus Run() {
    const absl::Time begun = absl::Now();
    std::vector<RejectedLine> rejected;
    for (size_t i = 0; i < asked_.files.size(); ++i) {
      const ImportCounts before = counts_;
      ImportStop stop = ImportFile(i);
      bar_.Wipe();
      results_.push_back(
          {counts_.requests - before.requests, counts_.events - before.events, counts_.repeated - before.repeated});
      if (stop.exit == ExitStatus::kOk) continue;
      // A run that kept going ended early only if something else than a line stopped it.
      const bool went_on = !stop.rejections.empty() && stop.line == stop.rejections.front().line;
      for (ImportRejection& line : stop.rejections) rejected.push_back({i, std::move(line)});
      if (went_on) continue;
      Complain(stop.why);
      PrintSummary(absl::Now() - begun, &stop, i);
      return stop.exit;
    }
    const absl::Duration took = absl::Now() - begun;
    if (counts_.requests > 0 && !asked_.rehearsal) {
      client_.SeeUpTo(counts_.last_position + 1);
      WaitUntilListed();
    }
    for (const RejectedLine& each : rejected) Complain(each.line.why);
    PrintSummary(took, nullptr, asked_.files.size(), rejected);
    return rejected.empty() ? ExitStatus::kOk : rejected.front().line.exit;
  }

 private:
  // Wait until lists and searches include what was imported: users look for it next. A timeout is no failure, since
  // everything is recorded.
  void WaitUntilListed() {
    v1::ListCasesRequest request;
    request.set_page_size(1);
    request.set_min_position(counts_.last_position);
    v1::ListCasesResponse response;
    client_.cases().ListCases(client_.OneAnswer().get(), request, &response);
  }

  ImportStop ImportFile(size_t i) {
    const std::string& file = asked_.files[i];
    const size_t from = i == 0 ? asked_.from_line : 1;
    std::ifstream opened;
    if (file != "-") {
      opened.open(file, std::ios::binary);
      if (!opened) return {ExitStatus::kNotFound, from, absl::StrCat(file, ": cannot be read")};
    }
    ImportRun run(client_, file, {.window = asked_.window, .keep_going = asked_.keep_going}, &counts_, &bar_);
    return run.Import(file == "-" ? std::cin : opened, from);
  }

  // `stop` says where the import stopped, in the file with the index `file`; null if it did not stop early.
  void PrintSummary(absl::Duration took, const ImportStop* stop, size_t file,
                    const std::vector<RejectedLine>& rejected = {}) const {
    if (asked_.json) {
      Print(absl::StrCat(JsonSummary(stop, file, rejected), "\n"));
      ResultTellsFailure();
      return;
    }
    std::string text =
        absl::StrCat(asked_.rehearsal ? "Would record " : "Recorded ", Counted(counts_.requests, "request", "requests"),
                     " with ", Counted(counts_.events, "event", "events"));
    if (!asked_.rehearsal) {
      absl::StrAppend(&text, " in ", absl::FormatDuration(absl::Trunc(took, absl::Milliseconds(1))));
    }
    if (counts_.repeated > 0) {
      absl::StrAppend(&text, "; ", Counted(counts_.repeated, "more request was", "more requests were"),
                      " already recorded");
    }
    if (!rejected.empty()) absl::StrAppend(&text, "; ", RejectedWords(rejected.size()));
    Print(absl::StrCat(text, ".\n"));
    if (stop != nullptr && !asked_.rehearsal) Remark(ResumeText(*stop, file));
  }

  std::string RejectedWords(size_t lines) const {
    if (asked_.rehearsal) {
      return absl::StrCat(Counted(lines, "line would be", "lines would be"), " rejected, and ",
                          Counted(counts_.not_sent, "later request of their cases", "later requests of their cases"),
                          " would not be sent");
    }
    return absl::StrCat(
        Counted(lines, "line was", "lines were"), " rejected, and ",
        Counted(counts_.not_sent, "later request of their cases was", "later requests of their cases were"),
        " not sent");
  }

  std::string JsonSummary(const ImportStop* stop, size_t file, const std::vector<RejectedLine>& rejected) const {
    nlohmann::ordered_json summary = {{"requestsRecorded", counts_.requests},
                                      {"eventsRecorded", counts_.events},
                                      {"requestsAlreadyRecorded", counts_.repeated}};
    if (asked_.rehearsal) summary["rehearsal"] = true;
    if (stop != nullptr) {
      summary["stoppedIn"] = asked_.files[file];
      summary["resumeFromLine"] = stop->line;
      summary["code"] = CanonicalCodeOf(stop->exit);
      summary["message"] = stop->why;
    } else if (!rejected.empty()) {
      summary["code"] = CanonicalCodeOf(rejected.front().line.exit);
      summary["message"] = rejected.front().line.why;
    }
    if (asked_.keep_going) {
      summary["requestsNotSent"] = counts_.not_sent;
      summary["rejected"] = nlohmann::ordered_json::array();
      for (const RejectedLine& each : rejected)
        summary["rejected"].push_back({{"file", asked_.files[each.file]},
                                       {"line", each.line.line},
                                       {"code", CanonicalCodeOf(each.line.exit)},
                                       {"message", each.line.why}});
    }
    summary["files"] = nlohmann::ordered_json::array();
    for (size_t i = 0; i < results_.size(); ++i) {
      summary["files"].push_back({{"file", asked_.files[i]},
                                  {"requestsRecorded", results_[i].requests},
                                  {"eventsRecorded", results_[i].events},
                                  {"requestsAlreadyRecorded", results_[i].repeated}});
    }
    return summary.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  std::string ResumeText(const ImportStop& stop, size_t file) const {
    std::string rest;
    if (asked_.window != kImportWindow) absl::StrAppend(&rest, " --window ", asked_.window);
    if (asked_.keep_going) absl::StrAppend(&rest, " --keep-going");
    if (asked_.json) absl::StrAppend(&rest, " --json");
    absl::StrAppend(&rest, server_.Again());
    for (size_t i = file; i < asked_.files.size(); ++i) absl::StrAppend(&rest, " ", ShellWord(asked_.files[i]));
    return absl::StrCat("Line ", stop.line, " of ", asked_.files[file],
                        " is the first line that was not recorded. Continue with:\n"
                        "  casejournal import --from-line ",
                        stop.line, rest, "\nLater lines that were already recorded are not recorded again.");
  }

  JournalClient& client_;
  const ServerFlags& server_;
  const FilesToImport& asked_;
  ImportCounts counts_;
  std::vector<FileResult> results_;
  ProgressBar bar_;
};

}  // namespace

ExitStatus ImportFiles(JournalClient& client, const ServerFlags& server, const FilesToImport& asked) {
  return Importing(client, server, asked).Run();
}

}  // namespace casejournal::services
