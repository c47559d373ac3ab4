// casejournal who-may: list who may see a case, now or on a day.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "projections/events/event_words.h"
#include "services/client/access/commands.h"
#include "services/client/access/role_names.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/day_words.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct WhoMayCommand {
  ServerFlags server;
  std::string named;
  std::string on;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--on", on, "Who could see it on this day, by what was recorded by its end [default: now]")
        ->type_name("DAY")
        ->check(CheckDay);
    format.Declare(app, "Print each MaySee as JSON per line");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    SpellPastDays(client, {{"--on", &on}});
    v1::WhoMayRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    request.set_on(on);
    v1::WhoMayResponse response;
    const auto context = client.OneAnswer();
    const grpc::Status answered =
        v1::AccessService::NewStub(client.channel())->WhoMay(context.get(), request, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    Listing list(format.format, {{.title = "Role", .width_min = 10},
                                 {.title = "Name", .wraps = true, .width_min = 12},
                                 {.title = "Who", .wraps = true, .width_min = 16},
                                 {.title = "Records", .width_min = 7, .rank = 2},
                                 {.title = "Labels", .wraps = true, .width_min = 14, .rank = 3},
                                 {.title = "Last day", .width_min = 10, .rank = 1},
                                 {.title = "Entry", .right = true, .rank = 4}});
    for (const v1::MaySee& may : response.may_see()) {
      if (format.json()) {
        if (!Print(JsonLine(may))) break;
        continue;
      }
      std::vector<std::string> labels;
      for (const int label : may.labels())
        labels.push_back(projections::EnumWords(static_cast<event::v1::Label>(label)));
      list.Add({Cell(projections::EnumWords(may.role()), Tone::kStrong), may.who().name(), WhoId(may.who()),
                may.may_record() ? "yes" : "", absl::StrJoin(labels, ", "), UntilWords(may.until()),
                absl::StrCat(may.by_position())});
    }
    const std::string when = absl::StrCat(on.empty() ? "now" : absl::StrCat("on ", response.on()),
                                          ", by the entries up to ", response.as_of_position());
    if (response.may_see().empty()) {
      list.Finish(absl::StrCat("Nobody may see the case ", when, "."));
      return ExitStatus::kOk;
    }
    list.Flush();
    if (format.table()) {
      const std::string sentence =
          response.has_unconfirmed_since_position()
              ? absl::StrCat("These may see the case once an administrator has confirmed the rights (entry ",
                             response.unconfirmed_since_position(), " tells that the journal was restored), ", when,
                             ". Until then nobody may.")
              : absl::StrCat("These may see the case ", when, ".");
      Print(absl::StrCat("\n", absl::StrJoin(Wrap(sentence, TerminalWidth()), "\n"), "\n"));
    }
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddWhoMayCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<WhoMayCommand>(program, exit,
                            {.name = "who-may",
                             .group = kReadGroup,
                             .summary = "List who may see a case, now or on a day, and why",
                             .examples = "casejournal who-may 23-JV-0117\n"
                                         "casejournal who-may 23-JV-0117 --on 2025-05-03\n"
                                         "casejournal who-may 23-JV-0117 --json | jq -r .who.subject",
                             .pages = true});
}

}  // namespace casejournal::services
