// casejournal verify: check a running journal without trusting the server.
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/call_failure.h"
#include "services/client/evidence/check_report.h"
#include "services/client/evidence/commands.h"
#include "services/client/evidence/verify_commands.h"
#include "services/client/journal_client.h"
#include "services/client/stream_reading.h"
#include "services/console/command.h"
#include "services/console/display.h"
#include "services/console/format_flags.h"
#include "services/console/local_failure.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/terminal.h"
#include "services/files/given_file.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"
#include "services/verify/consistency_call.h"
#include "services/verify/entry_content.h"
#include "services/verify/journal_check.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

using eventstore::Checkpoint;
using eventstore::NoteVerifier;

struct VerifyCommand {
  ServerFlags server;
  std::string key;
  std::string since_file;
  std::string save_file;
  JsonFlag json;
  // In the order in which they are made. `consistency` needs --since.
  CheckReport report{{"signature", "consistency", "entries", "root", "origin"}};

  void Declare(CLI::App& app) {
    app.add_option("--key", key, kVerifierKeyHelp)->type_name("VKEY|FILE");
    app.add_option("--since", since_file, "Also check that no entry under this earlier checkpoint was changed")
        ->type_name("FILE");
    app.add_option("--save", save_file, "If all checks pass, write the checkpoint to this file, for --since")
        ->type_name("FILE");
    json.Declare(app, "Print each check with its verdict as JSON (docs/VERIFYING.md)");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (const ExitStatus read = ReadGivenKey(&key); read != ExitStatus::kOk) return read;
    JournalClient client(server);
    const ExitStatus exit = Verify(client);
    if (exit == ExitStatus::kDataLoss) Complain("VERIFICATION FAILED");
    if (json && exit == ExitStatus::kDataLoss) {
      Print(report.Json());
      ResultTellsFailure();
    }
    return exit;
  }

 private:
  ExitStatus Verify(JournalClient& client) {
    if (since_file.empty()) report.Skip("consistency");
    v1::GetCheckpointResponse newest;
    const grpc::Status status = client.audit().GetCheckpoint(client.OneAnswer().get(), {}, &newest);
    if (!status.ok()) return ReportFailure(status, client.server());
    const auto verifier = NoteVerifier::FromVerifierKey(key.empty() ? newest.verifier_key() : key);
    if (!verifier.ok())
      return Lost("signature",
                  absl::DataLossError(absl::StrCat("the server's key is malformed: ", verifier.status().message())));
    report.facts()["keyId"] = KeyIdOf(*verifier);
    report.facts()["keyFromServer"] = key.empty();
    std::string note = newest.checkpoint().note();
    std::optional<Checkpoint> since;
    const ExitStatus consistent = since_file.empty() ? ExitStatus::kOk : CheckSince(client, *verifier, &since, &note);
    if (consistent != ExitStatus::kOk) return consistent;
    const absl::StatusOr<Checkpoint> checkpoint = OpenCheckpoint(note, *verifier);
    if (!checkpoint.ok()) return Lost("signature", checkpoint.status());
    report.Pass("signature");
    report.facts()["origin"] = checkpoint->origin;
    report.facts()["size"] = checkpoint->size;
    report.facts()["root"] = eventstore::HexOf(checkpoint->root);
    report.facts()["signatures"] = SignaturesJson(note, *verifier);
    JournalCheck check;
    const ExitStatus read = ReadAll(client, *checkpoint, since, &check);
    if (read != ExitStatus::kOk) return read;
    PrintResult(*checkpoint, note, *verifier, check, since);
    if (save_file.empty()) return ExitStatus::kOk;
    const absl::Status saved = WriteFile(save_file, note);
    return saved.ok() ? ExitStatus::kOk : ExplainFileFailure(saved);
  }

  ExitStatus Lost(absl::string_view check, const absl::Status& status,
                  std::optional<uint64_t> position = std::nullopt) {
    Complain(status.message());
    report.Fail(check, status.message(), position);
    return ExitStatus::kDataLoss;
  }

  // Open the checkpoint of --since and check the server's proof from it. Replace `note` with the newer checkpoint of
  // that proof: all later checks use it.
  ExitStatus CheckSince(JournalClient& client, const NoteVerifier& verifier, std::optional<Checkpoint>* since,
                        std::string* note) {
    std::string saved;
    if (const absl::Status status = ReadInput(since_file, &saved); !status.ok()) {
      Complain(absl::StrCat("--since: ", status.message()));
      return ExitStatus::kNotFound;
    }
    const absl::StatusOr<Checkpoint> opened = OpenCheckpoint(saved, verifier);
    if (!opened.ok())
      return Lost("consistency", absl::DataLossError(absl::StrCat(since_file, ": ", opened.status().message())));
    *since = *opened;
    report.facts()["since"] = {{"size", opened->size}, {"root", eventstore::HexOf(opened->root)}};
    const absl::StatusOr<Checkpoint> now = ProveSince(client, *opened, verifier, note);
    if (now.ok()) {
      report.Pass("consistency");
      return ExitStatus::kOk;
    }
    if (absl::IsDataLoss(now.status())) return Lost("consistency", now.status());
    Complain(now.status().message());
    return ExitStatusOf(static_cast<int>(now.status().code()));
  }

  // Recompute everything that `checkpoint` covers.
  ExitStatus ReadAll(JournalClient& client, const Checkpoint& checkpoint, const std::optional<Checkpoint>& since,
                     JournalCheck* check) {
    if (checkpoint.size == 0) return Lost("entries", absl::DataLossError("the checkpoint covers no entries"));
    v1::ReadEventsRequest request;
    request.set_position(0);
    request.set_limit(checkpoint.size);
    request.set_exact_bytes_only(true);
    ProgressBar bar(checkpoint.size);
    absl::Status right;
    std::string failing = "entries";
    const auto context = client.Stream();
    const grpc::Status status = ReadStream<v1::ReadEventsResponse>(
        *context, client.audit().ReadEvents(context.get(), request), [&](const v1::ReadEventsResponse& batch) {
          for (const v1::CaseEntry& entry : batch.entries()) {
            const absl::StatusOr<const eventlog::v1::RecordedEvent*> event = OpenedIn(entry);
            if (right.ok()) {
              right = entry.has_withheld() ? check->AddWithheld(entry.withheld())
                      : event.ok()         ? check->Add(**event)
                                           : event.status();
            }
            if (right.ok() && since && check->size() == since->size && check->Root() != since->root) {
              failing = "consistency";
              right = absl::DataLossError(
                  absl::StrCat("the first ", since->size, " entries are not those of the earlier checkpoint"));
            }
          }
          bar.Show(check->size(), absl::StrCat(WithCommas(check->size()), " entries"));
          return right.ok();
        });
    bar.Wipe();
    if (right.ok() && !status.ok()) return ReportFailure(status, client.server());
    if (right.ok()) right = check->Finish();
    if (right.ok() && check->size() != checkpoint.size) {
      right = absl::DataLossError(absl::StrCat("position ", check->size(), ": the server sent ", check->size(),
                                               " entries; the checkpoint covers ", checkpoint.size));
    }
    if (!right.ok()) return Lost(failing, right, check->size());
    report.Pass("entries");
    report.facts()["streams"] = check->streams();
    if (check->withheld() > 0) report.facts()["withheld"] = check->withheld();
    if (check->Root() != checkpoint.root)
      return Lost("root", absl::DataLossError("the entries give a root other than the checkpoint's"));
    report.Pass("root");
    if (check->origin() != checkpoint.origin) {
      return Lost("origin", absl::DataLossError("position 0: the journal names an origin other than the checkpoint's"),
                  0);
    }
    report.Pass("origin");
    return ExitStatus::kOk;
  }

  void PrintResult(const Checkpoint& checkpoint, const std::string& note, const NoteVerifier& verifier,
                   const JournalCheck& check, const std::optional<Checkpoint>& since) const {
    if (json) {
      Print(report.Json());
      return;
    }
    const std::string entries = WithCommas(checkpoint.size);
    std::string text = absl::StrCat("origin       ", checkpoint.origin, "\nsize         ", entries, "\nroot         ",
                                    eventstore::HexOf(checkpoint.root), "  ok\n");
    for (const std::string& line : SignatureLines(note, verifier)) {
      absl::StrAppend(&text, "signature    ", line, "\n");
    }
    absl::StrAppend(&text, "payloads     ", WithCommas(checkpoint.size - check.withheld()),
                    " commitments recomputed  ok\n");
    if (check.withheld() > 0) {
      absl::StrAppend(&text, "withheld     ", WithCommas(check.withheld()),
                      check.withheld() == 1 ? " entry" : " entries",
                      " that you may not see: only the leaves are checked\n");
    }
    absl::StrAppend(
        &text, "chains       ", WithCommas(check.streams()),
        check.withheld() > 0 ? " streams, as far as you may see them  ok\n" : " streams without gaps  ok\n");
    if (since) {
      absl::StrAppend(&text, "consistency  with the checkpoint of ", WithCommas(since->size), " entries  ok\n");
    }
    Print(text);
    PrintVerdict(
        absl::StrCat("Sound: ", Counted(checkpoint.size, "entry", "entries"), ", signed by ", KeyIdOf(verifier), "."));
    if (key.empty()) RemarkOnOwnKey();
  }
};

}  // namespace

void AddVerifyCommand(CLI::App& program, ExitStatus& exit) {
  CLI::App& verify = AddCommand<VerifyCommand>(
      program, exit,
      {.name = "verify",
       .group = kProveGroup,
       .summary = "Check a running journal: every commitment, chain, root, and signature",
       .examples = "casejournal verify --key \"$(cat journal.vkey)\"\n"
                   "casejournal verify --key \"$(cat journal.vkey)\" --save last.checkpoint\n"
                   "casejournal verify --key \"$(cat journal.vkey)\" --since last.checkpoint\n"
                   "casejournal verify exhibit hearing.exhibit.zip --key \"$(cat journal.vkey)\""});
  AddVerifyExhibit(verify, exit);
  AddVerifyPlan(verify, exit);
  AddVerifyConsistency(verify, exit);
}

void PrintVerdict(const std::string& sentence) {
  PrintStyled(absl::StrCat(Toned(Printable(sentence), Tone::kStrong, UsesColor()), "\n"));
}

void RemarkOnOwnKey() {
  Remark(absl::StrJoin(Wrap("The key came from the server itself: this proves that the journal is consistent, but not "
                            "whose journal it is. Use --key with a key from another source.",
                            TerminalWidth()),
                       "\n"));
}

}  // namespace casejournal::services
