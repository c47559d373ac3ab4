// casejournal docket: show what is due in a case, for whom, by when, and why.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/rule_lookup.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/docket_words.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/answered_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

struct DocketCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string on;
  std::string rule;
  std::string compare;
  std::optional<uint64_t> compare_at;
  bool all = false;
  bool explain = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--on", on,
                   "Day to use instead of today; for a later day, assume that nothing more\nhappens until then")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--rule", rule, "Show only this rule, or the rules of this set")->type_name("RULE");
    app.add_flag("--all", all, "Also show what is already done or excepted");
    app.add_flag("--explain", explain, "Show how each date was derived, step by step, with its source");
    app.add_option("--compare-rules-of", compare, "Show which dates moved since the rules and calendars of this day")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--compare-rules-at", compare_at,
                   "Show which dates moved since the rules and calendars that were adopted\nby this position")
        ->type_name("POSITION");
    app.add_flag("--json", json, "Print one DocketItem as JSON per line; when comparing, one MovedDate");
    as_of.DeclareKnown(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetDocketRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    request.set_on(on);
    request.set_compare_rules_of(compare);
    if (compare_at) request.set_compare_rules_at(*compare_at);
    request.set_rule(rule);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    min_position.Fill(&request);
    v1::GetDocketResponse response;
    const grpc::Status answered = client.cases().GetDocket(client.OneAnswer().get(), request, &response);
    if (!answered.ok()) return ReportRuleFailure(client, answered, rule);
    const absl::TimeZone zone = json ? absl::UTCTimeZone() : client.Zone();
    if (!compare.empty() || compare_at) {
      ShowMoved(response, zone);
    } else {
      Show(response, zone);
    }
    return ExitStatus::kOk;
  }

 private:
  bool Wanted(const v1::DocketItem& item) const { return all || explain || IsToDo(item.state()); }

  // Dates that differ only in the child are shown in one row.
  static bool IsAlike(const v1::DocketItem& a, const v1::DocketItem& b) {
    return a.rule() == b.rule() && a.child_id() != b.child_id() && a.due() == b.due() && a.number() == b.number() &&
           a.state() == b.state() && a.met_by().day() == b.met_by().day() &&
           std::equal(a.cautions().begin(), a.cautions().end(), b.cautions().begin(), b.cautions().end(),
                      [](const v1::Caution& one, const v1::Caution& other) { return one.says() == other.says(); });
  }

  void Show(const v1::GetDocketResponse& response, absl::TimeZone zone) const {
    std::vector<const v1::DocketItem*> wanted;
    for (const v1::DocketItem& item : response.items()) {
      if (Wanted(item)) wanted.push_back(&item);
    }
    if (json) {
      for (const v1::DocketItem* item : wanted) Print(JsonLine(*item));
      return;
    }
    size_t rows = wanted.size();
    if (explain) {
      ShowMoments(response);
      for (const v1::DocketItem* item : wanted) Print(absl::StrCat(Derivation(*item, TerminalWidth()), "\n"));
    } else {
      rows = ShowTable(wanted);
    }
    for (const v1::Finding& finding : response.findings()) {
      Print(Paragraph(absl::StrCat("Check this first: ", finding.says()), 0, TerminalWidth()));
    }
    Print(absl::StrCat(wanted.empty() || explain ? "" : "\n",
                       Paragraph(Closing(response, wanted.size(), rows, zone), 0, TerminalWidth())));
  }

  // Return the number of rows.
  size_t ShowTable(const std::vector<const v1::DocketItem*>& items) const {
    Table table({{.title = "Due"},
                 {.title = "What", .wraps = true},
                 {.title = "For", .wraps = true},
                 {.title = "How it stands", .wraps = true}});
    std::vector<const v1::DocketItem*> shown;
    for (const v1::DocketItem* item : items) {
      bool said = false;
      for (const v1::DocketItem* other : shown) said = said || IsAlike(*other, *item) || other == item;
      if (said) continue;
      shown.push_back(item);
      std::vector<std::string> children;
      for (const v1::DocketItem* other : items) {
        if ((other == item || IsAlike(*item, *other)) && !other->child().empty()) children.push_back(other->child());
      }
      table.AddRow({item->state() == v1::CLOCK_STATE_TOLLED
                        ? "-"
                        : absl::StrCat(item->due(), item->due_time().empty() ? "" : " ", item->due_time()),
                    WhatWords(*item, item->unverified() ? " *" : ""), absl::StrJoin(children, ", "),
                    StandingWords(*item)});
    }
    Print(table.Take(TerminalWidth()));
    return shown.size();
  }

  void ShowMoments(const v1::GetDocketResponse& response) const {
    for (const v1::DocketMoment& moment : response.moments()) {
      if (moment.day().empty()) continue;
      std::string text = Paragraph(absl::StrCat(moment.day(), "  ", moment.title(),
                                                moment.child().empty() ? "" : absl::StrCat(": ", moment.child())),
                                   0, TerminalWidth());
      absl::StrAppend(
          &text, Paragraph(absl::StrCat("Moment: ", moment.moment(), ", ", moment.citation()), 2, TerminalWidth()));
      for (const v1::DerivationStep& step : moment.steps()) {
        absl::StrAppend(&text,
                        Paragraph(absl::StrCat("- ", step.says(),
                                               step.has_revision() ? absl::StrCat(" (r", step.revision(), ")") : ""),
                                  2, TerminalWidth()));
      }
      Print(absl::StrCat(text, "\n"));
    }
  }

  void ShowMoved(const v1::GetDocketResponse& response, absl::TimeZone zone) const {
    Table table({{.title = "What", .wraps = true},
                 {.title = "For", .wraps = true},
                 {.title = absl::StrCat("By the rules ", compare.empty() ? absl::StrCat("at position ", *compare_at)
                                                                         : absl::StrCat("of ", compare))},
                 {.title = absl::StrCat("By the rules of ", response.on())},
                 {.title = "Item", .wraps = true}});
    for (const v1::MovedDate& moved : response.moved()) {
      if (json) {
        Print(JsonLine(moved));
        continue;
      }
      const auto words = [](const std::string& due, v1::ClockState state) {
        return due.empty() ? std::string("not due") : absl::StrCat(due, ", ", ClockStateWords(state));
      };
      table.AddRow({moved.title(), moved.child(), words(moved.due_before(), moved.state_before()),
                    words(moved.due_now(), moved.state_now()), moved.item()});
    }
    if (json) return;
    Print(table.Take(TerminalWidth()));
    const int count = response.moved_size();
    Print(absl::StrCat(
        count == 0 ? "" : "\n",
        Paragraph(absl::StrCat(count == 0 ? "No date" : absl::StrCat(count, count == 1 ? " date" : " dates"),
                               " moved from ", VersionsText(response.rules_compared()), " to ",
                               VersionsText(response.rules()), ". ", AnsweredText(response.answered(), zone)),
                  0, TerminalWidth())));
  }

  // "rules us-federal v2, us-oh v2 and calendar us-oh v1".
  static std::string VersionsText(const google::protobuf::RepeatedPtrField<v1::RulesInForce>& rules) {
    std::vector<std::string> sets;
    std::vector<std::string> calendars;
    for (const v1::RulesInForce& each : rules) {
      (each.calendar() ? calendars : sets).push_back(absl::StrCat(each.id(), " v", each.version()));
    }
    return absl::StrCat(sets.empty() ? "no rules" : absl::StrCat("rules ", absl::StrJoin(sets, ", ")),
                        calendars.empty() ? "" : absl::StrCat(" and calendar ", absl::StrJoin(calendars, ", ")));
  }

  // `count` dates are shown in `rows`: children of one date share a row.
  std::string Closing(const v1::GetDocketResponse& response, size_t count, size_t rows, absl::TimeZone zone) const {
    bool unverified = false;
    for (const v1::DocketItem& item : response.items()) unverified = unverified || (Wanted(item) && item.unverified());
    return absl::StrCat(count == 0 ? "No dates" : absl::StrCat(count, count == 1 ? " date" : " dates"),
                        rows == count ? "" : absl::StrCat(" in ", rows, rows == 1 ? " row" : " rows"), " on ",
                        response.on(), " by ", VersionsText(response.rules()), ". ",
                        unverified && !explain ? "* Rule not verified against its source or an account of it. " : "",
                        AnsweredText(response.answered(), zone));
  }
};

}  // namespace

void AddDocketCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<DocketCommand>(
      program, exit,
      {.name = "docket",
       .group = kReadGroup,
       .summary = "Show what is due in a case, for whom, by when, and why",
       .examples = "casejournal docket 25JU-01-0123\n"
                   "casejournal docket 25JU-01-0123 --explain --rule us-oh.semi-annual-review\n"
                   "casejournal docket 25JU-01-0123 --on 2027-03-01   # if nothing more happens until then\n"
                   "casejournal docket 25JU-01-0123 --known-day 2025-06-30 --on 2025-06-30\n"
                   "casejournal docket 25JU-01-0123 --compare-rules-of 2025-12-31"});
}

}  // namespace casejournal::services
