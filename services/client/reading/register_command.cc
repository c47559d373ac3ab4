// casejournal register: show the register of actions, as the court reads it.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/recorded_as_of.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kWholeRegisterPage = 500;

struct RegisterCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string from;
  std::string until;
  std::string since;
  uint32_t page_size = 0;
  std::string page_token;
  FormatFlags format;

  void Declare(CLI::App& app) {
    app.add_option("of", named,
                   "A court number, to show only its rows; or a case: its id, another number,\nor a child's name")
        ->type_name("CASE|COURTNUMBER")
        ->required();
    app.add_option("--from", from, "Only actions on this day or later")->type_name("DAY")->check(CheckDay);
    app.add_option("--until", until, "Only actions on this day or earlier")->type_name("DAY")->check(CheckDay);
    app.add_option("--since", since,
                   "Only rows that are new or different: an entry recorded on this day or later\nmade, corrected, or "
                   "withdrew the action")
        ->type_name("DAY")
        ->check(CheckDay);
    app.add_option("--page-size", page_size, "Print one page of N rows instead of all")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    app.add_option("--page-token", page_token, "Print the page after the one that returned this token")
        ->type_name("TOKEN");
    format.Declare(app, "Print one RegisterRow as JSON per line");
    DeclareRecorded(as_of, app);
    as_of.DeclareEffective(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    as_of.SpellDays(client);
    SpellDays(client, {{"--from", &from}, {"--until", &until}});
    SpellPastDays(client, {{"--since", &since}});
    if (!from.empty() && !until.empty() && from > until) {
      Complain("--from is after --until: no day is between them");
      return ExitStatus::kUsage;
    }
    as_of.SpellDays(client);
    SpellDays(client, {{"--from", &from}, {"--until", &until}, {"--since", &since}});
    v1::GetRegisterRequest request;
    IsCaseId(named) ? request.set_case_id(named) : request.set_court_number(named);
    request.set_page_size(page_size == 0 ? kWholeRegisterPage : page_size);
    request.set_page_token(page_token);
    request.set_day_from(from);
    request.set_day_until(until);
    min_position.Fill(&request);
    if (as_of.given() || !since.empty()) return ShowCase(client, request);
    v1::GetRegisterResponse page;
    grpc::Status status = Get(client, request, &page);
    if (status.error_code() == grpc::NOT_FOUND && !IsCaseId(named)) {
      // Not a court number; it may be another number of a case.
      FoundCase found;
      const ExitStatus exit = FindCase(client, named, &found);
      if (exit != ExitStatus::kOk) return exit;
      // The number as recorded may be a court number.
      const bool other_spelling = found.by == CaseFoundBy::kNumber && found.number != named;
      if (other_spelling) {
        request.set_court_number(found.number);
        status = Get(client, request, &page);
      }
      if (!other_spelling || status.error_code() == grpc::NOT_FOUND) {
        request.set_case_id(found.case_id);
        status = Get(client, request, &page);
      }
    }
    return ShowAll(client, request, std::move(page), status, request.court_number());
  }

 private:
  static grpc::Status Get(JournalClient& client, const v1::GetRegisterRequest& request, v1::GetRegisterResponse* page) {
    return client.court().GetRegister(client.OneAnswer().get(), request, page);
  }

  // What was known then, and what is new, are questions about one case. If a court number was given, only its rows are
  // shown.
  ExitStatus ShowCase(JournalClient& client, v1::GetRegisterRequest& request) const {
    FoundCase found;
    if (const ExitStatus exit = FindCase(client, named, &found); exit != ExitStatus::kOk) return exit;
    std::string court_number;
    v1::GetRegisterResponse page;
    if (found.by == CaseFoundBy::kNumber) {
      v1::GetRegisterRequest first;
      first.set_court_number(found.number);
      first.set_page_size(1);
      const grpc::Status status = Get(client, first, &page);
      if (status.ok()) court_number = found.number;
      if (!status.ok() && status.error_code() != grpc::NOT_FOUND) return ReportFailure(status, client.server());
    }
    request.set_case_id(found.case_id);
    request.set_changed_since(since);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    page.Clear();
    const grpc::Status status = Get(client, request, &page);
    return ShowAll(client, request, std::move(page), status, court_number);
  }

  // `court_number`: the only one whose rows are shown. Empty: those of all numbers.
  ExitStatus ShowAll(JournalClient& client, v1::GetRegisterRequest request, v1::GetRegisterResponse page,
                     grpc::Status status, const std::string& court_number) const {
    Listing list(format.format, {{.title = "Day", .width_min = 10},
                                 {.title = "Action", .wraps = true, .width_min = 24},
                                 {.title = "Court number", .width_min = 12, .rank = 1},
                                 {.title = "Entry", .right = true}});
    Totals totals;
    while (status.ok()) {
      for (const v1::RegisterRow& row : page.rows()) {
        const auto& numbers = row.court_numbers();
        if (!court_number.empty() && std::find(numbers.begin(), numbers.end(), court_number) == numbers.end()) continue;
        if (totals.rows == 0) {
          totals.case_id = row.case_id();
          if (format.table()) Print(Caption(client, row.case_id(), court_number));
        }
        totals.Add(row);
        format.json() ? static_cast<void>(Print(JsonLine(row))) : AddRow(client, row, totals.case_id, &list);
      }
      const bool wanted = list.Flush();
      request.set_page_token(page.next_page_token());
      if (request.page_token().empty() || page_size != 0 || !wanted) {
        if (!request.page_token().empty() && wanted) {
          Remark(absl::StrCat("More rows follow; continue with --page-token ", request.page_token()));
        }
        if (totals.rows == 0) {
          list.Finish(absl::StrCat("The register has no rows", DaysWords(),
                                   since.empty() ? "" : absl::StrCat(" that entries since ", since, " changed"),
                                   page_token.empty() ? "" : " after this page", ". This is so up to position ",
                                   page.as_of_position(), " of the journal."));
        } else if (format.table()) {
          Print(absl::StrCat("\n", Paragraph(absl::StrCat(totals.Words(), ".", ChangesWords()), 0, TerminalWidth())));
        }
        return ExitStatus::kOk;
      }
      page.Clear();
      status = Get(client, request, &page);
    }
    return ReportFailure(status, client.server());
  }

  // What was shown.
  struct Totals {
    size_t rows = 0;
    size_t withdrawn = 0;
    std::string first_day;
    std::string last_day;
    std::string case_id;  // of the first row

    void Add(const v1::RegisterRow& row) {
      if (rows++ == 0) first_day = row.day();
      if (row.has_withdrawn_by()) ++withdrawn;
      last_day = row.day();
    }
    // "40 actions from 2023-01-09 to 2024-05-07; 2 withdrawn"
    std::string Words() const {
      return absl::StrCat(
          rows, rows == 1 ? " action" : " actions",
          first_day == last_day ? absl::StrCat(" on ", first_day) : absl::StrCat(" from ", first_day, " to ", last_day),
          withdrawn == 0 ? "" : absl::StrCat("; ", withdrawn, " withdrawn"));
    }
  };

  // " from 2023-02-01 until 2023-02-28": of which days. Empty: of all.
  std::string DaysWords() const { return Joined({DayWords(" from", from), DayWords(" until", until)}, ""); }

  // " Only rows that entries since 2024-01-01 made, corrected, or withdrew."
  std::string ChangesWords() const {
    return since.empty() ? "" : absl::StrCat(" Only rows that entries since ", since, " made, corrected, or withdrew.");
  }

  // "Register of actions\nIn the matter of Theo Pruitt, 23-JV-0118 (Wren County Juvenile Court)\n\n"
  static std::string Caption(JournalClient& client, const std::string& case_id, const std::string& court_number) {
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.add_sections("participants");
    request.add_sections("numbers");
    v1::GetCasePlanResponse response;
    // Without it, the register is shown all the same.
    if (!client.cases().GetCasePlan(client.OneAnswer().get(), request, &response).ok()) return "";
    std::vector<std::string> numbers;
    std::set<std::string> children;
    for (const v1::CaseNumber& number : response.plan().numbers()) {
      if (!court_number.empty() && number.number() != court_number) continue;
      numbers.push_back(absl::StrCat(number.number(), " (", number.system(), ")"));
      children.insert(number.child_id());
    }
    std::vector<std::string> names;
    for (const v1::Participant& person : response.plan().participants()) {
      const bool shown = court_number.empty() || children.count("") > 0 || children.count(person.participant_id()) > 0;
      if (person.capacity() == event::v1::CAPACITY_CHILD && shown) names.push_back(person.name());
    }
    const std::string matter = Joined({absl::StrJoin(names, ", "), absl::StrJoin(numbers, ", ")}, ", ");
    return absl::StrCat("Register of actions\n",
                        matter.empty() ? "" : Paragraph(absl::StrCat("In the matter of ", matter), 0, TerminalWidth()),
                        "\n");
  }

  // " (made in error: the wrong child)"; empty if it cannot be read.
  static std::string ReasonOf(JournalClient& client, const std::string& case_id, uint64_t withdrawn_by) {
    v1::ReadEventsRequest request;
    request.mutable_case_stream()->set_case_id(case_id);
    request.mutable_case_stream()->set_revision(withdrawn_by);
    request.set_limit(1);
    std::string reason;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            const event::v1::EntryRetracted& retracted = entry.opened().stored().case_event().entry_retracted();
            reason = Joined({projections::EnumWords(retracted.reason()), retracted.words()}, ": ");
          }
          return true;
        });
    return !status.ok() || reason.empty() ? "" : absl::StrCat(" (", reason, ")");
  }

  // An entry of a case other than that of the first row is named with its case.
  static void AddRow(JournalClient& client, const v1::RegisterRow& row, const std::string& case_id, Listing* list) {
    std::string words = ClerkSentence(row.type(), row.sentence());
    if (row.has_corrected_by()) absl::StrAppend(&words, "\n(as corrected by r", row.corrected_by(), ")");
    if (row.has_withdrawn_by())
      absl::StrAppend(&words, "\nWITHDRAWN by r", row.withdrawn_by(),
                      ReasonOf(client, row.case_id(), row.withdrawn_by()));
    list->Add({row.day(), Cell(words, row.has_withdrawn_by() ? Tone::kBad : Tone::kPlain),
               list->Stack({row.court_numbers().begin(), row.court_numbers().end()}),
               row.case_id() == case_id ? EntryName(row.revision())
                                        : absl::StrCat(EntryName(row.revision()), " of ", ShortCaseId(row.case_id()))});
  }
};

}  // namespace

void AddRegisterCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RegisterCommand>(
      program, exit,
      {.name = "register",
       .group = kReadGroup,
       .summary = "Show the register of actions of a case or of one court number",
       .examples = "casejournal register 25JU-01-0123\n"
                   "casejournal register cc5b606b-0394-4695-bb50-e7c72cf3e2ef\n"
                   "casejournal register 25JU-01-0123 --from 2025-01-01 --until 2025-06-30\n"
                   "casejournal register 25JU-01-0123 --since 2025-06-01   # new, or different\n"
                   "casejournal register 25JU-01-0123 --known-day 2025-03-01\n"
                   "casejournal register 25JU-01-0123 --json | jq -r .position\n"
                   "casejournal show 25JU-01-0123 r41    # the entry of a row\n"
                   "casejournal proof 25JU-01-0123 r41   # prove it"});
}

}  // namespace casejournal::services
