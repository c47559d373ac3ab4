// casejournal work: list what somebody has to do across cases, as a table, as a calendar, or as it changes.
#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
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
#include "services/client/reading/commands.h"
#include "services/client/work/work_calendar.h"
#include "services/client/work/work_cases.h"
#include "services/client/work/work_rows.h"
#include "services/client/work/work_table.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"

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

std::vector<v1::WorkState> AllStates() {
  std::vector<v1::WorkState> states;
  for (const auto& [words, state] : StatesByWords()) states.push_back(state);
  return states;
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
  bool closed = false;
  std::string file;
  FormatFlags format;

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
        ->transform(OneOf(KindsByWords()));
    app.add_option("--state", states,
                   "Only this state; may be repeated [default: all that is not done yet]:\n"
                   "later, due, overdue, waiting, stopped, done, done-late, or excepted")
        ->type_name("STATE")
        ->transform(OneOf(StatesByWords()));
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
    app.add_flag("--closed", closed, "Only cases that are closed or handed over [default: only open ones]");
    app.add_flag("--ics", ics, "Print a calendar (text/calendar, RFC 5545)");
    app.add_option(
           "-o,--output", file,
           "With --ics: file to write the calendar to. If it has the former calendar of\nthe same list, what is "
           "no longer due is cancelled in it")
        ->type_name("FILE");
    app.add_flag("--names", names,
                 "With --ics: include the children's names. Calendars are copied to\nphones and shared");
    app.add_flag("--watch", watch, "Keep running and print each change; needs --worker, --supervisor, or\n--unit");
    app.add_flag("--ids", ids, "Also show the ids of staff");
    format.Declare(app, "Print one WorkItem as JSON per line; with --counts, one WorkCount");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (const std::string wrong = WrongFlags(); !wrong.empty()) {
      Complain(wrong);
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    SpellDays(client, {{"--from", &from}, {"--until", &until}, {"--on", &on}});
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

  // What does not go together, as a sentence; empty if all goes together.
  std::string WrongFlags() const {
    const bool of_whom = !worker.empty() || !supervisor.empty() || !unit.empty();
    if (watch && (ics || counts || by_name || closed || !named.empty() || !on.empty() || !states.empty() ||
                  !from.empty() || !until.empty())) {
      return "--watch cannot be combined with --ics, --counts, --by-name, --closed, --case, --on, --state, --from, or "
             "--until";
    }
    if (counts && (ics || (!of_whom && named.empty())))
      return "--counts needs --worker, --supervisor, --unit, or --case, and excludes --ics";
    if (watch && !of_whom) return "--watch needs --worker, --supervisor, or --unit";
    if (closed && !named.empty()) return "--closed and --case exclude each other: a case that is named is shown";
    if (ics && !format.table()) return absl::StrCat("--ics excludes ", format.json() ? "--json" : "--format");
    if (!ics && names) return "--names needs --ics";
    if (!ics && !file.empty()) return "--output needs --ics";
    if (!file.empty() && !on.empty()) return "--output excludes --on: a calendar is continued with what is due today";
    if (!from.empty() && !until.empty() && from > until) return "--from is after --until: no day is between them";
    return "";
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
    return ics ? WriteAsCalendar(client, std::move(request)) : Show(client, std::move(request));
  }

  // Pass each page to `take`, after `cases` has learned its cases, until it returns false.
  template <typename Take>
  ExitStatus ReadPages(JournalClient& client, v1::ListWorkRequest request, WorkCases* cases, Take take) {
    v1::ListWorkResponse response;
    do {
      const grpc::Status answered = client.cases().ListWork(client.OneAnswer().get(), request, &response);
      if (!answered.ok()) return ReportRuleFailure(client, answered, rule);
      const grpc::Status learned = cases->Learn(client, request, response.as_of_position(), response.items());
      if (!learned.ok()) return ReportFailure(learned, client.server());
      if (!take(response)) break;
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return ExitStatus::kOk;
  }

  // The cases of a worker, a unit, or a name are shown at once. All cases are shown page by page.
  WorkLook look() const { return {.format = format.format, .ids = ids, .by_name = by_name}; }

  ExitStatus Show(JournalClient& client, v1::ListWorkRequest request) {
    const bool at_once = !request.staff_subject().empty() || !request.unit().empty() || !request.case_id().empty();
    WorkCases cases;
    ApprovalsWithDate approvals;
    WorkTotals totals;
    WorkTotals others;  // in cases that were not asked for
    Listing list(format.format, WorkColumns(look()));
    std::vector<v1::WorkItem> items;
    std::string day;
    uint64_t as_of_position = 0;
    WithheldWork withheld;
    const auto show = [&](bool all) {
      approvals.TakeOut(&items);
      // The items of the last case and day may continue on the next page.
      auto end = items.end();
      while (!all && end != items.begin() && std::prev(end)->case_id() == items.back().case_id() &&
             std::prev(end)->due().due() == items.back().due().due()) {
        --end;
      }
      const std::vector<v1::WorkItem> batch(items.begin(), end);
      items.erase(items.begin(), end);
      for (const v1::WorkItem& item : batch) totals.Add(item);
      if (counts) return true;
      if (format.json()) {
        for (const v1::WorkItem& item : batch) {
          if (!Print(JsonLine(item))) return false;
        }
        return true;
      }
      const bool several = !format.table() || !at_once || HasSeveralWorkers(batch, cases);
      for (WorkRow& row : RowsOf(batch)) {
        row.approvers = approvals.ApproversOf(row.item);
        list.Add(WorkCells(row, cases, several, look(), list));
      }
      return list.Flush();
    };
    const ExitStatus read = ReadPages(client, std::move(request), &cases, [&](v1::ListWorkResponse& page) {
      day = page.on();
      as_of_position = page.as_of_position();
      withheld.Add(page);
      for (v1::WorkItem& item : *page.mutable_items()) {
        if (named.empty() && cases.MayBeOpen(item.case_id()) == closed) {
          others.Add(item);
        } else {
          items.push_back(std::move(item));
        }
      }
      return at_once || show(false);
    });
    if (read != ExitStatus::kOk) return read;
    if (!show(true)) return ExitStatus::kOk;
    if (!withheld.Words().empty()) Remark(withheld.Words());
    const std::string nothing = absl::StrCat(NothingText(day, as_of_position), OthersText(others));
    if (counts) return PrintCounts(totals, nothing);
    if (format.json()) {
      if (totals.count() == 0) Remark(nothing);
      return ExitStatus::kOk;
    }
    list.Finish(nothing);
    if (format.table() && totals.count() > 0) Print(absl::StrCat("\n", totals.Words(), ".", OthersText(others), "\n"));
    return ExitStatus::kOk;
  }

  // "12 more in 2 closed cases: --closed".
  std::string OthersText(const WorkTotals& others) const {
    if (others.count() == 0) return "";
    return absl::StrCat(" ", others.count(), " more in ", others.cases(), closed ? " open" : " closed",
                        others.cases() == 1 ? " case" : " cases", closed ? "." : " (--closed).");
  }

  // A calendar also says what has ended, so that its reader takes it back.
  ExitStatus WriteAsCalendar(JournalClient& client, v1::ListWorkRequest request) {
    if (states.empty()) {
      for (const v1::WorkState state : AllStates()) request.add_states(state);
    }
    v1::GetJournalResponse journal;
    const grpc::Status described = client.described().GetJournal(client.OneAnswer().get(), {}, &journal);
    if (!described.ok()) return ReportFailure(described, client.server());
    CalendarHead head{.title = Title(), .list = "", .on = "", .real = on.empty(), .names = names};
    head.list = absl::StrCat(journal.origin(), ": ", Title());
    WorkCases cases;
    WorkTotals missed;  // in closed cases
    std::vector<v1::WorkItem> items;
    uint64_t as_of_position = 0;
    WithheldWork withheld;
    const ExitStatus read = ReadPages(client, std::move(request), &cases, [&](v1::ListWorkResponse& page) {
      head.on = page.on();
      as_of_position = page.as_of_position();
      withheld.Add(page);
      for (v1::WorkItem& item : *page.mutable_items()) {
        const bool may_be_open = cases.MayBeOpen(item.case_id());
        if (!may_be_open && item.state() == v1::WORK_STATE_OVERDUE) missed.Add(item);
        if (!closed || !may_be_open) items.push_back(std::move(item));
      }
      return true;
    });
    if (read != ExitStatus::kOk) return read;
    if (!withheld.Words().empty()) Remark(withheld.Words());
    std::string nothing = NothingText(head.on, as_of_position);
    if (missed.count() > 0)
      absl::StrAppend(&nothing, " What closed cases missed is not in a calendar: ", missed.Words(), ".");
    return WriteCalendar(head, items, cases.by_id(), file, nothing);
  }

  // "Due for cw-2041 in Ongoing 2: hearing, meeting". A list with other days has the same title.
  std::string Title() const {
    std::vector<std::string> only;
    for (const auto& [words, kind] : KindsByWords()) {
      if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) only.push_back(words);
    }
    for (const auto& [words, state] : StatesByWords()) {
      if (std::find(states.begin(), states.end(), state) != states.end()) only.push_back(words);
    }
    if (!rule.empty()) only.push_back(rule);
    if (closed) only.push_back("closed cases");
    return absl::StrCat("Due", worker.empty() && supervisor.empty() ? "" : " for ", worker, supervisor,
                        supervisor.empty() ? "" : " (supervisor)", issuer.empty() ? "" : " of ", issuer,
                        unit.empty() ? "" : " in ", unit, named.empty() ? "" : " in the case ", named,
                        only.empty() ? "" : ": ", absl::StrJoin(only, ", "));
  }

  // CSV and Markdown have rows only: what is gone stands beside them.
  void SayGone(const std::string& gone) const {
    const std::string words = absl::StrCat("no longer to be done: ", gone);
    if (format.json()) {
      Print(absl::StrCat("{\"gone\":\"", gone, "\"}\n"));
    } else if (format.table()) {
      Print(absl::StrCat(words, "\n"));
    } else {
      Remark(words);
    }
  }

  ExitStatus Watch(JournalClient& client) {
    v1::WatchWorkRequest request;
    Whose(&request);
    const std::unique_ptr<grpc::ClientContext> context = client.Stream();
    std::unique_ptr<grpc::ClientReader<v1::WatchWorkResponse>> reader =
        client.cases().WatchWork(context.get(), request);
    WorkCases none;
    Listing list(format.format, WorkColumns(look()));
    v1::WatchWorkResponse change;
    while (reader->Read(&change)) {
      for (const v1::WorkItem& item : change.items()) {
        if (format.json()) {
          Print(JsonLine(item));
          continue;
        }
        for (const WorkRow& row : RowsOf({item})) list.Add(WorkCells(row, none, false, look(), list));
      }
      list.Flush();
      for (const std::string& gone : change.gone()) SayGone(gone);
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

  ExitStatus PrintCounts(const WorkTotals& totals, const std::string& nothing) const {
    Listing list(format.format, {{.title = "Kind"}, {.title = "State"}, {.title = "Items", .right = true}});
    for (const auto& [of, items] : totals.by_kind()) {
      v1::WorkCount count;
      count.set_kind(of.first);
      count.set_state(of.second);
      count.set_items(items);
      if (format.json()) {
        Print(JsonLine(count));
      } else {
        list.Add({projections::EnumWords(of.first), projections::EnumWords(of.second), absl::StrCat(items)});
      }
    }
    if (!format.json()) {
      list.Finish(nothing);
    } else if (totals.count() == 0) {
      Remark(nothing);
    }
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
                                       "casejournal work --worker cw-2041 --ics -o work.ics\n"
                                       "casejournal work --worker cw-2041 --watch"});
}

}  // namespace casejournal::services
