// casejournal findings: list what is missing or wrong in the record, and what the law still requires.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/answered_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct FindingsCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string on;
  bool open = false;
  bool ids = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, "The case: its id, or a court or other number")->type_name("CASE")->required();
    app.add_option("--on", on, "Day to use for findings that depend on time [default: today]")->type_name("DAY");
    app.add_flag("--open", open, "Show only findings without a valid explanation");
    app.add_flag("--ids", ids, "Show the full name of each finding, for use in FindingAnswered");
    app.add_flag("--json", json, "Print one Finding as JSON per line");
    as_of.DeclareKnown(app);
    as_of.DeclareEffective(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetFindingsRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    request.set_on(on);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    min_position.Fill(&request);
    v1::GetFindingsResponse response;
    const grpc::Status answered = client.cases().GetFindings(client.OneAnswer().get(), request, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    Show(response, json ? absl::UTCTimeZone() : client.Zone());
    return ExitStatus::kOk;
  }

 private:
  bool Wanted(const v1::Finding& finding) const { return !open || finding.state() == v1::FINDING_STATE_OPEN; }

  void Show(const v1::GetFindingsResponse& response, absl::TimeZone zone) const {
    Table table({{.title = "Finding", .wraps = true}, {.title = "State"}, {.title = "What", .wraps = true}});
    size_t shown = 0;
    for (const v1::Finding& finding : response.findings()) {
      if (!Wanted(finding)) continue;
      ++shown;
      if (json) {
        Print(JsonLine(finding));
        continue;
      }
      table.AddRow({ids ? finding.finding() : finding.id(), StateWords(finding), What(finding)});
    }
    if (json) return;
    Print(table.Take(TerminalWidth()));
    Print(absl::StrCat(shown == 0 ? "" : "\n", Paragraph(Closing(response, shown, zone), 0, TerminalWidth())));
  }

  static std::string StateWords(const v1::Finding& finding) {
    if (finding.state() == v1::FINDING_STATE_ANSWERED) return absl::StrCat("answered, r", finding.answered_by());
    return finding.has_lapsed_answer() ? absl::StrCat("open; answer r", finding.lapsed_answer(), " lapsed") : "open";
  }

  static std::string What(const v1::Finding& finding) {
    return Joined({finding.says(), DayWords("Explained:", finding.explanation()),
                   finding.source().empty() ? "" : absl::StrCat("(", finding.source(), ")")},
                  "\n");
  }

  static std::string Closing(const v1::GetFindingsResponse& response, size_t shown, absl::TimeZone zone) {
    return absl::StrCat(shown == 0 ? "No findings" : absl::StrCat(shown, shown == 1 ? " finding" : " findings"), " on ",
                        response.on(), ". ", AnsweredText(response.answered(), zone));
  }
};

}  // namespace

void AddFindingsCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<FindingsCommand>(program, exit,
                              {.name = "findings",
                               .group = kReadGroup,
                               .summary = "List the findings of a case and their explanations",
                               .examples = "casejournal findings 25JU-01-0123\n"
                                           "casejournal findings 25JU-01-0123 --open --ids\n"
                                           "casejournal findings 25JU-01-0123 --known-day 2025-06-30 --on 2025-06-30"});
}

}  // namespace casejournal::services
