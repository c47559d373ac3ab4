// casejournal register: show the register of actions, as the court reads it.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr uint32_t kWholeRegisterPage = 500;

struct RegisterCommand {
  ServerFlags server;
  MinPositionFlag min_position;
  std::string named;
  uint32_t page_size = 0;
  std::string page_token;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("of", named,
                   "A court number, to show only its rows; or a case: its id, another number,\nor a child's name")
        ->type_name("CASE|COURTNUMBER")
        ->required();
    app.add_option("--page-size", page_size, "Print one page of N rows instead of all")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    app.add_option("--page-token", page_token, "Print the page after the one that returned this token")
        ->type_name("TOKEN");
    app.add_flag("--json", json, "Print one RegisterRow as JSON per line");
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetRegisterRequest request;
    IsCaseId(named) ? request.set_case_id(named) : request.set_court_number(named);
    request.set_page_size(page_size == 0 ? kWholeRegisterPage : page_size);
    request.set_page_token(page_token);
    min_position.Fill(&request);
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
    return ShowAll(client, request, std::move(page), status);
  }

 private:
  static grpc::Status Get(JournalClient& client, const v1::GetRegisterRequest& request, v1::GetRegisterResponse* page) {
    return client.court().GetRegister(client.OneAnswer().get(), request, page);
  }

  ExitStatus ShowAll(JournalClient& client, v1::GetRegisterRequest request, v1::GetRegisterResponse page,
                     grpc::Status status) const {
    Table table({{.title = "Day", .width_min = 10},
                 {.title = "Action", .wraps = true, .width_min = 40},
                 {.title = "Court number", .width_min = 14},
                 {.title = "Entry", .right = true}});
    bool any = false;
    std::string case_id;
    while (status.ok()) {
      any = any || !page.rows().empty();
      for (const v1::RegisterRow& row : page.rows()) {
        if (json) Print(JsonLine(row));
        if (case_id.empty()) case_id = row.case_id();
        if (!json) AddRow(row, case_id, &table);
      }
      const bool wanted = Print(table.Take(TerminalWidth()));
      request.set_page_token(page.next_page_token());
      if (request.page_token().empty() || page_size != 0 || !wanted) {
        if (!request.page_token().empty() && wanted) {
          Remark(absl::StrCat("More rows follow; continue with --page-token ", request.page_token()));
        }
        if (!any) {
          Remark(absl::StrCat("The register has no rows", page_token.empty() ? "" : " after this page",
                              ". This is so up to position ", page.as_of_position(), " of the journal."));
        }
        return ExitStatus::kOk;
      }
      page.Clear();
      status = Get(client, request, &page);
    }
    return ReportFailure(status, client.server());
  }

  // An entry of a case other than that of the first row is named with its case.
  static void AddRow(const v1::RegisterRow& row, const std::string& case_id, Table* table) {
    std::string words = row.sentence();
    if (row.has_corrected_by()) absl::StrAppend(&words, "\n(as corrected by r", row.corrected_by(), ")");
    if (row.has_withdrawn_by()) absl::StrAppend(&words, "\n(WITHDRAWN by r", row.withdrawn_by(), ")");
    table->AddRow({row.day(), words, absl::StrJoin(row.court_numbers(), "\n"),
                   row.case_id() == case_id
                       ? EntryName(row.revision())
                       : absl::StrCat(EntryName(row.revision()), " of ", ShortCaseId(row.case_id()))});
  }
};

}  // namespace

void AddRegisterCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<RegisterCommand>(program, exit,
                              {.name = "register",
                               .group = kReadGroup,
                               .summary = "Show the register of actions of a case or of one court number",
                               .examples = "casejournal register 25JU-01-0123\n"
                                           "casejournal register cc5b606b-0394-4695-bb50-e7c72cf3e2ef\n"
                                           "casejournal register 25JU-01-0123 --json | jq -r .position\n"
                                           "casejournal show 25JU-01-0123 r41    # the entry of a row\n"
                                           "casejournal proof 25JU-01-0123 r41   # prove it"});
}

}  // namespace casejournal::services
