// casejournal rebuild: rebuild the read models from position 0.
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/rebuild.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/private_files.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"

namespace casejournal::services {
namespace {

class RebuildCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--data", directory_, "Data directory of the journal; no server may have it open")->required();
    keys_.Declare(app);
    json_.Declare(app, "Print the result as JSON");
  }

  ExitStatus Run() {
    KeepFilesPrivate();
    absl::StatusOr<std::unique_ptr<eventstore::EventLog>> log =
        eventstore::EventLog::Open({.directory = directory_, .master_keys = keys_.Use()});
    if (!log.ok()) return ExplainLocalFailure(log.status());
    const std::string models = projections::ReadModelDirectory(directory_);
    absl::StatusOr<projections::RebuildReport> report = [&] {
      ProgressBar bar((*log)->size());
      return projections::Rebuild(**log, models, [&](uint64_t done, uint64_t total) {
        bar.Show(done, absl::StrCat(WithCommas(done), " of ", WithCommas(total), " entries"));
      });
    }();
    if (!report.ok()) return ExplainLocalFailure(report.status());
    const absl::StatusOr<projections::DueListCheck> due =
        projections::CheckDueList(**log, projections::DueDirectory(directory_));
    if (!due.ok()) return ExplainLocalFailure(due.status());
    const bool due_is_sound = due->why.empty();
    if (json_) {
      const nlohmann::ordered_json rebuilt = {{"rows", report->rows},
                                              {"entries", report->events},
                                              {"directory", models},
                                              {"oldReadModels", report->kept_as},
                                              {"compared", report->compared},
                                              {"differences", report->differences},
                                              {"dueList", !due->exists   ? "none"
                                                          : due_is_sound ? "sound"
                                                                         : due->why},
                                              {"dueListPutAway", due->put_away}};
      Print(absl::StrCat(rebuilt.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return ExitStatus::kOk;
    }
    for (const std::string& difference : report->differences) Print(absl::StrCat("differed: ", difference, "\n"));
    const std::string outcome = report->kept_as.empty() ? "there were no old read models"
                                : !report->compared     ? "the old read models were of another log or could not be read"
                                : report->differences.empty() ? "the same bytes as before"
                                                              : "they differ from the old read models";
    Print(absl::StrCat(
        "rebuilt ", WithCommas(report->rows), " rows from ", WithCommas(report->events), " entries; ", outcome, " (",
        models, report->kept_as.empty() ? "" : absl::StrCat("; the old read models are in ", report->kept_as), ")\n"));
    if (due->exists && due_is_sound) Print("the due list is sound\n");
    if (!due_is_sound) {
      Print(absl::StrCat("the rows of the due list ", due->why, "; they were moved to ", due->put_away,
                         ", and the next start of a server makes them again\n"));
    }
    return ExitStatus::kOk;
  }

 private:
  std::string directory_;
  KeyFlags keys_;
  JsonFlag json_;
};

}  // namespace

void AddRebuildCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RebuildCommand>(
      program, exit,
      {.name = "rebuild",
       .group = kRunGroup,
       .summary = "Rebuild the read models from the log, compare them with the old, and check the due list",
       .examples = "casejournal rebuild --data ./journal"});
}

}  // namespace casejournal::services
