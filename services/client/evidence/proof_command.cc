// casejournal proof: write the proof that an entry is in the journal, as a file that anyone can check offline.
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/proof.h"
#include "services/client/call_failure.h"
#include "services/client/evidence/commands.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/files/given_file.h"
#include "services/pages/message_json.h"

namespace casejournal::services {
namespace {

// Return whether the proof proves this entry.
bool Proves(const eventlog::v1::InclusionProof& proof, const eventlog::v1::RecordedEvent& event) {
  std::vector<eventstore::Hash> hashes;
  for (const std::string& bytes : proof.hashes()) {
    const auto hash = eventstore::HashFromBytes(bytes);
    if (!hash.ok()) return false;
    hashes.push_back(*hash);
  }
  const auto root = eventstore::HashFromBytes(proof.checkpoint().root());
  return root.ok() && eventstore::VerifyInclusion(event.position(), proof.checkpoint().size(),
                                                  eventstore::LeafHash(event.header()), hashes, *root)
                          .ok();
}

struct ProofCommand {
  ServerFlags server;
  uint64_t position = 0;
  std::string proof_file;
  std::string event_file;
  bool json = false;

  void Declare(CLI::App& app) {
    app.add_option("position", position, "Position of the entry in the journal")
        ->type_name("POSITION")
        ->check(CheckWholeNumber)
        ->required();
    app.add_option("-o,--output", proof_file, "Write the proof to this file instead of standard output")
        ->type_name("FILE");
    app.add_option("--event", event_file, "Also write the entry (header, salt, and plaintext) to this JSON file")
        ->type_name("FILE");
    app.add_flag("--json", json, "Print the GetInclusionProofResponse as JSON");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
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
  static ExitStatus Write(const std::string& path, const std::string& text) {
    const absl::Status status = WriteFile(path, text);
    if (status.ok()) return ExitStatus::kOk;
    Complain(status.message());
    return ExitStatus::kFailure;
  }

  ExitStatus WriteEvent(JournalClient& client, const eventlog::v1::InclusionProof& proof) const {
    v1::ReadEventsRequest request;
    request.set_position(position);
    request.set_limit(1);
    request.set_exact_bytes_only(true);
    eventlog::v1::RecordedEvent event;
    const auto context = client.OneAnswer();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) event = entry.opened().recorded();
          return true;
        });
    if (!status.ok()) return ReportFailure(status, client.server());
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
                            .examples = "casejournal proof 1234\n"
                                        "casejournal proof 1234 -o 1234.tlog-proof --event 1234.json"});
}

}  // namespace casejournal::services
