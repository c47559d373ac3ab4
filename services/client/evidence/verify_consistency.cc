// casejournal verify consistency: check that the journal extends an earlier checkpoint.
#include <string>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/call_failure.h"
#include "services/client/evidence/check_report.h"
#include "services/client/evidence/verify_commands.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/files/given_file.h"
#include "services/verify/consistency_call.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

struct VerifyConsistencyCommand {
  ServerFlags server;
  std::string key;
  std::string since_file;
  std::string save_file;
  JsonFlag json;
  CheckReport report{{"signature", "consistency"}};

  void Declare(CLI::App& app) {
    app.add_option("--since", since_file, "The earlier checkpoint")->type_name("FILE")->required();
    app.add_option("--key", key, kVerifierKeyHelp)->type_name("VKEY|FILE");
    app.add_option("--save", save_file, "If the check passes, write the newer checkpoint to this file")
        ->type_name("FILE");
    json.Declare(app, "Print each check with its verdict as JSON (docs/VERIFYING.md)");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (const ExitStatus read = ReadGivenKey(&key); read != ExitStatus::kOk) return read;
    JournalClient client(server);
    const ExitStatus exit = Check(client);
    if (exit == ExitStatus::kDataLoss) Complain("VERIFICATION FAILED");
    if (json && exit == ExitStatus::kDataLoss) {
      Print(report.Json());
      ResultTellsFailure();
    }
    return exit;
  }

 private:
  ExitStatus Lost(absl::string_view check, const std::string& why) {
    Complain(why);
    report.Fail(check, why);
    return ExitStatus::kDataLoss;
  }

  ExitStatus Check(JournalClient& client) {
    std::string note;
    if (const absl::Status read = ReadInput(since_file, &note); !read.ok()) {
      Complain(absl::StrCat("--since: ", read.message()));
      return ExitStatus::kNotFound;
    }
    absl::StatusOr<eventstore::NoteVerifier> verifier = eventstore::NoteVerifier::FromVerifierKey(key);
    if (key.empty()) {
      v1::GetCheckpointResponse newest;
      const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), {}, &newest);
      if (!status.ok()) return ReportFailure(status, client.server());
      verifier = eventstore::NoteVerifier::FromVerifierKey(newest.verifier_key());
    }
    if (!verifier.ok())
      return Lost("signature", absl::StrCat("the server's key is malformed: ", verifier.status().message()));
    report.facts()["keyId"] = KeyIdOf(*verifier);
    report.facts()["keyFromServer"] = key.empty();
    const absl::StatusOr<eventstore::Checkpoint> since = OpenCheckpoint(note, *verifier);
    if (!since.ok()) return Lost("signature", absl::StrCat(since_file, ": ", since.status().message()));
    report.facts()["since"] = {{"size", since->size}, {"root", eventstore::HexOf(since->root)}};
    report.Pass("signature");
    return CheckSince(client, *since, *verifier);
  }

  ExitStatus CheckSince(JournalClient& client, const eventstore::Checkpoint& since,
                        const eventstore::NoteVerifier& verifier) {
    std::string newer;
    const absl::StatusOr<eventstore::Checkpoint> now = ProveSince(client, since, verifier, &newer);
    if (absl::IsDataLoss(now.status())) return Lost("consistency", std::string(now.status().message()));
    if (!now.ok()) {
      Complain(now.status().message());
      return ExitStatusOf(static_cast<int>(now.status().code()));
    }
    report.Pass("consistency");
    ShowResult(since, *now, newer, verifier);
    if (save_file.empty()) return ExitStatus::kOk;
    const absl::Status saved = WriteFile(save_file, newer);
    return saved.ok() ? ExitStatus::kOk : ExplainFileFailure(saved);
  }

  void ShowResult(const eventstore::Checkpoint& since, const eventstore::Checkpoint& now, const std::string& note,
                  const eventstore::NoteVerifier& verifier) {
    if (json) {
      report.facts()["origin"] = now.origin;
      report.facts()["size"] = now.size;
      report.facts()["root"] = eventstore::HexOf(now.root);
      report.facts()["signatures"] = SignaturesJson(note, verifier);
      Print(report.Json());
      return;
    }
    std::string text = absl::StrCat("origin       ", now.origin, "\nearlier      ", WithCommas(since.size),
                                    " entries, root ", eventstore::HexOf(since.root), "\nnow          ",
                                    WithCommas(now.size), " entries, root ", eventstore::HexOf(now.root), "\n");
    for (const std::string& line : SignatureLines(note, verifier)) absl::StrAppend(&text, "signature    ", line, "\n");
    Print(absl::StrCat(text, "consistency  the first ", WithCommas(since.size), " entries are the same  ok\n"));
    PrintVerdict(absl::StrCat("Sound: the journal still begins with the ", Counted(since.size, "entry", "entries"),
                              " of the earlier checkpoint, signed by ", KeyIdOf(verifier), "."));
    if (key.empty()) RemarkOnOwnKey();
  }
};

}  // namespace

void AddVerifyConsistency(CLI::App& verify, ExitStatus& exit) {
  AddCommand<VerifyConsistencyCommand>(
      verify, exit,
      {.name = "consistency",
       .group = "What to check",
       .summary = "Check that the journal extends an earlier checkpoint, by one proof",
       .examples = "casejournal checkpoint > last.checkpoint\n"
                   "casejournal verify consistency --since last.checkpoint --key \"$(cat journal.vkey)\" \\\n"
                   "    --save last.checkpoint"});
}

}  // namespace casejournal::services
