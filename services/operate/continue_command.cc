// casejournal continue: continue an older state of a journal, which is possible only as a new log.
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/given_file.h"
#include "services/files/private_files.h"
#include "services/journal/continue_journal.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"

namespace casejournal::services {
namespace {

struct ContinueCommand {
  ContinueOptions options;
  std::string checkpoint_file;
  bool yes = false;
  KeyFlags keys;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--data", options.directory, "Restored data directory of the journal; no process may have it open")
        ->required();
    app.add_option("--reason", options.reason, "Reason, for the record")->type_name("TEXT")->required();
    app.add_option("--last-checkpoint", checkpoint_file,
                   "Last known checkpoint of the journal, from a witness, a mirror, or a\n"
                   "client [default: checkpoints/latest in the data directory]")
        ->type_name("FILE");
    app.add_option("--checkpoint-copy", options.checkpoint_copy,
                   "The file given to casejournal serve --checkpoint-copy")
        ->type_name("FILE");
    app.add_flag("--yes", yes, "Do it; without this flag, only show what would be done");
    keys.Declare(app);
    json.Declare(app, "Print what is done, or would be done, as JSON");
  }

  ExitStatus Run() {
    if (!checkpoint_file.empty()) {
      if (const absl::Status read = ReadInput(checkpoint_file, &options.checkpoint); !read.ok()) {
        Complain(absl::StrCat("--last-checkpoint: ", read.message()));
        return ExitStatus::kNotFound;
      }
    }
    KeepFilesPrivate();
    options.master_keys = keys.Use();
    const absl::StatusOr<event::v1::JournalContinued> plan = PlanContinuedJournal(options);
    if (absl::IsAlreadyExists(plan.status())) {
      Complain(plan.status().message());
      return ExitStatus::kRefused;
    }
    if (!plan.ok()) return ExplainLocalFailure(plan.status());
    if (json) return RunForProgram(*plan);
    Print(absl::StrCat("The journal ", plan->earlier_origin(), " published a checkpoint of ",
                       WithCommas(plan->earlier_size()), " entries.\nThis state has ", WithCommas(plan->kept_size()),
                       " entries. It continues as ", plan->origin(),
                       " with a new key;\nthe first entry of the new log names the checkpoint.\n"));
    if (!yes) {
      Print("Nothing was done. Add --yes to do it. Entries recorded after this state are not in the new log.\n");
      return ExitStatus::kOk;
    }
    if (const absl::Status done = ContinueJournal(options, *plan); !done.ok()) return ExplainLocalFailure(done);
    Print("Done. Start the server with casejournal serve, then publish the new key: casejournal key.\n");
    return ExitStatus::kOk;
  }

 private:
  ExitStatus RunForProgram(const event::v1::JournalContinued& plan) const {
    if (yes) {
      if (const absl::Status done = ContinueJournal(options, plan); !done.ok()) return ExplainLocalFailure(done);
    }
    const nlohmann::ordered_json shown = {{"done", yes},
                                          {"earlierOrigin", plan.earlier_origin()},
                                          {"earlierSize", plan.earlier_size()},
                                          {"keptSize", plan.kept_size()},
                                          {"origin", plan.origin()}};
    Print(absl::StrCat(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddContinueCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ContinueCommand>(
      program, exit,
      {.name = "continue",
       .group = kRunGroup,
       .summary = "Continue a restored journal as a new log that records the loss",
       .examples =
           "casejournal continue --data ./journal --reason \"disk lost on 2025-03-01, backup of 02:00\"\n"
           "casejournal continue --data ./journal --last-checkpoint seen.checkpoint --reason \"disk lost\" --yes"});
}

}  // namespace casejournal::services
