// casejournal name-administrator: name the first administrator of a journal, with its signing key.
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/access/staff_flag.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/files/private_files.h"
#include "services/journal/name_administrator.h"
#include "services/operate/commands.h"
#include "services/operate/key_flags.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

struct NameAdministratorCommand {
  JournalOptions options;
  std::string who;
  NewAdministrator administrator;
  KeyFlags keys;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--data", options.log.directory, "Data directory of the journal; no process may have it open")
        ->required();
    app.add_option("--administrator", who, "Who; issuer and subject are those of the token")
        ->type_name("ISSUER/SUBJECT/NAME")
        ->required();
    app.add_option("--reason", administrator.reason, "Reason, for the record")->type_name("TEXT")->required();
    app.add_option("--checkpoint-copy", options.log.checkpoint_copy,
                   "The file given to casejournal serve --checkpoint-copy")
        ->type_name("FILE");
    app.add_flag("--although-there-is-one", administrator.although_there_is_one,
                 "Do it even if the journal has an administrator, for example one whom\nnobody can reach");
    keys.Declare(app);
    json.Declare(app, "Print the GivenRole as JSON");
  }

  ExitStatus Run() {
    const absl::StatusOr<event::v1::Staff> holder = ReadStaff("--administrator", who);
    if (!holder.ok()) {
      Complain(holder.status().message());
      return ExitStatus::kUsage;
    }
    administrator.holder = *holder;
    KeepFilesPrivate();
    options.log.master_keys = keys.Use();
    options.tell = [](const std::string& words) { Remark(words); };
    const absl::StatusOr<v1::GivenRole> given = NameAdministrator(options, administrator);
    if (absl::IsAlreadyExists(given.status())) {
      Complain(absl::StrCat(given.status().message(),
                            ". An administrator gives the role to others with casejournal "
                            "roles give; --although-there-is-one names another one here"));
      return ExitStatus::kRefused;
    }
    if (!given.ok()) return ExplainLocalFailure(given.status());
    if (json) {
      Print(JsonText(*given));
      return ExitStatus::kOk;
    }
    Print(absl::StrCat(holder->name(), " (", holder->issuer(), "/", holder->subject(),
                       ") is an administrator of the journal.\nRole: ", given->role_id(), "\nRecorded as entry ",
                       given->position(), ".\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddNameAdministratorCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<NameAdministratorCommand>(
      program, exit,
      {.name = "name-administrator",
       .group = kRunGroup,
       .summary = "Name the first administrator of a journal that has none",
       .examples = "casejournal name-administrator --data ./journal \\\n"
                   "  --administrator \"wren.example/u-1/Ruth Adams\" --reason \"made before there were roles\""});
}

}  // namespace casejournal::services
