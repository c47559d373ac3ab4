// casejournal rebuild: rebuild the read models from position 0, here or in a server.
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/operator_service.grpc.pb.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/rebuild.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
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

void PrintRebuilt(const nlohmann::ordered_json& rebuilt) {
  Print(absl::StrCat(rebuilt.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
}

class RebuildCommand {
 public:
  void Declare(CLI::App& app) {
    app.add_option("--data", directory_,
                   "Data directory of the journal, if no process has it open; without it,\n"
                   "the server rebuilds beside what it serves");
    keys_.Declare(app);
    server_.Declare(app);
    json_.Declare(app, "Print the result as JSON");
  }

  ExitStatus Run() {
    if (!directory_.empty()) return RebuildHere();
    return keys_.AreLeftToTheServer() ? RebuildServed() : ExitStatus::kUsage;
  }

 private:
  ExitStatus RebuildServed() const {
    JournalClient client(server_);
    v1::RebuildProjectionRequest request;
    request.set_projection(v1::PROJECTION_READ_MODELS);
    std::optional<v1::RebuiltProjection> rebuilt;
    std::optional<ProgressBar> bar(std::in_place, 1000);
    const auto context = client.Stream();
    const std::unique_ptr<v1::OperatorService::Stub> stub = v1::OperatorService::NewStub(client.channel());
    const grpc::Status status = ReadStream<v1::RebuildProjectionResponse>(
        *context, stub->RebuildProjection(context.get(), request), [&](const v1::RebuildProjectionResponse& step) {
          if (step.has_rebuilt()) rebuilt = step.rebuilt();
          const v1::RebuildProgress& progress = step.progress();
          if (step.has_progress()) {
            bar->Show(progress.total() == 0 ? 0 : progress.done() * 1000 / progress.total(),
                      HowFar(progress.done(), progress.total()));
          }
          return true;
        });
    bar.reset();
    if (!status.ok()) return ReportFailure(status, client.server());
    if (!rebuilt) {
      Complain(absl::StrCat(client.server(), " ended the answer without a result"));
      return ExitStatus::kFailure;
    }
    return Tell(*rebuilt);
  }

  ExitStatus Tell(const v1::RebuiltProjection& rebuilt) const {
    if (json_) {
      PrintRebuilt({{"rows", rebuilt.rows()},
                    {"entries", rebuilt.entries()},
                    {"compared", rebuilt.compared()},
                    {"differences", rebuilt.differences()},
                    {"oldReadModels", rebuilt.kept_as()}});
      return ExitStatus::kOk;
    }
    const std::string outcome =
        !rebuilt.compared() ? "the old read models could not be compared"
        : rebuilt.differences() == 0
            ? "the same bytes as before"
            : absl::StrCat(Counted(rebuilt.differences(), "row", "rows"), " differed from the old read models");
    Print(absl::StrCat("rebuilt ", WithCommas(rebuilt.rows()), " rows from ", WithCommas(rebuilt.entries()),
                       " entries; ", outcome, "; the server serves them, and keeps the old read models as ",
                       rebuilt.kept_as(), "\n"));
    return ExitStatus::kOk;
  }

  static std::string HowFar(uint64_t done, uint64_t total) {
    return absl::StrCat(WithCommas(done), " of ", WithCommas(total), " entries");
  }

  ExitStatus RebuildHere() const {
    KeepFilesPrivate();
    absl::StatusOr<std::unique_ptr<eventstore::EventLog>> log =
        eventstore::EventLog::Open({.directory = directory_, .master_keys = keys_.Use()});
    if (!log.ok()) return ExplainLocalFailure(log.status());
    const std::string models = projections::ReadModelDirectory(directory_);
    absl::StatusOr<projections::RebuildReport> report = [&] {
      ProgressBar bar((*log)->size());
      return projections::Rebuild(**log, models,
                                  [&](uint64_t done, uint64_t total) { bar.Show(done, HowFar(done, total)); });
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
      PrintRebuilt(rebuilt);
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

  std::string directory_;
  KeyFlags keys_;
  ServerFlags server_;
  JsonFlag json_;
};

}  // namespace

void AddRebuildCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RebuildCommand>(
      program, exit,
      {.name = "rebuild",
       .group = kRunGroup,
       .summary = "Rebuild the read models from the log, compare them with the old; offline, also check the due list",
       .examples = "casejournal rebuild\n"
                   "casejournal rebuild --data ./journal"});
}

}  // namespace casejournal::services
