// fsck: proves a journal on disk.
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "eventstore/fsck.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/local_failure.h"
#include "services/cli/output.h"
#include "services/cli/progress_bar.h"

namespace casejournal::services {
namespace {

class FsckCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--data", directory_, "The directory that holds the journal; no server may have it open")->required();
    app.add_flag("--json", json_, "Print a JSON object");
  }

  ExitStatus Run() {
    absl::StatusOr<eventstore::FsckReport> report = [&] {
      ProgressBar bar(1000);
      return eventstore::Fsck(directory_, [&](uint64_t done, uint64_t total) {
        bar.Show(total == 0 ? 1000 : done * 1000 / total, absl::StrCat(WithCommas(done), " entries"));
      });
    }();
    if (!report.ok()) return ExplainLocalFailure(report.status());
    Print(json_ ? AsJson(*report) : AsText(*report));
    return report->findings.empty() ? ExitStatus::kOk : ExitStatus::kDataLoss;
  }

 private:
  std::string AsText(const eventstore::FsckReport& report) const {
    std::string text;
    for (const std::string& finding : report.findings) absl::StrAppend(&text, "damaged: ", finding, "\n");
    if (!report.findings.empty()) {
      absl::StrAppend(&text, report.findings.size(), report.findings.size() == 1 ? " finding" : " findings", " in ",
                      directory_, "; nothing was changed\n");
      return text;
    }
    return absl::StrCat("sound: ", WithCommas(report.events), " entries in ", WithCommas(report.streams),
                        " streams, ", WithCommas(report.checkpoints), " signed checkpoints, root ",
                        eventstore::HexOf(report.root), " (", report.origin, ")\n");
  }

  static std::string AsJson(const eventstore::FsckReport& report) {
    const nlohmann::json json = {{"origin", report.origin},         {"entries", report.events},
                                 {"streams", report.streams},       {"checkpoints", report.checkpoints},
                                 {"root", eventstore::HexOf(report.root)}, {"findings", report.findings}};
    return absl::StrCat(json.dump(), "\n");
  }

  std::string directory_;
  bool json_ = false;
};

}  // namespace

void AddFsckCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<FsckCommand>(program, exit,
                          {.name = "fsck",
                           .group = kProveGroup,
                           .summary = "Proves a journal on disk: every file, hash, chain, index and signature",
                           .examples = "casejournal fsck --data ./journal\n"
                                       "casejournal fsck --data ./journal --json"});
}

}  // namespace casejournal::services
