// casejournal due: list what is due across cases, as a table, as a calendar, or as it changes.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/call_watch.h"
#include "services/client/journal_client.h"
#include "services/client/reading/calendar_feed.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/docket_words.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kDueListPage = 500;

const std::map<std::string, v1::ClockState>& StatesByWords() {
  static const auto* const states = new std::map<std::string, v1::ClockState>{
      {"open", v1::CLOCK_STATE_OPEN},     {"window-open", v1::CLOCK_STATE_WINDOW_OPEN},
      {"met", v1::CLOCK_STATE_MET},       {"met-late", v1::CLOCK_STATE_MET_LATE},
      {"missed", v1::CLOCK_STATE_MISSED}, {"excepted", v1::CLOCK_STATE_EXCEPTED},
      {"tolled", v1::CLOCK_STATE_TOLLED}, {"past-when-set", v1::CLOCK_STATE_PAST_WHEN_SET}};
  return *states;
}

struct DueCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string worker;
  std::string issuer;
  std::string unit;
  std::string rule;
  std::vector<v1::ClockState> states;
  std::string from;
  std::string until;
  std::string on;
  bool ics = false;
  bool names = false;
  bool watch = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("--worker", worker,
                   "Only cases for which this member of staff is responsible; SUBJECT is\nthe subject of the "
                   "credential, for example cw-2041")
        ->type_name("SUBJECT");
    app.add_option("--issuer", issuer, "Issuer of that credential; needed if two issuers use the same subject")
        ->type_name("ISSUER")
        ->needs("--worker");
    app.add_option("--unit", unit, "Only cases for which this unit is responsible")->type_name("UNIT");
    app.add_option("--rule", rule, "Only this rule, or the rules of this set")->type_name("RULE");
    app.add_option("--state", states,
                   "Only this state; may be repeated [default: all that is not done yet]:\n"
                   "open, window-open, met, met-late, missed, past-when-set, excepted, or\n"
                   "tolled")
        ->type_name("STATE")
        ->transform(CLI::Transformer(StatesByWords()).description(""));
    app.add_option("--from", from, "Only dates on this day or later")->type_name("DAY");
    app.add_option("--until", until, "Only dates on this day or earlier")->type_name("DAY");
    app.add_option("--on", on, "Day to use instead of today; needs --worker or --unit")->type_name("DAY");
    app.add_flag("--ics", ics, "Print a calendar (text/calendar, RFC 5545)");
    app.add_flag("--names", names,
                 "With --ics: include the children's names. Calendars are copied to\nphones and shared");
    app.add_flag("--watch", watch, "Keep running and print each change; needs --worker or --unit");
    app.add_flag("--json", json, "Print one DueItem as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (watch && (ics || !on.empty() || !states.empty() || !from.empty() || !until.empty())) {
      Complain("--watch cannot be combined with --ics, --on, --state, --from, or --until");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    return watch ? Watch(client) : List(client);
  }

 private:
  ExitStatus List(JournalClient& client) {
    v1::ListDueRequest request;
    request.set_staff_subject(worker);
    request.set_staff_issuer(issuer);
    request.set_unit(unit);
    request.set_rule(rule);
    for (const v1::ClockState state : states) request.add_states(state);
    request.set_due_from(from);
    request.set_due_until(until);
    request.set_on(on);
    request.set_page_size(kDueListPage);
    min_position.Fill(&request);
    Table table(Columns());
    std::vector<v1::DueItem> items;
    std::string day;
    size_t count = 0;
    do {
      v1::ListDueResponse response;
      const grpc::Status answered = client.cases().ListDue(client.OneAnswer().get(), request, &response);
      if (!answered.ok()) return ReportFailure(answered, client.server());
      for (v1::DueItem& item : *response.mutable_items()) {
        if (json) Print(JsonLine(item));
        if (!json && !ics) table.AddRow(Row(item));
        if (ics) items.push_back(std::move(item));
      }
      day = response.on();
      count += static_cast<size_t>(response.items_size());
      if (!Print(table.Take(TerminalWidth()))) break;
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    if (count == 0 && !json && !ics) Print(absl::StrCat("No dates match on ", day, ".\n"));
    if (ics)
      PrintExact(CalendarFeed(
          items, absl::StrCat("Due", worker.empty() ? "" : " for ", worker, unit.empty() ? "" : " in ", unit), day,
          names));
    return ExitStatus::kOk;
  }

  ExitStatus Watch(JournalClient& client) {
    v1::WatchDueRequest request;
    request.set_staff_subject(worker);
    request.set_staff_issuer(issuer);
    request.set_unit(unit);
    request.set_rule(rule);
    const std::unique_ptr<grpc::ClientContext> context = client.Stream();
    std::unique_ptr<grpc::ClientReader<v1::WatchDueResponse>> reader = client.cases().WatchDue(context.get(), request);
    v1::WatchDueResponse change;
    while (reader->Read(&change)) {
      Table table(Columns());
      for (const v1::DueItem& item : change.items()) {
        if (json) Print(JsonLine(item));
        if (!json) table.AddRow(Row(item));
      }
      Print(table.Take(TerminalWidth()));
      for (const std::string& gone : change.gone())
        Print(absl::StrCat(json ? "{\"gone\":\"" : "no longer due: ", gone, json ? "\"}\n" : "\n"));
      if (!FlushOutput()) {
        context->TryCancel();
        break;
      }
    }
    const grpc::Status ended = reader->Finish();
    return ended.ok() || ended.error_code() == grpc::StatusCode::CANCELLED ? ExitStatus::kOk
                                                                           : ReportFailure(ended, client.server());
  }

  static std::vector<Column> Columns() {
    return {{.title = "Due", .width_min = 10},
            {.title = "Case", .wraps = true, .width_min = 14},
            {.title = "What", .wraps = true, .width_min = 24},
            {.title = "For", .wraps = true, .width_min = 10},
            {.title = "How it stands", .wraps = true, .width_min = 14}};
  }

  static std::vector<std::string> Row(const v1::DueItem& item) {
    const v1::DocketItem& due = item.due();
    return {due.state() == v1::CLOCK_STATE_TOLLED ? "-" : due.due(),
            item.numbers().empty() ? item.case_id() : absl::StrJoin(item.numbers(), "\n"), WhatWords(due, ""),
            due.child(), StandingWords(due)};
  }
};

}  // namespace

void AddDueCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<DueCommand>(program, exit,
                         {.name = "due",
                          .group = kReadGroup,
                          .summary = "List what is due across cases, by worker, unit, rule, state, and day",
                          .examples = "casejournal due --worker cw-2041\n"
                                      "casejournal due --unit 'Ongoing Services 2' --until 2026-12-31\n"
                                      "casejournal due --rule us-oh.semi-annual-review --state missed\n"
                                      "casejournal due --worker cw-2041 --on 2027-03-01\n"
                                      "casejournal due --worker cw-2041 --ics > due.ics\n"
                                      "casejournal due --worker cw-2041 --watch"});
}

}  // namespace casejournal::services
