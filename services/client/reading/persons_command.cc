// casejournal persons: find persons by name, so that a person does not get a second record.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct PersonsCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string name;
  std::string born_on;
  uint32_t limit = 0;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("name", name, "The name as far as known; given and family name in any order")
        ->type_name("NAME")
        ->required();
    app.add_option("--born", born_on, "Birth date; persons with another birth date are listed further down")
        ->type_name("DAY");
    app.add_option("--limit", limit, "Maximum number of persons [default: 20]")
        ->type_name("N")
        ->check(CLI::Range(1, 100));
    app.add_flag("--json", json, "Print one PersonMatch as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::SearchPersonsRequest request;
    request.set_name(name);
    request.set_born_on(born_on);
    request.set_limit(limit);
    min_position.Fill(&request);
    v1::SearchPersonsResponse response;
    const grpc::Status answered = client.cases().SearchPersons(client.OneAnswer().get(), request, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    Table table({{.title = "Name", .wraps = true},
                 {.title = "Born"},
                 {.title = "Matches", .wraps = true},
                 {.title = "Person id"},
                 {.title = "Case ids"}});
    for (const v1::PersonMatch& match : response.matches()) {
      if (json) {
        Print(JsonLine(match));
        continue;
      }
      table.AddRow({match.name(), match.born_on(), MatchWords(match),
                    Joined({match.person_id(), absl::StrJoin(match.other_person_ids(), "\n")}, "\n"),
                    absl::StrJoin(match.case_ids(), "\n")});
    }
    Print(table.Take(TerminalWidth()));
    if (!json && response.matches().empty()) Print("No person in the journal has a similar name.\n");
    return ExitStatus::kOk;
  }

 private:
  static std::string MatchWords(const v1::PersonMatch& match) {
    const std::string born = projections::EnumWords(match.born());
    return Joined({absl::StrCat("name ", projections::EnumWords(match.name_match())),
                   born.empty() ? "" : absl::StrCat("birth date ", born)},
                  ", ");
  }
};

}  // namespace

void AddPersonsCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<PersonsCommand>(program, exit,
                             {.name = "persons",
                              .group = kReadGroup,
                              .summary = "Find persons by name and birth date, to avoid duplicate records",
                              .examples = "casejournal persons 'Ana Lopez'\n"
                                          "casejournal persons 'Lopez Anna' --born 2019-04-02\n"
                                          "casejournal persons 'Ana Lopez' --json | jq -r .personId"});
}

}  // namespace casejournal::services
