// casejournal findings: list what is missing or wrong in the record, and what the law still requires.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/answered_text.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/findings_page.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

// How many findings of one kind are shown unless the kind is asked for.
constexpr size_t kOfKindMax = 20;

struct FindingsCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string on;
  bool open = false;
  std::string finding;
  std::string kind;
  bool summary = false;
  bool ids = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--on", on, "Day to use for findings that depend on time [default: today]")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_flag("--open", open, "Show only findings without a valid explanation");
    app.add_option("--finding", finding,
                   "Show only this finding: its number here, such as f7, its name, or the\nfindings of this kind")
        ->type_name("FINDING");
    app.add_flag("--ids", ids,
                 "Also show the full name of each finding, for use in FindingAnswered.\nNumbers such as f7 change when "
                 "the findings do");
    app.add_option(
           "--kind", kind,
           "Show only findings of this kind, such as plan.notice-short, or of all kinds\nthat begin with a word, "
           "such as plan")
        ->type_name("KIND");
    app.add_flag("--summary", summary, "Show only how many findings of each kind there are");
    format.Declare(app, "Print one Finding as JSON per line");
    as_of.DeclareKnown(app);
    as_of.DeclareEffective(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    as_of.SpellDays(client);
    SpellDays(client, {{"--on", &on}});
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
    if (const ExitStatus checked = CheckKind(response); checked != ExitStatus::kOk) return checked;
    if (summary && format.json()) {
      Complain("--summary is a table: --format csv or md gives it to a program");
      return ExitStatus::kUsage;
    }
    Show(client, response);
    return ExitStatus::kOk;
  }

 private:
  // Whether the finding is shown. `place` is its place among all findings of the answer, from 1.
  bool Wanted(const v1::Finding& found, int place) const {
    if (open && found.state() != v1::FINDING_STATE_OPEN) return false;
    if (!IsOfKind(found.id())) return false;
    return finding.empty() || finding == HandleOf(place) || finding == found.finding() || finding == found.id();
  }

  // "plan" is every kind that begins with "plan.".
  bool IsOfKind(absl::string_view id) const {
    return kind.empty() || id == kind || absl::StartsWith(id, absl::StrCat(kind, "."));
  }

  ExitStatus CheckKind(const v1::GetFindingsResponse& response) const {
    if (kind.empty()) return ExitStatus::kOk;
    std::set<std::string> kinds;
    for (const v1::Finding& found : response.findings()) kinds.insert(found.id());
    if (std::any_of(kinds.begin(), kinds.end(), [&](const std::string& id) { return IsOfKind(id); }))
      return ExitStatus::kOk;
    const std::vector<std::string> names(kinds.begin(), kinds.end());
    const std::string near = NearestName(kind, names);
    Complain(absl::StrCat("the case has no finding of the kind \"", kind, "\" on ", response.on(),
                          !near.empty()   ? absl::StrCat("; did you mean ", near, "?")
                          : names.empty() ? "; it has no finding"
                                          : absl::StrCat("; it has ", absl::StrJoin(names, ", "))));
    return ExitStatus::kNotFound;
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

  void Show(JournalClient& client, const v1::GetFindingsResponse& response) const {
    std::vector<NumberedFinding> wanted;
    for (int i = 0; i < response.findings_size(); ++i) {
      if (Wanted(response.findings(i), i + 1)) wanted.push_back({i + 1, &response.findings(i)});
    }
    if (format.json()) {
      for (const NumberedFinding& each : wanted) Print(JsonLine(*each.finding));
      return;
    }
    const std::vector<FindingKind> kinds = KindsOf(wanted);
    if (summary) {
      ShowSummary(kinds, response);
    } else if (!format.table()) {
      ShowList(wanted, response);
    } else {
      const bool whole = !kind.empty() || !finding.empty();
      PrintStyled(FindingsPage(
          kinds, {.width = TerminalWidth(), .of_kind_max = whole ? 0 : kOfKindMax, .ids = ids, .color = UsesColor()}));
    }
    if (!format.table()) return;
    Print(absl::StrCat(wanted.empty() ? "" : "\n",
                       Paragraph(Closing(response, wanted.size(), client.Zone()), 0, TerminalWidth())));
  }

  void ShowSummary(const std::vector<FindingKind>& kinds, const v1::GetFindingsResponse& response) const {
    Listing list(format.format,
                 {{.title = "Kind"}, {.title = "Open", .right = true}, {.title = "Explained", .right = true}});
    for (const FindingKind& each : kinds) {
      list.Add({each.id, Cell(absl::StrCat(each.open), each.open > 0 ? Tone::kOpen : Tone::kPlain),
                absl::StrCat(each.explained)});
    }
    FinishList(list, response);
  }

  void ShowList(const std::vector<NumberedFinding>& findings, const v1::GetFindingsResponse& response) const {
    Listing list(format.format, {{.title = "Number"},
                                 {.title = "Kind"},
                                 {.title = "State"},
                                 {.title = "Finding", .wraps = true},
                                 {.title = "Explanation", .wraps = true},
                                 {.title = "Source", .wraps = true},
                                 {.title = "Name"}});
    for (const NumberedFinding& each : findings) {
      const v1::Finding& found = *each.finding;
      list.Add({HandleOf(each.number), found.id(), FindingStateWords(found), FindingSentence(found),
                found.explanation(), found.source(), found.finding()});
    }
    FinishList(list, response);
  }

  // A table ends with a sentence anyway.
  void FinishList(Listing& list, const v1::GetFindingsResponse& response) const {
    format.table() ? list.Flush() : list.Finish(absl::StrCat("No findings on ", response.on(), "."));
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
                                           "casejournal findings 25JU-01-0123 --summary\n"
                                           "casejournal findings 25JU-01-0123 --kind plan.notice-short\n"
                                           "casejournal findings 25JU-01-0123 --finding f7 --ids\n"
                                           "casejournal findings 25JU-01-0123 --known-day 2025-06-30 --on 2025-06-30",
                               .pages = true});
}

}  // namespace casejournal::services
