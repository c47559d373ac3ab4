// casejournal verify consistency: check that the journal extends an earlier checkpoint.
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/call_failure.h"
#include "services/client/evidence/verify_commands.h"
#include "services/client/journal_client.h"
#include "services/console/command.h"
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

  void Declare(CLI::App& app) {
    app.add_option("--since", since_file, "The earlier checkpoint")->type_name("FILE")->required();
    app.add_option("--key", key,
                   "Verifier key of the journal, for example \"$(cat journal.vkey)\"; get it\n"
                   "from a source other than the server [default: the server's own key]")
        ->type_name("VKEY");
    app.add_option("--save", save_file, "If the check passes, write the newer checkpoint to this file")
        ->type_name("FILE");
    server.Declare(app);
  }

  ExitStatus Run() {
    JournalClient client(server);
    const ExitStatus exit = Check(client);
    if (exit == ExitStatus::kDataLoss) Complain("VERIFICATION FAILED");
    return exit;
  }

 private:
  ExitStatus Check(JournalClient& client) const {
    std::string note;
    if (const absl::Status read = ReadInput(since_file, &note); !read.ok()) {
      Complain(read.message());
      return ExitStatus::kFailure;
    }
    absl::StatusOr<eventstore::NoteVerifier> verifier =
        eventstore::NoteVerifier::FromVerifierKey(absl::StripAsciiWhitespace(key));
    if (key.empty()) {
      v1::GetCheckpointResponse newest;
      const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), {}, &newest);
      if (!status.ok()) return ReportFailure(status, client.server());
      verifier = eventstore::NoteVerifier::FromVerifierKey(newest.verifier_key());
    }
    if (!verifier.ok()) {
      Complain(absl::StrCat("--key: ", verifier.status().message()));
      return key.empty() ? ExitStatus::kDataLoss : ExitStatus::kUsage;
    }
    const absl::StatusOr<eventstore::Checkpoint> since = OpenCheckpoint(note, *verifier);
    if (!since.ok()) {
      Complain(absl::StrCat(since_file, ": ", since.status().message()));
      return ExitStatus::kDataLoss;
    }
    return CheckSince(client, *since, *verifier);
  }

  ExitStatus CheckSince(JournalClient& client, const eventstore::Checkpoint& since,
                        const eventstore::NoteVerifier& verifier) const {
    std::string newer;
    const absl::StatusOr<eventstore::Checkpoint> now = ProveSince(client, since, verifier, &newer);
    if (!now.ok()) {
      Complain(now.status().message());
      return ExitStatusOf(static_cast<int>(now.status().code()));
    }
    std::string text = absl::StrCat("origin       ", now->origin, "\nearlier      ", WithCommas(since.size),
                                    " entries, root ", eventstore::HexOf(since.root), "\nnow          ",
                                    WithCommas(now->size), " entries, root ", eventstore::HexOf(now->root), "\n");
    for (const std::string& line : SignatureLines(newer, verifier)) absl::StrAppend(&text, "signature    ", line, "\n");
    Print(absl::StrCat(text, "consistency  the first ", WithCommas(since.size), " entries are the same  ok\n"));
    if (key.empty()) RemarkOnOwnKey();
    if (save_file.empty()) return ExitStatus::kOk;
    const absl::Status saved = WriteFile(save_file, newer);
    if (!saved.ok()) Complain(saved.message());
    return saved.ok() ? ExitStatus::kOk : ExitStatus::kFailure;
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
