// casejournal figures: where a case stands: the step of case planning, days in care, moves, reports.
#include <string>

#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/pages/answered_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct FiguresCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string on;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--on", on, "Day to count up to [default: today]")->type_name("DAY")->check(CheckDay);
    json.Declare(app, "Print the GetFiguresResponse as one line of JSON");
    as_of.DeclareKnown(app);
    as_of.DeclareEffective(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    as_of.SpellDays(client);
    SpellDays(client, {{"--on", &on}});
    v1::GetFiguresRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    request.set_on(on);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    min_position.Fill(&request);
    v1::GetFiguresResponse response;
    const grpc::Status answered = client.cases().GetFigures(client.OneAnswer().get(), request, &response);
    if (!answered.ok()) return ReportFailure(answered, client.server());
    if (json) {
      Print(JsonLine(response));
    } else {
      Show(response, client.Zone());
    }
    return ExitStatus::kOk;
  }

 private:
  static void Show(const v1::GetFiguresResponse& response, absl::TimeZone zone) {
    Table steps({{.title = "Step", .wraps = true, .width_min = 16},
                 {.title = "Taken", .width_min = 10},
                 {.title = "Missing", .below = true}},
                /*drop_empty=*/true, UsesColor());
    for (const v1::StepFigure& step : response.steps()) {
      const bool is_now = step.step() == response.step();
      steps.AddRow({Cell(absl::StrCat(is_now ? "> " : "  ", projections::EnumWords(step.step())),
                         is_now ? Tone::kStrong : Tone::kPlain),
                    step.skipped() ? "skipped" : step.taken_on(),
                    Cell(step.missing().empty() ? "" : absl::StrCat("Missing: ", step.missing()), Tone::kOpen)});
    }
    PrintStyled(steps.Take(TerminalWidth()));
    Table children({{.title = "Child", .wraps = true, .width_min = 12},
                    {.title = "In care", .wraps = true, .width_min = 22, .rank = 1},
                    {.title = "Days", .right = true},
                    {.title = "Moves", .right = true, .rank = 2},
                    {.title = "Removals", .rank = 3},
                    {.title = "Reports", .wraps = true, .width_min = 15, .rank = 4}},
                   /*drop_empty=*/true, UsesColor());
    for (const v1::ChildFigures& child : response.children()) {
      children.AddRow({child.child(), CareWords(child), WithCommas(child.days_in_care()), absl::StrCat(child.moves()),
                       Again(child.removals(), child.removals_again()), ReportWords(child)});
    }
    const std::string table = children.Take(TerminalWidth());
    PrintStyled(absl::StrCat("\n", table.empty() ? "No child of the case is recorded.\n" : table, "\n"));
    Print(Paragraph(Closing(response), 0, TerminalWidth()));
    Print(Paragraph(AnsweredText(response.answered(), zone), 0, TerminalWidth()));
  }

  static std::string CareWords(const v1::ChildFigures& child) {
    const std::string now =
        child.in_care() ? absl::StrCat("since ", child.in_care_since(), " (", child.days_this_episode(), " days)")
                        : "no";
    return Joined({now,
                   child.days_on_trial_home_visits() == 0
                       ? ""
                       : absl::StrCat(child.days_on_trial_home_visits(), " on trial home visits"),
                   child.days_as_runaway() == 0 ? "" : absl::StrCat(child.days_as_runaway(), " as a runaway")},
                  "\n");
  }

  // "2, 1 of them again"
  static std::string Again(uint32_t all, uint32_t again) {
    return again == 0 ? absl::StrCat(all) : absl::StrCat(all, ", ", again, " of them again");
  }

  static std::string ReportWords(const v1::ChildFigures& child) {
    return Joined(
        {Again(child.reports(), child.reports_again()),
         child.substantiated_reports() == 0 ? "" : absl::StrCat(child.substantiated_reports(), " substantiated"),
         DayWords("last", child.last_report_on())},
        "\n");
  }

  static std::string Closing(const v1::GetFiguresResponse& response) {
    const std::string average =
        response.has_activity_days_average()
            ? absl::StrCat(" Activities are planned to take ", response.activity_days_average(), " days on average.")
            : "";
    return absl::StrCat("On ", response.on(), ", ", response.open_activities(),
                        response.open_activities() == 1 ? " activity is" : " activities are", " open.", average);
  }
};

}  // namespace

void AddFiguresCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<FiguresCommand>(program, exit,
                             {.name = "figures",
                              .group = kReadGroup,
                              .summary = "Show where a case stands: its step, days in care, moves, reports",
                              .examples = "casejournal figures 25JU-01-0123\n"
                                          "casejournal figures 25JU-01-0123 --on 2025-06-30\n"
                                          "casejournal figures 25JU-01-0123 --json",
                              .pages = true});
}

}  // namespace casejournal::services
