// casejournal verify plan: rebuild the plan of a case from its entries, and compare it with what the journal attests.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/evidence/verify_commands.h"
#include "services/client/journal_client.h"
#include "services/client/recorded_as_of.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/verify/plan_replay.h"
#include "services/verify/signed_checkpoint.h"

namespace casejournal::services {
namespace {

struct VerifyPlanCommand {
  ServerFlags server;
  AsOfFlags as_of;
  std::string named;
  std::string key;
  bool attested = false;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--key", key,
                   "Verifier key of the journal, for example \"$(cat journal.vkey)\"; get it\n"
                   "from a source other than the server [default: the server's own key]")
        ->type_name("VKEY");
    app.add_flag("--attested", attested, "Check every recorded attestation of this case, instead of a new one");
    DeclareRecorded(as_of, app);
    as_of.DeclareEffective(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    if (attested && as_of.given()) {
      Complain("--attested cannot be combined with --effective-on or a --known flag: each attestation has its own");
      return ExitStatus::kUsage;
    }
    if (!key.empty()) {
      const auto verifier = eventstore::NoteVerifier::FromVerifierKey(absl::StripAsciiWhitespace(key));
      if (!verifier.ok()) {
        Complain(absl::StrCat("--key: ", verifier.status().message()));
        return ExitStatus::kUsage;
      }
    }
    JournalClient client(server);
    std::string case_id;
    const ExitStatus found = FindCase(client, named, &case_id);
    if (found != ExitStatus::kOk) return found;
    const ExitStatus exit = Check(client, case_id);
    if (exit == ExitStatus::kDataLoss) Complain("VERIFICATION FAILED");
    return exit;
  }

 private:
  ExitStatus Check(JournalClient& client, const std::string& case_id) const {
    std::vector<event::v1::PlanAttestation> attestations;
    const ExitStatus got =
        attested ? GetRecorded(client, case_id, &attestations) : GetOne(client, case_id, &attestations);
    if (got != ExitStatus::kOk) return got;
    if (attestations.empty()) {
      Print("No plan of this case was attested.\n");
      return ExitStatus::kOk;
    }
    absl::StatusOr<ProvedStream> proved = ReadProvedCase(client, case_id, std::string(absl::StripAsciiWhitespace(key)));
    if (!proved.ok()) {
      Complain(proved.status().message());
      return ExitStatusOf(static_cast<int>(proved.status().code()));
    }
    Print(absl::StrCat("checkpoint   ", proved->checkpoint.origin, ", ", WithCommas(proved->checkpoint.size),
                       " entries, signed by the key  ok\nentries      ", proved->entries.size(),
                       " of the case opened, chained, and proved  ok\n"));
    ExitStatus exit = ExitStatus::kOk;
    for (const event::v1::PlanAttestation& attestation : attestations) {
      if (!Show(attestation, Replay(*proved, case_id, attestation))) exit = ExitStatus::kDataLoss;
    }
    if (key.empty()) RemarkOnOwnKey();
    return exit;
  }

  // Return false if the attestation fails the check.
  static bool Show(const event::v1::PlanAttestation& attestation, const ReplayOutcome& outcome) {
    const std::string what = absl::StrCat(
        "plan         revision ", attestation.revision(),
        attestation.has_effective_on() ? absl::StrCat(", effective up to ", attestation.effective_on()) : "",
        ", digest ", absl::BytesToHexString(attestation.plan_digest()).substr(0, 16), "…: ");
    Print(absl::StrCat(what, outcome.words, outcome.kind == ReplayOutcome::kRepeated ? "  ok\n" : "\n"));
    return outcome.kind != ReplayOutcome::kDiffers;
  }

  ExitStatus GetOne(JournalClient& client, const std::string& case_id,
                    std::vector<event::v1::PlanAttestation>* attestations) const {
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.set_attest(true);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    v1::GetCasePlanResponse response;
    const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    if (response.has_attestation()) attestations->push_back(response.attestation());
    return ExitStatus::kOk;
  }

  // Read the attestations from the access stream. The stream is proved, too, so the server cannot leave one out between
  // two others.
  ExitStatus GetRecorded(JournalClient& client, const std::string& case_id,
                         std::vector<event::v1::PlanAttestation>* attestations) const {
    const absl::StatusOr<ProvedStream> access =
        ReadProvedAccess(client, case_id, std::string(absl::StripAsciiWhitespace(key)));
    if (!access.ok()) {
      Complain(access.status().message());
      return ExitStatusOf(static_cast<int>(access.status().code()));
    }
    for (const std::optional<projections::Entry>& entry : access->entries) {
      if (!entry) continue;
      const event::v1::AccessEvent& event = entry->stored->access_event();
      if (event.has_plan_attested()) attestations->push_back(event.plan_attested().plan());
      if (event.disclosure_made().has_plan()) attestations->push_back(event.disclosure_made().plan());
    }
    return ExitStatus::kOk;
  }
};

}  // namespace

void AddVerifyPlan(CLI::App& verify, ExitStatus& exit) {
  AddCommand<VerifyPlanCommand>(
      verify, exit,
      {.name = "plan",
       .group = "What to check",
       .summary = "Rebuild the plan of a case here, and compare it with the attested plan",
       .examples = "casejournal verify plan 23-JV-0117 --key \"$(cat journal.vkey)\"\n"
                   "casejournal verify plan 23-JV-0117 --known-revision 40 --effective-on 2023-06-01\n"
                   "casejournal verify plan 23-JV-0117 --attested"});
}

}  // namespace casejournal::services
