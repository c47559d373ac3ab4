// casejournal cases: list the cases of the journal.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/people_lookup.h"
#include "services/client/lookup/staff_lookup.h"
#include "services/client/reading/commands.h"
#include "services/client/staff_with_id.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kWholeListPage = 500;

// The numbers; of a case without one, the first digits of its id, by which commands find it.
std::vector<std::string> NumbersOf(const v1::CaseSummary& summary) {
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : summary.numbers()) numbers.push_back(number.number());
  if (numbers.empty()) numbers.push_back(ShortCaseId(summary.case_id()));
  return numbers;
}

std::string ResponsibleFor(const v1::CaseSummary& summary, bool ids) {
  std::vector<std::string> staff;
  for (const v1::Assignment& assignment : summary.assignments()) {
    staff.push_back(ids ? StaffWithId(assignment.staff()) : StaffWords(assignment.staff()));
  }
  return absl::StrJoin(staff, ", ");
}

std::string CheckDayOrTime(const std::string& text) {
  google::protobuf::Timestamp time;
  if (CheckDay(text).empty() || google::protobuf::util::TimeUtil::FromString(text, &time)) return "";
  return "expected a day such as 2025-05-05, or a time such as 2025-05-05T09:30:00Z";
}

// The server has no order by number: this program makes it, of the whole list.
constexpr v1::CaseOrder kByNumber = v1::CASE_ORDER_UNSPECIFIED;

// Whether a number comes before another one, as people sort them: "9-JV-2" before "9-JV-10".
bool IsNumberBefore(absl::string_view a, absl::string_view b) {
  const auto digits = [](absl::string_view text) {
    return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
  };
  while (!a.empty() && !b.empty()) {
    const absl::string_view one = digits(a);
    const absl::string_view other = digits(b);
    if (one.empty() || other.empty()) {
      if (a.front() != b.front()) return a.front() < b.front();
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const absl::string_view value = one.substr(std::min(one.find_first_not_of('0'), one.size()));
    const absl::string_view other_value = other.substr(std::min(other.find_first_not_of('0'), other.size()));
    if (value.size() != other_value.size()) return value.size() < other_value.size();
    if (value != other_value) return value < other_value;
    a.remove_prefix(one.size());
    b.remove_prefix(other.size());
  }
  return a.size() < b.size();
}

// Cases without a number come last, the oldest first.
bool IsCaseBefore(const v1::CaseSummary& a, const v1::CaseSummary& b) {
  if (a.numbers().empty() != b.numbers().empty()) return b.numbers().empty();
  if (a.numbers().empty()) return std::tie(a.opened_on(), a.case_id()) < std::tie(b.opened_on(), b.case_id());
  const std::string& one = a.numbers(0).number();
  const std::string& other = b.numbers(0).number();
  if (IsNumberBefore(one, other) || IsNumberBefore(other, one)) return IsNumberBefore(one, other);
  return a.case_id() < b.case_id();
}

const std::map<std::string, v1::CaseOrder>& OrdersByWords() {
  static const auto* const orders =
      new std::map<std::string, v1::CaseOrder>{{"number", kByNumber},
                                               {"id", v1::CASE_ORDER_BY_CASE_ID},
                                               {"name", v1::CASE_ORDER_BY_NAME},
                                               {"next-date", v1::CASE_ORDER_BY_NEXT_DATE},
                                               {"last-contact", v1::CASE_ORDER_BY_LAST_CONTACT},
                                               {"opening", v1::CASE_ORDER_BY_OPENING}};
  return *orders;
}

struct CasesCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string status;
  std::string number;
  std::string worker;
  std::string issuer;
  std::string unit;
  std::string person;
  std::string opened_from;
  std::string opened_until;
  std::string closed_from;
  std::string closed_until;
  std::string changed_since;
  uint32_t page_size = 0;
  std::string page_token;
  v1::CaseOrder order = kByNumber;
  bool ids = false;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option(
           "--status", status,
           "Only cases with this status: open, closed, or handed-over (joined to\nanother case, or transferred)")
        ->type_name("STATUS")
        ->check(OneOfWords({"open", "closed", "handed-over"}));
    app.add_option("--number", number, "Only cases with this court number or other number")->type_name("NUMBER");
    app.add_option("--worker", worker,
                   absl::StrCat("Only cases for which this member of staff is responsible: ", kStaffHelp))
        ->type_name("ID|NAME");
    app.add_option("--issuer", issuer, "Issuer of that credential; needed if two issuers use the same subject")
        ->type_name("ISSUER")
        ->needs("--worker");
    app.add_option("--unit", unit, "Only cases for which this unit is responsible")->type_name("UNIT");
    app.add_option("--person", person,
                   "Only cases in which this person is a participant: a name, part of it, or\nthe id from casejournal "
                   "persons; other ids of the same person match, too")
        ->type_name("ID|NAME");
    app.add_option("--opened-from", opened_from, "Only cases opened on this day or later")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--opened-until", opened_until, "Only cases opened on this day or earlier")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--closed-from", closed_from, "Only cases closed on this day or later")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--closed-until", closed_until, "Only cases closed on this day or earlier")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--changed-since", changed_since,
                   "Only cases with an entry recorded on this day or later, or after this\ntime (RFC 3339)")
        ->type_name("DAY|TIME")
        ->check(CheckDayOrTime);
    app.add_option("--order", order,
                   "Order: number, id, name, next-date, last-contact, or opening; the last four\nput at most 5000 "
                   "cases in order [default: number; id for one page]")
        ->type_name("ORDER")
        ->transform(OneOf(OrdersByWords()));
    app.add_option("--page-size", page_size, "Print one page of N cases instead of all")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    app.add_option("--page-token", page_token, "Print the page after the one that returned this token")
        ->type_name("TOKEN");
    app.add_flag("--ids", ids, "Also show the ids of cases and of staff");
    format.Declare(app, "Print one CaseSummary as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (const std::string wrong = WrongOrder(); !wrong.empty()) {
      Complain(wrong);
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    SpellDays(client, {{"--opened-from", &opened_from},
                       {"--opened-until", &opened_until},
                       {"--closed-from", &closed_from},
                       {"--closed-until", &closed_until}});
    if (CheckDay(changed_since).empty()) SpellDays(client, {{"--changed-since", &changed_since}});
    if (const ExitStatus found = FindNamed(client); found != ExitStatus::kOk) return found;
    v1::ListCasesRequest request = FirstRequest();
    Listing list(format.format, Columns());
    size_t count = 0;
    uint64_t as_of_position = 0;
    bool withheld = false;
    const bool sorts = order == kByNumber && page_size == 0 && page_token.empty();
    std::vector<v1::CaseSummary> unsorted;
    const auto show = [&](const v1::CaseSummary& summary) {
      format.json() ? static_cast<void>(Print(JsonLine(summary))) : AddRow(summary, client.Zone(), &list);
    };
    do {
      v1::ListCasesResponse response;
      const grpc::Status answered = client.cases().ListCases(client.OneAnswer().get(), request, &response);
      if (!answered.ok()) return ReportFailure(answered, client.server());
      for (v1::CaseSummary& summary : *response.mutable_cases()) {
        withheld = withheld || summary.entries_withheld();
        if (sorts) {
          unsorted.push_back(std::move(summary));
        } else {
          show(summary);
        }
      }
      count += static_cast<size_t>(response.cases_size());
      as_of_position = response.as_of_position();
      if (!list.Flush()) break;
      request.set_page_token(response.next_page_token());
    } while (page_size == 0 && !request.page_token().empty());
    std::sort(unsorted.begin(), unsorted.end(), IsCaseBefore);
    for (const v1::CaseSummary& summary : unsorted) show(summary);
    count == 0 ? list.Finish(NothingText(as_of_position)) : list.Flush();
    if (format.table() && count > 0) Print(absl::StrCat("\n", Counted(count, "case", "cases"), "\n"));
    if (withheld) {
      Remark(
          "Some of these cases have entries that are withheld from you: what is shown as due in them may have been "
          "done, "
          "and something may be missing.");
    }
    if (page_size != 0 && !request.page_token().empty()) {
      Remark(absl::StrCat("More cases follow; continue with --page-token ", request.page_token()));
    }
    return ExitStatus::kOk;
  }

 private:
  std::string WrongOrder() const {
    const auto backwards = [](const std::string& from, const std::string& until) {
      return !from.empty() && !until.empty() && from > until;
    };
    if (backwards(opened_from, opened_until)) return "--opened-from is after --opened-until: no day is between them";
    if (backwards(closed_from, closed_until)) return "--closed-from is after --closed-until: no day is between them";
    return "";
  }

  // Replace names by ids, and a number by its spelling in the record.
  ExitStatus FindNamed(JournalClient& client) {
    const auto is_known = [&] {
      v1::ListCasesRequest request;
      request.set_staff_subject(worker);
      request.set_staff_issuer(issuer);
      request.set_page_size(1);
      v1::ListCasesResponse response;
      return client.cases().ListCases(client.OneAnswer().get(), request, &response);
    };
    ExitStatus found = FindStaff(client, is_known, &worker, &issuer);
    if (found == ExitStatus::kOk) found = FindUnit(client, &unit);
    if (found == ExitStatus::kOk) found = FindPerson(client, person, &person);
    if (found == ExitStatus::kOk) found = FindNumber(client);
    return found;
  }

  ExitStatus FindNumber(JournalClient& client) {
    if (number.empty()) return ExitStatus::kOk;
    v1::ListCasesRequest request;
    request.set_number(number);
    request.set_page_size(1);
    v1::ListCasesResponse response;
    const grpc::Status known = client.cases().ListCases(client.OneAnswer().get(), request, &response);
    if (known.error_code() != grpc::NOT_FOUND) return ExitStatus::kOk;
    CaseChoices choices(number);
    const grpc::Status status = ReadAllCases(client, [&](const v1::CaseSummary& each) { choices.Consider(each); });
    if (!status.ok()) return ReportFailure(status, client.server());
    std::set<std::string> numbers;
    for (const CaseChoice& choice : choices.Best()) {
      if (choice.by == CaseFoundBy::kNumber) numbers.insert(choice.number);
    }
    if (numbers.size() == 1) {
      number = *numbers.begin();
      return ExitStatus::kOk;
    }
    const std::string near = choices.NearNumber();
    Complain(numbers.empty()
                 ? absl::StrCat("no case has the number \"", number, "\"",
                                near.empty() ? "" : absl::StrCat("; did you mean ", near, "?"))
                 : absl::StrCat("several numbers may be meant by \"", number, "\": ", absl::StrJoin(numbers, ", ")));
    return numbers.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
  }

  // "No case is assigned to cw-2041 and has the status closed. The answer covers the first 929 entries of the journal."
  std::string NothingText(uint64_t as_of_position) const {
    std::vector<std::string> wanted;
    if (!worker.empty()) wanted.push_back(absl::StrCat("is assigned to ", worker));
    if (!unit.empty()) wanted.push_back(absl::StrCat("is assigned to the unit ", unit));
    if (!number.empty()) wanted.push_back(absl::StrCat("has the number ", number));
    if (!person.empty()) wanted.push_back(absl::StrCat("names the person ", person));
    if (!status.empty()) wanted.push_back(absl::StrCat("has the status ", status));
    const auto days = [&](absl::string_view what, const std::string& from, const std::string& until) {
      if (from.empty() && until.empty()) return;
      wanted.push_back(
          absl::StrCat("was ", what, from.empty() ? "" : absl::StrCat(" on ", from, " or later"),
                       until.empty() ? "" : absl::StrCat(from.empty() ? " on " : " and on ", until, " or earlier")));
    };
    days("opened", opened_from, opened_until);
    days("closed", closed_from, closed_until);
    if (!changed_since.empty()) wanted.push_back(absl::StrCat("has an entry recorded since ", changed_since));
    return absl::StrCat(wanted.empty() ? "The journal has no case that you may see"
                                       : absl::StrCat("No case ", absl::StrJoin(wanted, " and ")),
                        page_token.empty() ? "" : " after this page", ". This is so up to position ", as_of_position,
                        " of the journal.");
  }

  v1::ListCasesRequest FirstRequest() const {
    v1::ListCasesRequest request;
    if (status == "open") request.set_status(v1::CASE_STATUS_OPEN);
    if (status == "closed") request.set_status(v1::CASE_STATUS_CLOSED);
    if (status == "handed-over") request.set_status(v1::CASE_STATUS_HANDED_OVER);
    request.set_number(number);
    request.set_staff_subject(worker);
    request.set_staff_issuer(issuer);
    request.set_unit(unit);
    request.set_person_id(person);
    request.set_opened_from(opened_from);
    request.set_opened_until(opened_until);
    request.set_closed_from(closed_from);
    request.set_closed_until(closed_until);
    if (projections::ParseDay(changed_since).ok()) {
      request.set_changed_from(changed_since);
    } else if (!changed_since.empty()) {
      google::protobuf::util::TimeUtil::FromString(changed_since, request.mutable_changed_since());
    }
    request.set_order(order);
    request.set_page_size(page_size == 0 ? kWholeListPage : page_size);
    request.set_page_token(page_token);
    min_position.Fill(&request);
    return request;
  }

  std::vector<Column> Columns() const {
    std::vector<Column> columns = {{.title = "Numbers", .width_min = 14},
                                   {.title = "Children", .wraps = true, .width_min = 12},
                                   {.title = "Status", .width_min = 6, .rank = 2},
                                   {.title = "Opened", .width_min = 10, .rank = 4},
                                   {.title = "Next", .width_min = 10},
                                   {.title = "Overdue", .right = true},
                                   {.title = "Findings", .right = true, .rank = 3},
                                   {.title = "Last contact", .width_min = 12, .rank = 5},
                                   {.title = "Responsible", .wraps = true, .width_min = 16, .rank = 1},
                                   {.title = "Last entry", .right = true, .rank = 6},
                                   {.title = "Recorded", .width_min = 10, .rank = 7}};
    if (ids) columns.push_back({.title = "Case id", .width_min = 36, .rank = 8});
    return columns;
  }

  // A person sees at once where there is nothing.
  std::string Number(uint32_t number) const { return number == 0 && format.table() ? "" : absl::StrCat(number); }

  void AddRow(const v1::CaseSummary& summary, absl::TimeZone zone, Listing* list) const {
    std::vector<Cell> cells = {
        list->Stack(NumbersOf(summary)),
        absl::StrJoin(summary.children(), ", "),
        projections::EnumWords(summary.status()),
        summary.opened_on(),
        summary.next_on(),
        Cell(Number(summary.overdue()), summary.overdue() > 0 ? Tone::kBad : Tone::kPlain),
        Cell(Number(summary.open_findings()), summary.open_findings() > 0 ? Tone::kOpen : Tone::kPlain),
        summary.last_contact_on(),
        ResponsibleFor(summary, ids),
        EntryName(summary.last_revision()),
        InstantDay(summary.last_recorded_at(), zone)};
    if (ids) cells.emplace_back(summary.case_id(), Tone::kDim);
    list->Add(std::move(cells));
  }
};

}  // namespace

void AddCasesCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<CasesCommand>(program, exit,
                           {.name = "cases",
                            .group = kReadGroup,
                            .summary = "List all cases, or those that match the filters",
                            .examples = "casejournal cases --status open\n"
                                        "casejournal cases --worker cw-2041\n"
                                        "casejournal cases --worker 'Dana Reed' --ids\n"
                                        "casejournal cases --number 25JU-01-0123 --ids\n"
                                        "casejournal cases --unit 'Ongoing Services 2' --opened-from 2025-01-01\n"
                                        "casejournal cases --worker cw-2041 --order last-contact\n"
                                        "casejournal cases --changed-since 2025-05-05\n"
                                        "casejournal cases --changed-since 2025-05-05T09:30:00Z\n"
                                        "casejournal cases --status open --format csv > open.csv\n"
                                        "casejournal cases --json | jq -r .caseId",
                            .pages = true});
}

}  // namespace casejournal::services
