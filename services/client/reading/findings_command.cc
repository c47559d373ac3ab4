// casejournal findings: list what is missing or wrong in the record, and what the law still requires.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/near_name.h"
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
  std::string finding;
  bool ids = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--on", on, "Day to use for findings that depend on time [default: today]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_flag("--open", open, "Show only findings without a valid explanation");
    app.add_option("--finding", finding,
                   "Show only this finding: its number here, such as f7 (see --ids), its name,\nor the findings with "
                   "this id")
        ->type_name("FINDING");
    app.add_flag("--ids", ids,
                 "Show a number for each finding, and its full name for use in\nFindingAnswered. Numbers change when "
                 "the findings do");
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
    if (const ExitStatus checked = CheckFinding(response); checked != ExitStatus::kOk) return checked;
    Show(response, json ? absl::UTCTimeZone() : client.Zone());
    return ExitStatus::kOk;
  }

 private:
  // Whether the finding is shown. `place` is its place among all findings of the answer, from 1.
  bool Wanted(const v1::Finding& found, int place) const {
    if (open && found.state() != v1::FINDING_STATE_OPEN) return false;
    return finding.empty() || finding == HandleOf(place) || finding == found.finding() || finding == found.id();
  }

  static std::string HandleOf(int place) { return absl::StrCat("f", place); }

  ExitStatus CheckFinding(const v1::GetFindingsResponse& response) const {
    if (finding.empty()) return ExitStatus::kOk;
    std::vector<std::string> ids;
    for (int i = 0; i < response.findings_size(); ++i) {
      const v1::Finding& found = response.findings(i);
      if (finding == HandleOf(i + 1) || finding == found.finding() || finding == found.id()) return ExitStatus::kOk;
      ids.push_back(found.id());
    }
    const std::string near = NearestName(finding, ids);
    Complain(absl::StrCat("the case has no finding \"", finding, "\" on ", response.on(),
                          near.empty() ? absl::StrCat("; it has ", response.findings_size(), " findings")
                                       : absl::StrCat("; did you mean ", near, "?")));
    return ExitStatus::kNotFound;
  }

  void Show(const v1::GetFindingsResponse& response, absl::TimeZone zone) const {
    Table table({{.title = "Finding", .wraps = true}, {.title = "State"}, {.title = "What", .wraps = true}});
    size_t shown = 0;
    for (int i = 0; i < response.findings_size(); ++i) {
      const v1::Finding& found = response.findings(i);
      if (!Wanted(found, i + 1)) continue;
      ++shown;
      if (json) {
        Print(JsonLine(found));
      } else if (ids) {
        // A name on a line of its own can be copied.
        Print(absl::StrCat(HandleOf(i + 1), "  ", found.finding(), "\n",
                           Paragraph(absl::StrCat(StateWords(found), ". ", What(found)), 4, TerminalWidth())));
      } else {
        table.AddRow({found.id(), StateWords(found), What(found)});
      }
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
                                           "casejournal findings 25JU-01-0123 --finding f7 --ids\n"
                                           "casejournal findings 25JU-01-0123 --known-day 2025-06-30 --on 2025-06-30"});
}

}  // namespace casejournal::services
