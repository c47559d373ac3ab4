// casejournal whoami: who a journal takes the caller for.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/journal_service.pb.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/sign_in/caller_words.h"
#include "services/client/sign_in/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/facts.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

struct WhoamiCommand {
  ServerFlags server;
  JsonFlag json;

  void Declare(CLI::App& app) {
    json.Declare(app, "Print the CallerDescribed of the GetJournalResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetJournalResponse journal;
    const grpc::Status answered = client.described().GetJournal(client.OneAnswer().get(), {}, &journal);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    if (json) {
      Print(JsonLine(journal.caller()));
      return ExitStatus::kOk;
    }
    const std::string roles = CallerRoles(journal.caller());
    const std::vector<Fact> facts = {
        {"You", Cell(CallerName(journal.caller()), Tone::kStrong)},
        {"Known by", MethodWords(journal.caller())},
        {"Until", CallerUntil(journal)},
        {"Roles", roles.empty() ? Cell("none in the journal; a case may give one", Tone::kOpen) : Cell(roles)},
        {"Journal", absl::StrCat(journal.origin(), ", at ", client.server())}};
    PrintStyled(FactsText(facts, TerminalWidth(), UsesColor()));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddWhoamiCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<WhoamiCommand>(program, exit,
                            {.name = "whoami",
                             .group = kToolGroup,
                             .summary = "Show who you are to the journal: name, roles, and how long",
                             .examples = "casejournal whoami\n"
                                         "casejournal whoami --json | jq -r .staff.name"});
}

}  // namespace casejournal::services
