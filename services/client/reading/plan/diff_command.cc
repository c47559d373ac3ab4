// casejournal diff: show what differs between two versions or states of the plan of a case.
#include <string>

#include "services/client/as_of_flags.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/plan/plan_difference.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/terminal.h"

namespace casejournal::services {
namespace {

struct DiffCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string named;
  PlanDifferenceQuestion question;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("before", question.before,
                   "What to start from: a version (its label, its digest, or 6 or more first\ndigits of it); in-force: "
                   "each version that is in force; working: the plan\nas it stands; an entry such as r186, or a day: "
                   "what was known then")
        ->type_name("BEFORE")
        ->required();
    app.add_option("after", question.after, "What to compare with it, named in the same way [default: working]")
        ->type_name("AFTER");
    app.add_flag("--claimed", question.claimed, "For a day, use the times that entries claim");
    json.Declare(app, "Print a ComparePlansResponse as JSON; with in-force, one for each\nversion");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    const ExitStatus found = FindCase(client, named, &question.case_id);
    if (found != ExitStatus::kOk) return found;
    if (question.after.empty()) question.after = "working";
    question.json = json.given;
    question.min_position = min_position.min_position;
    return ShowPlanDifference(client, question,
                              {.width = TerminalWidth(), .zone = client.Zone(), .color = UsesColor()});
  }
};

}  // namespace

void AddDiffCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<DiffCommand>(program, exit,
                          {.name = "diff",
                           .group = kReadGroup,
                           .summary = "Show what differs between two versions or states of a plan",
                           .examples = "casejournal diff 25JU-01-0123 in-force\n"
                                       "casejournal diff 25JU-01-0123 1.0 1.2\n"
                                       "casejournal diff 25JU-01-0123 1.2 working --json\n"
                                       "casejournal diff 25JU-01-0123 r40 r52\n"
                                       "casejournal diff 25JU-01-0123 2025-03-31 2025-06-30 --claimed",
                           .pages = true});
}

}  // namespace casejournal::services
