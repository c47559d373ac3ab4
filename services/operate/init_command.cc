// casejournal init: create a journal. Its name, time zone, and keys cannot change.
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/access/staff_flag.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/files/private_files.h"
#include "services/journal/journal.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"

namespace casejournal::services {
namespace {

struct InitCommand {
  eventstore::EventLogOptions log;
  NewJournal journal;
  std::string administrator;
  KeyFlags keys;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--data", log.directory, "Data directory for the new journal: empty, or not created yet")
        ->required();
    app.add_option("--origin", journal.origin,
                   "Name of the journal in every checkpoint; it cannot change. A URL\n"
                   "without a scheme, for example court.example/juvenile")
        ->type_name("NAME")
        ->required();
    app.add_option("--time-zone", journal.time_zone,
                   "Time zone of the journal's civil days; it cannot change. For example\n"
                   "America/New_York")
        ->type_name("ZONE")
        ->required();
    app.add_option("--administrator", administrator,
                   "Who gives roles to others; issuer and subject are those of the token.\n"
                   "Without it, nobody may do anything until casejournal\n"
                   "name-administrator")
        ->type_name("ISSUER/SUBJECT/NAME");
    keys.Declare(app);
    json.Declare(app, "Print the name, the time zone, and the public key as JSON");
  }

  ExitStatus Run() {
    if (!administrator.empty()) {
      const absl::StatusOr<event::v1::Staff> holder = ReadStaff("--administrator", administrator);
      if (!holder.ok()) {
        Complain(holder.status().message());
        return ExitStatus::kUsage;
      }
      journal.administrator = *holder;
    }
    KeepFilesPrivate();
    log.master_keys = keys.Use();
    // The first two entries fit together or not at all. The disk reserve is for appends while the disk fills up.
    log.disk_reserve_bytes = 0;
    log.disk_reserve_files = 0;
    const absl::StatusOr<std::string> key = Journal::Create(log, journal);
    if (absl::IsAlreadyExists(key.status())) {
      Complain(key.status().message());
      return ExitStatus::kRefused;
    }
    if (!key.ok()) return ExplainLocalFailure(key.status());
    if (administrator.empty())
      Remark(
          "The journal has no administrator. Until casejournal name-administrator names one, only serve --insecure-dev "
          "lets anybody do anything; after that, the journal is served only with TLS.");
    if (json) {
      const nlohmann::ordered_json made = {{"administrator", administrator},
                                           {"directory", log.directory},
                                           {"origin", journal.origin},
                                           {"timeZone", journal.time_zone},
                                           {"verifierKey", *key}};
      Print(absl::StrCat(made.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat("Created the journal ", journal.origin, " (", journal.time_zone, ") in ", log.directory,
                       ".\nPublic key, for everyone who verifies the journal: ", *key,
                       "\nTo serve it: casejournal serve --data ", ShellWord(log.directory),
                       " --tls-cert FILE --tls-key FILE --token-keys FILE|URL ...\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddInitCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<InitCommand>(
      program, exit,
      {.name = "init",
       .group = kRunGroup,
       .summary = "Create a journal, with its name, time zone, and keys",
       .examples = "casejournal init --data ./journal --origin court.example/juvenile --time-zone America/New_York \\\n"
                   "  --administrator \"wren.example/u-1/Ruth Adams\""});
}

}  // namespace casejournal::services
