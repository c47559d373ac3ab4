// casejournal events: show entries as they were recorded.
#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

struct EventsCommand {
  ServerFlags server;
  std::string named;
  uint64_t from = 0;
  uint64_t limit = 0;
  bool access = false;
  bool ids = false;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, absl::StrCat("Only this case [default: the whole journal]. ", kCaseHelp))
        ->type_name("CASE");
    app.add_option("--from", from,
                   "First entry of the case, such as r186, or first position of the journal,\nto show [default: 0]")
        ->type_name("N")
        ->transform(EntryNumber());
    app.add_option("--limit", limit, "Maximum number of entries; 0 for no limit [default: 0]")
        ->type_name("N")
        ->check(CheckWholeNumber);
    app.add_flag("--access", access,
                 "Show the disclosures of the case and the attestations of its plan\ninstead; they are a0, a1, ...");
    app.add_flag("--ids", ids, "Also show the ids of staff");
    app.add_flag("--json", json, "Print one CaseEntry as JSON per line: exact bytes, and decoded");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (access && named.empty()) {
      Complain("--access needs a case");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    v1::ReadEventsRequest request;
    request.set_limit(limit);
    request.set_with_sentences(true);
    request.set_exact_bytes_only(!json);
    if (named.empty()) {
      request.set_position(from);
    } else {
      v1::CaseRevision& of = access ? *request.mutable_access_stream() : *request.mutable_case_stream();
      const ExitStatus found = FindCase(client, named, of.mutable_case_id());
      if (found != ExitStatus::kOk) return found;
      of.set_revision(from);
    }
    EventTable table(json ? absl::UTCTimeZone() : client.Zone(),
                     named.empty() ? EventTable::Of::kJournal
                     : access      ? EventTable::Of::kAccess
                                   : EventTable::Of::kCase,
                     ids);
    bool any = false;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            any = true;
            if (json && !Print(JsonLine(entry))) return false;
            if (!json) table.Add(entry);
          }
          return Print(table.Take(TerminalWidth()));
        });
    if (!status.ok()) return ReportFailure(status, client.server());
    if (!any) Remark(absl::StrCat("No entries at or after ", from, EndWords(client, request), "."));
    return ExitStatus::kOk;
  }

 private:
  // Where what was asked for ends: "; the last one is r262".
  std::string EndWords(JournalClient& client, v1::ReadEventsRequest request) const {
    if (named.empty()) {
      v1::GetJournalResponse journal;
      if (!client.described().GetJournal(client.OneAnswer().get(), {}, &journal).ok() || journal.size() == 0) return "";
      return absl::StrCat("; the last one is at position ", journal.size() - 1);
    }
    v1::CaseRevision& of = access ? *request.mutable_access_stream() : *request.mutable_case_stream();
    of.set_revision(0);
    request.set_limit(0);
    request.set_with_sentences(false);
    request.set_exact_bytes_only(true);
    uint64_t count = 0;
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          count += static_cast<uint64_t>(batch.entries_size());
          return true;
        });
    if (!status.ok()) return "";
    if (count == 0) return access ? "; nothing of the record was given or attested" : "";
    return absl::StrCat("; the last one is ", access ? "a" : "r", count - 1);
  }
};

}  // namespace

void AddEventsCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<EventsCommand>(program, exit,
                            {.name = "events",
                             .group = kReadGroup,
                             .summary = "Show entries as recorded, of one case or of the whole journal",
                             .examples = "casejournal events 25JU-01-0123\n"
                                         "casejournal events 25JU-01-0123 --from r186\n"
                                         "casejournal events 25JU-01-0123 --access\n"
                                         "casejournal events --from 1000 --limit 50\n"
                                         "casejournal events --json > journal.jsonl\n"
                                         "casejournal events --json | jq .opened.stored.caseEvent"});
}

}  // namespace casejournal::services
