// casejournal proof: write the proof that an entry is in the journal, as a file that anyone can check offline.
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/entry_number.h"
#include "services/client/entry_proof.h"
#include "services/client/evidence/commands.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/files/given_file.h"
#include "services/pages/message_json.h"
#include "services/verify/entry_content.h"

namespace casejournal::services {
namespace {

struct ProofCommand {
  ServerFlags server;
  std::vector<std::string> named;
  uint64_t position = 0;
  std::string proof_file;
  std::string event_file;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("entry", named, "Position of the entry in the journal; or a case and its entry, such as r186")
        ->type_name("POSITION | CASE ENTRY")
        ->expected(1, 2)
        ->required();
    app.add_option("-o,--output", proof_file, "Write the proof to this file instead of standard output")
        ->type_name("FILE");
    app.add_option("--event", event_file, "Also write the entry (header, salt, and plaintext) to this JSON file")
        ->type_name("FILE");
    json.Declare(app, "Print the GetInclusionProofResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    const std::string number(named.size() == 1 ? named.front() : EntryDigits(named.back()));
    uint64_t at = 0;
    if (!CheckWholeNumber(number).empty() || !absl::SimpleAtoi(number, &at)) {
      Complain(absl::StrCat("\"", named.back(), "\" is not ",
                            named.size() == 1 ? "a position; for an entry of a case, give CASE ENTRY, such as r186"
                                              : "an entry, such as r186 or 186"));
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    position = at;
    if (named.size() > 1) {
      const ExitStatus found = FindPosition(client, at);
      if (found != ExitStatus::kOk) return found;
    }
    v1::GetInclusionProofRequest request;
    request.set_position(position);
    v1::GetInclusionProofResponse response;
    const grpc::Status status = client.audit().GetInclusionProof(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    if (!event_file.empty()) {
      const ExitStatus written = WriteEvent(client, response.proof());
      if (written != ExitStatus::kOk) return written;
    }
    const std::string text = json ? JsonText(response) : response.proof().tlog_proof();
    if (!proof_file.empty()) return Write(proof_file, text);
    Print(text);
    return ExitStatus::kOk;
  }

 private:
  // Set `position` to that of the entry of the case.
  ExitStatus FindPosition(JournalClient& client, uint64_t revision) {
    v1::ReadEventsRequest request;
    const ExitStatus found = FindCase(client, named.front(), request.mutable_case_stream()->mutable_case_id());
    if (found != ExitStatus::kOk) return found;
    request.mutable_case_stream()->set_revision(revision);
    request.set_limit(1);
    request.set_exact_bytes_only(true);
    bool any = false;
    const auto context = client.OneAnswer();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            any = true;
            position = PositionOf(entry);
          }
          return true;
        });
    if (!status.ok()) return ReportFailure(status, client.server());
    if (any) return ExitStatus::kOk;
    Complain(absl::StrCat("the case has no entry ", EntryName(revision)));
    return ExitStatus::kNotFound;
  }

  static ExitStatus Write(const std::string& path, const std::string& text) {
    const absl::Status status = WriteFile(path, text);
    return status.ok() ? ExitStatus::kOk : ExplainFileFailure(status);
  }

  ExitStatus WriteEvent(JournalClient& client, const eventlog::v1::InclusionProof& proof) const {
    v1::ReadEventsRequest request;
    request.set_position(position);
    request.set_limit(1);
    request.set_exact_bytes_only(true);
    eventlog::v1::RecordedEvent event;
    absl::Status opened;
    const auto context = client.OneAnswer();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            event = entry.opened().recorded();
            opened = OpenedIn(entry).status();
          }
          return true;
        });
    if (!status.ok()) return ReportFailure(status, client.server());
    if (!opened.ok()) {
      Complain(absl::StrCat("--event: ", opened.message()));
      return ExitStatusOf(static_cast<int>(opened.code()));
    }
    if (event.position() != position || !Proves(proof, event)) {
      Complain(absl::StrCat("DATA LOSS: the proof does not prove the entry at position ", position));
      return ExitStatus::kDataLoss;
    }
    return Write(event_file, JsonLine(event));
  }
};

}  // namespace

void AddProofCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<ProofCommand>(program, exit,
                           {.name = "proof",
                            .group = kProveGroup,
                            .summary = "Prove that an entry is in the journal (c2sp.org/tlog-proof@v1)",
                            .examples = "casejournal proof 25JU-01-0123 r41\n"
                                        "casejournal proof 1234\n"
                                        "casejournal proof 1234 -o 1234.tlog-proof --event 1234.json"});
}

}  // namespace casejournal::services
