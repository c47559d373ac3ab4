// casejournal docket: show what is due in a case, for whom, by when, and why.
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
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/pages/answered_text.h"
#include "services/pages/clerk_sentence.h"
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
  FormatFlags format;

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
    format.Declare(app, "Print one DocketItem as JSON per line; when comparing, one MovedDate");
    as_of.DeclareKnown(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (explain && (format.format == OutputFormat::kCsv || format.format == OutputFormat::kMarkdown)) {
      Complain("docket: --explain has texts, and no rows for --format csv or md");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    as_of.SpellDays(client);
    SpellDays(client, {{"--on", &on}, {"--compare-rules-of", &compare}});
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
    const absl::TimeZone zone = format.json() ? absl::UTCTimeZone() : client.Zone();
    if (!compare.empty() || compare_at) {
      ShowMoved(response, zone);
    } else {
      Show(response, zone);
    }
    return ExitStatus::kOk;
  }

 private:
  bool Wanted(const v1::DocketItem& item) const { return all || explain || IsToDo(item.state()); }

  void Show(const v1::GetDocketResponse& response, absl::TimeZone zone) const {
    std::vector<const v1::DocketItem*> wanted;
    for (const v1::DocketItem& item : response.items()) {
      if (Wanted(item)) wanted.push_back(&item);
    }
    if (format.json()) {
      for (const v1::DocketItem* item : wanted) Print(JsonLine(*item));
      return;
    }
    size_t rows = wanted.size();
    if (explain) {
      ShowMoments(response);
      for (const v1::DocketItem* item : wanted) Print(absl::StrCat(Derivation(*item, TerminalWidth()), "\n"));
    } else {
      rows = ShowList(wanted);
    }
    if (!format.table()) return;
    for (const v1::Finding& finding : response.findings()) {
      Print(Paragraph(absl::StrCat("Check this first: ", FindingSentence(finding)), 0, TerminalWidth()));
    }
    Print(absl::StrCat(wanted.empty() || explain ? "" : "\n",
                       Paragraph(Closing(response, wanted, rows, zone), 0, TerminalWidth())));
  }

  std::vector<Column> Columns() const {
    std::vector<Column> columns = {{.title = "Due", .width_min = 10},
                                   {.title = "Time"},
                                   {.title = "What", .wraps = true, .width_min = 24},
                                   {.title = "For", .wraps = true, .width_min = 14, .rank = 1},
                                   {.title = "How it stands", .wraps = true, .width_min = 14},
                                   {.title = "Rule", .rank = 2}};
    if (!format.table()) {
      for (const char* title : {"State", "Days left", "Court numbers", "Item"}) columns.push_back({.title = title});
    }
    columns.push_back({.title = "Cautions", .below = true});
    return columns;
  }

  static Tone ToneOf(v1::ClockState state) {
    switch (state) {
      case v1::CLOCK_STATE_MISSED:
      case v1::CLOCK_STATE_PAST_WHEN_SET:
      case v1::CLOCK_STATE_MET_LATE:
        return Tone::kBad;
      case v1::CLOCK_STATE_WINDOW_OPEN:
        return Tone::kOpen;
      case v1::CLOCK_STATE_MET:
        return Tone::kGood;
      default:
        return Tone::kPlain;
    }
  }

  // `children` share the date.
  std::vector<Cell> Row(const v1::DocketItem& item, const std::vector<std::string>& children,
                        const Listing& list) const {
    const bool tolled = item.state() == v1::CLOCK_STATE_TOLLED;
    std::vector<std::string> cautions;
    for (const v1::Caution& caution : item.cautions()) cautions.push_back(CautionSentence(item, caution));
    std::vector<Cell> cells = {tolled && format.table() ? "-" : item.due(),
                               tolled && format.table() ? "" : item.due_time(),
                               item.title(),
                               absl::StrJoin(children, ", "),
                               Cell(StandingWords(item), ToneOf(item.state())),
                               Cell(absl::StrCat(item.rule(), item.unverified() ? " *" : ""), Tone::kDim)};
    if (!format.table()) {
      cells.emplace_back(ClockStateWords(item.state()));
      cells.emplace_back(absl::StrCat(item.days_left()));
      cells.emplace_back(absl::StrJoin(item.court_numbers(), "; "));
      cells.emplace_back(item.item());
    }
    cells.emplace_back(list.Stack(cautions));
    return cells;
  }

  // Return the number of rows. Only a table has several children in one row.
  size_t ShowList(const std::vector<const v1::DocketItem*>& items) const {
    Listing list(format.format, Columns());
    std::vector<const v1::DocketItem*> shown;
    for (const v1::DocketItem* item : items) {
      bool said = false;
      for (const v1::DocketItem* other : shown) said = said || DiffersInChildOnly(*other, *item) || other == item;
      if (said && format.table()) continue;
      shown.push_back(item);
      std::vector<std::string> children;
      for (const v1::DocketItem* other : items) {
        const bool here = other == item || (format.table() && DiffersInChildOnly(*item, *other));
        if (here && !other->child().empty()) children.push_back(other->child());
      }
      list.Add(Row(*item, children, list));
    }
    list.Flush();
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
    Listing list(format.format,
                 {{.title = "What", .wraps = true, .width_min = 20},
                  {.title = "For", .wraps = true, .width_min = 12, .rank = 1},
                  {.title = absl::StrCat("By the rules ", compare.empty() ? absl::StrCat("at position ", *compare_at)
                                                                          : absl::StrCat("of ", compare)),
                   .wraps = true},
                  {.title = absl::StrCat("By the rules of ", response.on()), .wraps = true},
                  {.title = "Item", .rank = 2}});
    for (const v1::MovedDate& moved : response.moved()) {
      if (format.json()) {
        Print(JsonLine(moved));
        continue;
      }
      const auto words = [](const std::string& due, v1::ClockState state) {
        return due.empty() ? std::string("not due") : absl::StrCat(due, ", ", ClockStateWords(state));
      };
      list.Add({moved.title(), moved.child(), words(moved.due_before(), moved.state_before()),
                words(moved.due_now(), moved.state_now()), Cell(moved.item(), Tone::kDim)});
    }
    list.Flush();
    if (!format.table()) return;
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

  // "12 missed, 3 open now, 8 later": those that are to be done.
  static std::string Totals(const std::vector<const v1::DocketItem*>& items) {
    size_t missed = 0;
    size_t open = 0;
    size_t stopped = 0;
    size_t later = 0;
    for (const v1::DocketItem* item : items) {
      const v1::ClockState state = item->state();
      missed += state == v1::CLOCK_STATE_MISSED || state == v1::CLOCK_STATE_PAST_WHEN_SET ? 1 : 0;
      open += state == v1::CLOCK_STATE_WINDOW_OPEN ? 1 : 0;
      stopped += state == v1::CLOCK_STATE_TOLLED ? 1 : 0;
      later += state == v1::CLOCK_STATE_OPEN ? 1 : 0;
    }
    const auto part = [](size_t number, absl::string_view words) {
      return number == 0 ? "" : absl::StrCat(number, " ", words);
    };
    return Joined({part(missed, "missed"), part(open, "open now"), part(later, "later"), part(stopped, "stopped")},
                  ", ");
  }

  // `items` are shown in `rows`: children of one date share a row.
  std::string Closing(const v1::GetDocketResponse& response, const std::vector<const v1::DocketItem*>& items,
                      size_t rows, absl::TimeZone zone) const {
    bool unverified = false;
    for (const v1::DocketItem* item : items) unverified = unverified || item->unverified();
    const std::string totals = Totals(items);
    return absl::StrCat(items.empty() ? "No dates" : Counted(items.size(), "date", "dates"),
                        rows == items.size() ? "" : absl::StrCat(" in ", Counted(rows, "row", "rows")), " on ",
                        response.on(), totals.empty() ? "" : absl::StrCat(": ", totals), ", by ",
                        VersionsText(response.rules()), ". ",
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
                   "casejournal docket 25JU-01-0123 --compare-rules-of 2025-12-31\n"
                   "casejournal docket 25JU-01-0123 --all --format csv > dates.csv",
       .pages = true});
}

}  // namespace casejournal::services
