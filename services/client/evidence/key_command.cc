// casejournal key: print the key that verifies the journal's checkpoints.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/ed25519.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/call_failure.h"
#include "services/client/evidence/check_report.h"
#include "services/client/evidence/commands.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/output.h"
#include "services/files/given_file.h"
#include "services/files/private_memory.h"

namespace casejournal::services {
namespace {

struct KeyCommand {
  ServerFlags server;
  std::string data;
  JsonFlag json;

  void Declare(CLI::App& app) {
    app.add_option("--data", data, "Read the key from this data directory instead of asking the server")
        ->type_name("DIR");
    json.Declare(app, "Print the key, the name in it, and its id as JSON");
    server.Declare(app);
  }

  ExitStatus Run() { return data.empty() ? Ask() : ReadSecret(); }

 private:
  ExitStatus Ask() const {
    JournalClient client(server);
    v1::GetCheckpointResponse response;
    const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), {}, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    return Show(response.verifier_key());
  }

  ExitStatus ReadSecret() const {
    std::error_code error;
    if (!std::filesystem::exists(data + "/FORMAT", error)) {
      Complain(absl::StrCat("no journal in ", data));
      return ExitStatus::kNotFound;
    }
    const std::string path = data + "/secrets/signing.key";
    KeepMemoryPrivate().IgnoreError();
    std::string text;
    const absl::Cleanup wipe = [&text] { eventstore::Wipe(text); };
    if (const absl::Status status = ReadInput(path, &text); !status.ok()) {
      Complain(status.message());
      return ExitStatus::kNotFound;
    }
    const auto signer = eventstore::NoteSigner::FromSignerKey(absl::StripAsciiWhitespace(text));
    if (!signer.ok()) {
      Complain(absl::StrCat(path, ": ", signer.status().message()));
      return ExitStatus::kUnknownFormat;
    }
    return Show(signer->verifier_key());
  }

  ExitStatus Show(const std::string& key) const {
    if (!json) {
      Print(absl::StrCat(key, "\n"));
      return ExitStatus::kOk;
    }
    const auto verifier = eventstore::NoteVerifier::FromVerifierKey(key);
    if (!verifier.ok()) {
      Complain(absl::StrCat("the server's key is malformed: ", verifier.status().message()));
      return ExitStatus::kDataLoss;
    }
    const nlohmann::ordered_json shown = {
        {"verifierKey", key}, {"name", verifier->name()}, {"keyId", KeyIdOf(*verifier)}};
    Print(absl::StrCat(shown.dump(), "\n"));
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddKeyCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<KeyCommand>(program, exit,
                         {.name = "key",
                          .group = kProveGroup,
                          .summary = "Print the public key that verifies checkpoints; publish it separately",
                          .examples = "casejournal key --data /var/lib/casejournal > journal.vkey\n"
                                      "casejournal key"});
}

}  // namespace casejournal::services
