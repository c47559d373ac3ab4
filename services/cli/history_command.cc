// casejournal history: who changed what, when, from what to what, and why.
#include "absl/strings/str_cat.h"
#include "services/cli/as_of_flags.h"
#include "services/cli/call_failure.h"
#include "services/cli/case_lookup.h"
#include "services/cli/command.h"
#include "services/cli/commands.h"
#include "services/cli/history_text.h"
#include "services/cli/instant_text.h"
#include "services/cli/journal_client.h"
#include "services/cli/message_json.h"
#include "services/cli/output.h"
#include "services/cli/part_lookup.h"
#include "services/cli/stream_reading.h"
#include "services/cli/table.h"
#include "services/cli/terminal.h"

namespace casejournal::services {
namespace {

std::string EffectiveText(const v1::HistoryRow& row) {
  if (row.effective_was_on().empty() || row.effective_was_on() == row.effective_on()) {
    return row.effective_on();
  }
  return absl::StrCat(row.effective_on(), "\nnot ", row.effective_was_on());
}

struct HistoryCommand {
  ServerFlags server;
  AsOfFlags as_of;
  std::string named;
  std::string part;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, "A case id, or a court or other number")
        ->type_name("CASE")
        ->required();
    app.add_option("--part", part,
                   "Only one part of the plan: its id, its number, or a piece of its words")
        ->type_name("ID|WORDS");
    app.add_flag("--json", json, "Print one HistoryRow as JSON on each line");
    as_of.DeclareKnown(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    v1::GetHistoryRequest request;
    const ExitStatus found = FindCase(client, named, request.mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    const ExitStatus part_found = FindPart(client, request.case_id(), request.mutable_part_id());
    if (part_found != ExitStatus::kOk) return part_found;
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    Table table({{.title = "Rev", .right = true, .width_min = 4},
                 {.title = "Recorded", .width_min = 10},
                 {.title = "Effective", .width_min = 14},
                 {.title = "What", .wraps = true, .width_min = 18},
                 {.title = "From -> to", .wraps = true, .width_min = 18},
                 {.title = "By whom", .wraps = true, .width_min = 12},
                 {.title = "Why, how", .wraps = true, .width_min = 12}});
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::GetHistoryResponse>(
        *context, client.audit().GetHistory(context.get(), request),
        [&](const v1::GetHistoryResponse& batch) { return Show(batch, &table); });
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

 private:
  bool Show(const v1::GetHistoryResponse& batch, Table* table) const {
    for (const v1::HistoryRow& row : batch.rows()) {
      if (json) {
        if (!Print(JsonLine(row))) return false;
        continue;
      }
      table->AddRow({absl::StrCat(row.revision()), InstantDay(row.recorded_at()),
                     EffectiveText(row), row.change().path(), ChangeText(row.change()),
                     AuthorText(row), KindText(row)});
    }
    return Print(table->Take(TerminalWidth()));
  }

  ExitStatus FindPart(JournalClient& client, const std::string& case_id, std::string* id) const {
    *id = part;
    if (part.empty() || IsCaseId(part)) return ExitStatus::kOk;
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    v1::GetCasePlanResponse response;
    const grpc::Status status =
        client.cases().GetCasePlan(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    const std::vector<PlanPart> parts = FindParts(response.plan(), part);
    if (parts.size() == 1) {
      *id = parts.front().id;
      return ExitStatus::kOk;
    }
    std::string choice;
    for (const PlanPart& found : parts)
      absl::StrAppend(&choice, "\n  ", found.id, "  ", found.words);
    Complain(parts.empty()
                 ? absl::StrCat("no part of the plan has the words \"", part, "\"")
                 : absl::StrCat("several parts have the words \"", part, "\"; name one:", choice));
    return parts.empty() ? ExitStatus::kNotFound : ExitStatus::kUsage;
  }
};

}  // namespace

void AddHistoryCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<HistoryCommand>(
      program, exit,
      {.name = "history",
       .group = kReadGroup,
       .summary = "Show every change of a case: from what to what, when, by whom, why",
       .examples = "casejournal history 25JU-01-0123\n"
                   "casejournal history 25JU-01-0123 --part counselling\n"
                   "casejournal history 25JU-01-0123 --part 2.01 --known-day 2025-06-30"});
}

}  // namespace casejournal::services
