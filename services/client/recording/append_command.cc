// casejournal append: record one request, all of it or none.
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/records/stream_id.h"
#include "projections/events/event_words.h"
#include "services/client/call_failure.h"
#include "services/client/event_table.h"
#include "services/client/journal_client.h"
#include "services/client/recording/append_call.h"
#include "services/client/recording/commands.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/files/given_file.h"
#include "services/json_input/json_fault.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

std::string RecordedText(const v1::AppendRequest& request, const v1::AppendResponse& response, absl::TimeZone zone) {
  Table table({{.title = "Position", .right = true},
               {.title = "Revision", .right = true},
               {.title = "Day"},
               {.title = "Event"},
               {.title = "Case"}});
  uint64_t position = response.first_position();
  std::string versions;
  for (int c = 0; c < response.cases_size() && c < request.cases_size(); ++c) {
    const v1::CaseAppended& appended = response.cases(c);
    uint64_t revision = appended.first_revision();
    for (const event::v1::CaseEvent& event : request.cases(c).events()) {
      table.AddRow({absl::StrCat(position++), absl::StrCat(revision++), event.effective_on(),
                    projections::EventTypeName(event), appended.case_id()});
    }
    for (const std::string& digest : appended.plan_version_digests()) {
      absl::StrAppend(&versions, "Plan version drawn up: ", absl::BytesToHexString(digest),
                      "\n  in a request, such as PlanSigned: \"digest\": \"", absl::Base64Escape(digest), "\"\n");
    }
  }
  return absl::StrCat(
      table.Take(TerminalWidth()), versions, "\nRecorded ", InstantText(response.recorded_at(), zone), " as request ",
      response.request_id(), ".\n",
      response.repeated_answer() ? "This request was recorded before; this is the original answer.\n" : "");
}

struct AppendCommand {
  ServerFlags server;
  std::string file = "-";
  bool validate_only = false;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("file", file, "An AppendRequest as proto3 JSON; - for standard input")
        ->type_name("FILE")
        ->capture_default_str();
    app.add_flag("--validate-only", validate_only, "List all errors and violations; record nothing");
    json.Declare(app, "Print the AppendResponse, or the ErrorStatus of a rejection, as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    v1::AppendRequest request;
    const ExitStatus read = ReadRequest(&request);
    if (read != ExitStatus::kOk) return read;
    JournalClient client(server);
    // Ask for the zone first: after the request is recorded, nothing else may fail.
    const absl::TimeZone zone = json || request.validate_only() ? absl::UTCTimeZone() : client.Zone();
    v1::AppendResponse response;
    const v1::ErrorStatus error = Ask(client, request, &response);
    if (error.code() != grpc::OK) return Failed(client, request, error);
    if (!request.validate_only()) client.SeeUpTo(response.first_position() + EventsIn(request));
    if (json) {
      Print(JsonText(response));
    } else if (!request.validate_only()) {
      Print(RecordedText(request, response, zone));
    }
    return request.validate_only() ? Validated(request, response) : ExitStatus::kOk;
  }

 private:
  static uint64_t EventsIn(const v1::AppendRequest& request) {
    uint64_t events = 0;
    for (const v1::CaseAppend& append : request.cases()) events += static_cast<uint64_t>(append.events_size());
    return events;
  }

  ExitStatus ReadRequest(v1::AppendRequest* request) const {
    std::string text;
    if (file == "-" && StandardInputIsTerminal())
      Remark("Reading one request from the terminal. End it with Ctrl-D on a line of its own.");
    if (const absl::Status status = ReadInput(file, &text); !status.ok()) {
      Complain(status.message());
      return ExitStatus::kNotFound;
    }
    if (const auto fault = ReadJson(text, request)) {
      Complain(FaultText(*fault, text, file, 1));
      return ExitStatus::kMalformed;
    }
    if (request->request_id().empty()) {
      request->set_request_id(eventstore::Uuid::Random().ToString());
      Remark(absl::StrCat("The request had no requestId; its id is now ", request->request_id(),
                          ". Keep it for a retry."));
    }
    if (validate_only) request->set_validate_only(true);
    return ExitStatus::kOk;
  }

  ExitStatus Validated(const v1::AppendRequest& request, const v1::AppendResponse& response) const {
    if (response.violations().empty()) {
      if (!json) Print("The request would be recorded. Nothing was recorded.\n");
      return ExitStatus::kOk;
    }
    if (!json) {
      Complain(absl::StrCat("the rules would reject the request:\n", ViolationsText(response.violations(), &request),
                            response.violations_omitted() == 0
                                ? ""
                                : absl::StrCat("\n  and ", response.violations_omitted(), " more ",
                                               response.violations_omitted() == 1 ? "violation" : "violations")));
    }
    ResultTellsFailure();  // the AppendResponse has the violations
    return ExitStatus::kRefused;
  }

  // Validate over a stream: its answers have room for all errors (errors.proto).
  static v1::ErrorStatus Ask(JournalClient& client, const v1::AppendRequest& request, v1::AppendResponse* response) {
    if (!request.validate_only()) return ErrorOf(client.cases().Append(client.OneAnswer().get(), request, response));
    AppendCall call(client);
    call.Send(request);
    const std::optional<v1::AppendStreamResponse> answer = call.NextAnswer();
    const grpc::Status ended = call.Finish();
    if (!answer)
      return ErrorOf(ended.ok() ? grpc::Status(grpc::UNAVAILABLE, "the server ended the call early") : ended);
    if (answer->has_error()) return answer->error();
    *response = answer->appended();
    return {};
  }

  ExitStatus Failed(JournalClient& client, const v1::AppendRequest& request, const v1::ErrorStatus& error) const {
    if (json) {
      Print(ErrorJson(error));
      ResultTellsFailure();
    }
    Complain(FailureText(error, client.server(), &request));
    if (const auto conflict = FindDetail<v1::RevisionConflict>(error)) ShowMissed(client, *conflict);
    return ExitStatusFor(error);
  }

  // Show what was recorded since the writer read the case. The writer decides again; nothing is retried automatically.
  static void ShowMissed(JournalClient& client, const v1::RevisionConflict& conflict) {
    if (!conflict.has_actual()) return;
    const uint64_t from = conflict.has_expected() ? conflict.expected() + 1 : 0;
    if (from > conflict.actual()) return;
    v1::ReadEventsRequest request;
    request.mutable_case_stream()->set_case_id(conflict.case_id());
    request.mutable_case_stream()->set_revision(from);
    request.set_with_sentences(true);
    request.set_exact_bytes_only(true);
    const auto context = client.Stream();
    EventTable table(client.Zone(), EventTable::Of::kCase);
    Remark("Recorded in the meantime:");
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) table.Add(entry);
          Remark(table.Take(TerminalWidth()));
          return true;
        });
    if (!status.ok()) ReportFailure(status, client.server());
  }
};

}  // namespace

void AddAppendCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<AppendCommand>(
      program, exit,
      {.name = "append",
       .group = kRecordGroup,
       .summary = "Record one request: events for one or more cases, all or none",
       .examples = "casejournal append request.json\n"
                   "casejournal append --validate-only request.json\n"
                   "jq '.cases[0].expected = {exactly: \"41\"}' request.json | casejournal append -"});
}

}  // namespace casejournal::services
