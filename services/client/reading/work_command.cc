// casejournal work: list what somebody has to do across cases, as a table, as a calendar, or as it changes.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/call_watch.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/rule_lookup.h"
#include "services/client/lookup/staff_lookup.h"
#include "services/client/reading/calendar_feed.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/docket_words.h"
#include "services/client/staff_with_id.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kWorkListPage = 500;

const std::map<std::string, v1::WorkState>& StatesByWords() {
  static const auto* const states = new std::map<std::string, v1::WorkState>{
      {"later", v1::WORK_STATE_LATER},         {"due", v1::WORK_STATE_DUE},
      {"overdue", v1::WORK_STATE_OVERDUE},     {"waiting", v1::WORK_STATE_WAITING},
      {"stopped", v1::WORK_STATE_STOPPED},     {"done", v1::WORK_STATE_DONE},
      {"done-late", v1::WORK_STATE_DONE_LATE}, {"excepted", v1::WORK_STATE_EXCEPTED}};
  return *states;
}

const std::map<std::string, v1::WorkKind>& KindsByWords() {
  static const auto* const kinds =
      new std::map<std::string, v1::WorkKind>{{"law", v1::WORK_KIND_LAW},
                                              {"activity", v1::WORK_KIND_ACTIVITY},
                                              {"objective", v1::WORK_KIND_OBJECTIVE},
                                              {"outcome", v1::WORK_KIND_OUTCOME},
                                              {"safety-plan-check", v1::WORK_KIND_SAFETY_PLAN_CHECK},
                                              {"safety-plan-end", v1::WORK_KIND_SAFETY_PLAN_END},
                                              {"meeting", v1::WORK_KIND_MEETING},
                                              {"hearing", v1::WORK_KIND_HEARING},
                                              {"approval", v1::WORK_KIND_APPROVAL},
                                              {"referral", v1::WORK_KIND_REFERRAL},
                                              {"finding", v1::WORK_KIND_FINDING}};
  return *kinds;
}

struct WorkCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string worker;
  std::string supervisor;
  std::string issuer;
  std::string unit;
  std::string named;
  std::string rule;
  std::vector<v1::WorkKind> kinds;
  std::vector<v1::WorkState> states;
  std::string from;
  std::string until;
  std::string on;
  bool ics = false;
  bool names = false;
  bool watch = false;
  bool by_name = false;
  bool counts = false;
  bool ids = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option(
           "--worker", worker,
           absl::StrCat("Only what this member of staff is to do: in the cases for which they are\nresponsible, "
                        "and where they are named: ",
                        kStaffHelp))
        ->type_name("ID|NAME");
    app.add_option(
           "--supervisor", supervisor,
           "Only cases for which this member of staff is responsible as supervisor:\nan id, or a name or part of it")
        ->type_name("ID|NAME")
        ->excludes("--worker");
    app.add_option("--issuer", issuer, "Issuer of that credential; needed if two issuers use the same subject")
        ->type_name("ISSUER");
    app.add_option("--unit", unit, "Only cases for which this unit is responsible")->type_name("UNIT");
    app.add_option("--case", named, "Only this case: its id, a number, or a child's name")->type_name("CASE");
    app.add_option("--rule", rule, "Only this rule, or the rules of this set")->type_name("RULE");
    app.add_option("--kind", kinds,
                   "Only this kind; may be repeated [default: all]: law, activity, objective,\noutcome, "
                   "safety-plan-check, safety-plan-end, meeting, hearing, approval,\nreferral, or finding")
        ->type_name("KIND")
        ->transform(CLI::Transformer(KindsByWords()).description(""));
    app.add_option("--state", states,
                   "Only this state; may be repeated [default: all that is not done yet]:\n"
                   "later, due, overdue, waiting, stopped, done, done-late, or excepted")
        ->type_name("STATE")
        ->transform(CLI::Transformer(StatesByWords()).description(""));
    app.add_option("--from", from, "Only dates on this day or later")->type_name("DAY")->check(CheckDay);
    app.add_option("--until", until, "Only dates on this day or earlier")->type_name("DAY")->check(CheckDay);
    app.add_option("--on", on, "Day to use instead of today; needs --worker, --supervisor, --unit, or --case")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_flag("--by-name", by_name,
                 "Order by the names of the children, then by day; needs --worker,\n--supervisor, --unit, or --case");
    app.add_flag("--counts", counts,
                 "Print the number of items of each kind and state instead; needs\n--worker, --supervisor, --unit, or "
                 "--case");
    app.add_flag("--ics", ics, "Print a calendar (text/calendar, RFC 5545)");
    app.add_flag("--names", names,
                 "With --ics: include the children's names. Calendars are copied to\nphones and shared");
    app.add_flag("--watch", watch, "Keep running and print each change; needs --worker, --supervisor, or\n--unit");
    app.add_flag("--ids", ids, "Also show the ids of staff");
    app.add_flag("--json", json, "Print one WorkItem as JSON per line; with --counts, one WorkCount");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (watch && (ics || counts || by_name || !named.empty() || !on.empty() || !states.empty() || !from.empty() ||
                  !until.empty())) {
      Complain("--watch cannot be combined with --ics, --counts, --by-name, --case, --on, --state, --from, or --until");
      return ExitStatus::kUsage;
    }
    if (counts && (ics || (worker.empty() && supervisor.empty() && unit.empty() && named.empty()))) {
      Complain("--counts needs --worker, --supervisor, --unit, or --case, and excludes --ics");
      return ExitStatus::kUsage;
    }
    if (watch && worker.empty() && supervisor.empty() && unit.empty()) {
      Complain("--watch needs --worker, --supervisor, or --unit");
      return ExitStatus::kUsage;
    }
    if (ics && json) {
      Complain("--ics excludes --json");
      return ExitStatus::kUsage;
    }
    if (!from.empty() && !until.empty() && from > until) {
      Complain("--from is after --until: no day is between them");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    if (const ExitStatus found = FindNamed(client); found != ExitStatus::kOk) return found;
    return watch ? Watch(client) : List(client);
  }

 private:
  // Replace names by ids.
  ExitStatus FindNamed(JournalClient& client) {
    std::string& subject = supervisor.empty() ? worker : supervisor;
    const auto is_known = [&] {
      v1::ListWorkRequest request;
      request.set_staff_subject(subject);
      request.set_staff_issuer(issuer);
      request.set_page_size(1);
      v1::ListWorkResponse response;
      return client.cases().ListWork(client.OneAnswer().get(), request, &response);
    };
    const ExitStatus found = FindStaff(client, is_known, &subject, &issuer);
    return found == ExitStatus::kOk ? FindUnit(client, &unit) : found;
  }

  ExitStatus List(JournalClient& client) {
    v1::ListWorkRequest request;
    if (!named.empty()) {
      const ExitStatus found = FindCase(client, named, request.mutable_case_id());
      if (found != ExitStatus::kOk) return found;
    }
    Whose(&request);
    for (const v1::WorkState state : states) request.add_states(state);
    if (by_name) request.set_order(v1::WORK_ORDER_BY_CASE_NAME);
    request.set_due_from(from);
    request.set_due_until(until);
    request.set_on(on);
    request.set_page_size(kWorkListPage);
    min_position.Fill(&request);
    Table table(Columns());
    std::vector<v1::WorkItem> items;
    std::string day;
    uint64_t as_of_position = 0;
    size_t count = 0;
    do {
      v1::ListWorkResponse response;
      const grpc::Status answered = client.cases().ListWork(client.OneAnswer().get(), request, &response);
      if (!answered.ok()) return ReportRuleFailure(client, answered, rule);
      if (counts) return PrintCounts(response);
      for (v1::WorkItem& item : *response.mutable_items()) {
        if (json) Print(JsonLine(item));
        if (!json && !ics) table.AddRow(Row(item));
        if (ics) items.push_back(std::move(item));
      }
      day = response.on();
      as_of_position = response.as_of_position();
      count += static_cast<size_t>(response.items_size());
      if (!Print(table.Take(TerminalWidth()))) break;
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    if (count == 0) {
      const std::string nothing = NothingText(day, as_of_position);
      if (ics) {
        // An empty calendar would delete what a calendar program shows.
        Complain(absl::StrCat(nothing, "\nNo calendar was written."));
        return ExitStatus::kNotFound;
      }
      json ? Remark(nothing) : static_cast<void>(Print(absl::StrCat(nothing, "\n")));
    }
    if (ics)
      PrintExact(CalendarFeed(items,
                              absl::StrCat("Due", worker.empty() && supervisor.empty() ? "" : " for ", worker,
                                           supervisor, unit.empty() ? "" : " in ", unit),
                              day, names));
    return ExitStatus::kOk;
  }

  ExitStatus Watch(JournalClient& client) {
    v1::WatchWorkRequest request;
    Whose(&request);
    const std::unique_ptr<grpc::ClientContext> context = client.Stream();
    std::unique_ptr<grpc::ClientReader<v1::WatchWorkResponse>> reader =
        client.cases().WatchWork(context.get(), request);
    v1::WatchWorkResponse change;
    while (reader->Read(&change)) {
      Table table(Columns());
      for (const v1::WorkItem& item : change.items()) {
        if (json) Print(JsonLine(item));
        if (!json) table.AddRow(Row(item));
      }
      Print(table.Take(TerminalWidth()));
      for (const std::string& gone : change.gone())
        Print(absl::StrCat(json ? "{\"gone\":\"" : "no longer to be done: ", gone, json ? "\"}\n" : "\n"));
      if (!FlushOutput()) {
        context->TryCancel();
        break;
      }
    }
    const grpc::Status ended = reader->Finish();
    return ended.ok() || ended.error_code() == grpc::StatusCode::CANCELLED ? ExitStatus::kOk
                                                                           : ReportRuleFailure(client, ended, rule);
  }

  template <typename Request>
  void Whose(Request* request) const {
    request->set_staff_subject(absl::StrCat(worker, supervisor));
    if (!supervisor.empty()) request->set_staff_part(event::v1::ASSIGNMENT_PART_SUPERVISOR);
    request->set_staff_issuer(issuer);
    request->set_unit(unit);
    request->set_rule(rule);
    for (const v1::WorkKind kind : kinds) request->add_kinds(kind);
  }

  ExitStatus PrintCounts(const v1::ListWorkResponse& response) const {
    Table table({{.title = "Kind"}, {.title = "State"}, {.title = "Items", .right = true}});
    for (const v1::WorkCount& count : response.counts()) {
      if (json) Print(JsonLine(count));
      if (!json)
        table.AddRow(
            {projections::EnumWords(count.kind()), projections::EnumWords(count.state()), absl::StrCat(count.items())});
    }
    if (!json)
      Print(table.empty() ? absl::StrCat(NothingText(response.on(), response.as_of_position()), "\n")
                          : table.Take(TerminalWidth()));
    return ExitStatus::kOk;
  }

  // "Nothing is to be done on 2026-01-05 for cw-2041 in the unit Ongoing 2. This is so up to position 929 ..."
  std::string NothingText(absl::string_view day, uint64_t as_of_position) const {
    const auto only = [](absl::string_view words, absl::string_view name) {
      return name.empty() ? "" : absl::StrCat(" ", words, " ", name);
    };
    const bool chosen = !kinds.empty() || !states.empty() || !from.empty() || !until.empty();
    return absl::StrCat("Nothing ", chosen ? "of this kind, state, and day " : "", "is to be done on ", day,
                        only("for", worker), only("for the supervisor", supervisor), only("in the unit", unit),
                        only("in the case", named), only("under the rule", rule), ". This is so up to position ",
                        as_of_position, " of the journal.");
  }

  static std::vector<Column> Columns() {
    return {{.title = "Day", .width_min = 10},
            {.title = "Case", .wraps = true, .width_min = 14},
            {.title = "What", .wraps = true, .width_min = 24},
            {.title = "For", .wraps = true, .width_min = 10},
            {.title = "How it stands", .wraps = true, .width_min = 14}};
  }

  std::vector<std::string> Row(const v1::WorkItem& item) const {
    const v1::DocketItem& due = item.due();
    std::vector<std::string> people(due.who().begin(), due.who().end());
    for (const event::v1::Staff& staff : due.staff()) people.push_back(ids ? StaffWithId(staff) : StaffWords(staff));
    return {due.state() == v1::CLOCK_STATE_TOLLED || due.due().empty() ? "-" : due.due(),
            Joined({item.numbers().empty() ? ShortCaseId(item.case_id()) : absl::StrJoin(item.numbers(), "\n"),
                    item.case_name()},
                   "\n"),
            WorkWords(due), Joined({due.child(), absl::StrJoin(people, ", ")}, "\n"),
            due.due().empty() ? projections::EnumWords(item.state()) : StandingWords(due)};
  }
};

}  // namespace

void AddWorkCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<WorkCommand>(program, exit,
                          {.name = "work",
                           .group = kReadGroup,
                           .summary = "List what is to be done across cases, by worker, unit, kind, state, and day",
                           .examples = "casejournal work --worker cw-2041\n"
                                       "casejournal work --worker 'Dana Reed' --ids\n"
                                       "casejournal work --supervisor sv-1010 --kind approval\n"
                                       "casejournal work --unit 'Ongoing Services 2' --state overdue --by-name\n"
                                       "casejournal work --unit 'Ongoing Services 2' --counts\n"
                                       "casejournal work --case 25JU-01-0123\n"
                                       "casejournal work --rule us-oh.semi-annual-review --state overdue\n"
                                       "casejournal work --worker cw-2041 --on 2027-03-01\n"
                                       "casejournal work --worker cw-2041 --ics > work.ics\n"
                                       "casejournal work --worker cw-2041 --watch"});
}

}  // namespace casejournal::services
