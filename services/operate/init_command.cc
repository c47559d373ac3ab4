// casejournal init: makes a journal. Its name, time zone, and keys are forever.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/console/command.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/files/private_files.h"
#include "services/journal/journal.h"
#include "services/operate/commands.h"

namespace casejournal::services {
namespace {

struct InitCommand {
  eventstore::EventLogOptions log;
  NewJournal journal;

  void Declare(CLI::App& app) {
    app.add_option("--data", log.directory,
                   "The directory to make the journal in: an empty one, or one that does not exist yet")
        ->required();
    app.add_option("--origin", journal.origin,
                   "The journal's name in every checkpoint, forever: a URL without scheme, as court.example/juvenile")
        ->type_name("NAME")
        ->required();
    app.add_option("--time-zone", journal.time_zone,
                   "The time zone in which the journal's civil days are meant, forever, as America/New_York")
        ->type_name("ZONE")
        ->required();
  }

  ExitStatus Run() {
    KeepFilesPrivate();
    // The two first entries fit or fail as a whole; the reserve is for those who append while the disk fills up.
    log.disk_reserve_bytes = 0;
    const absl::StatusOr<std::string> key = Journal::Create(log, journal);
    if (absl::IsAlreadyExists(key.status())) {
      Complain(key.status().message());
      return ExitStatus::kRefused;
    }
    if (!key.ok()) return ExplainLocalFailure(key.status());
    Print(absl::StrCat("Made the journal ", journal.origin, " (", journal.time_zone, ") in ", log.directory,
                       ".\nIts public key, for everyone who will check it: ", *key,
                       "\nServe it: casejournal serve --data ", ShellWord(log.directory),
                       " --development-actor ISSUER/SUBJECT/NAME\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddInitCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<InitCommand>(
      program, exit,
      {.name = "init",
       .group = kRunGroup,
       .summary = "Make a journal, with its name, time zone, and keys",
       .examples = "casejournal init --data ./journal --origin court.example/juvenile --time-zone America/New_York"});
}

}  // namespace casejournal::services
