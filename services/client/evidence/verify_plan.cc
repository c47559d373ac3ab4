// casejournal verify plan: rebuild the plan of a case from its entries, and compare it with what the journal attests.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note_key.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/evidence/check_report.h"
#include "services/client/evidence/verify_commands.h"
#include "services/client/journal_client.h"
#include "services/client/recorded_as_of.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
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
  JsonFlag json;
  CheckReport report{{"entries", "plans"}};

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--key", key, kVerifierKeyHelp)->type_name("VKEY|FILE");
    app.add_flag("--attested", attested, "Check every recorded attestation of this case, instead of a new one");
    DeclareRecorded(as_of, app);
    as_of.DeclareEffective(app);
    json.Declare(app, "Print each check with its verdict as JSON (docs/VERIFYING.md)");
    server.Declare(app);
  }

  ExitStatus Run() {
    if (attested && as_of.given()) {
      Complain("--attested cannot be combined with --effective-on or a --known flag: each attestation has its own");
      return ExitStatus::kUsage;
    }
    if (const ExitStatus read = ReadGivenKey(&key); read != ExitStatus::kOk) return read;
    JournalClient client(server);
    as_of.SpellDays(client);
    std::string case_id;
    const ExitStatus found = FindCase(client, named, &case_id);
    if (found != ExitStatus::kOk) return found;
    const ExitStatus exit = Check(client, case_id);
    if (exit == ExitStatus::kDataLoss) Complain("VERIFICATION FAILED");
    if (json && (exit == ExitStatus::kOk || exit == ExitStatus::kDataLoss)) {
      Print(report.Json());
      ResultTellsFailure();
    }
    return exit;
  }

 private:
  ExitStatus Check(JournalClient& client, const std::string& case_id) {
    report.facts()["caseId"] = case_id;
    report.facts()["plans"] = nlohmann::ordered_json::array();
    std::vector<event::v1::PlanAttestation> attestations;
    const ExitStatus got =
        attested ? GetRecorded(client, case_id, &attestations) : GetOne(client, case_id, &attestations);
    if (got != ExitStatus::kOk) return got;
    if (attestations.empty()) {
      report.Skip("entries");
      report.Skip("plans");
      if (!json) Print("No plan of this case was attested.\n");
      return ExitStatus::kOk;
    }
    absl::StatusOr<ProvedStream> proved = ReadProvedCase(client, case_id, key);
    if (!proved.ok()) return Unproved(proved.status());
    report.Pass("entries");
    report.facts()["keyFromServer"] = key.empty();
    report.facts()["origin"] = proved->checkpoint.origin;
    report.facts()["size"] = proved->checkpoint.size;
    report.facts()["root"] = eventstore::HexOf(proved->checkpoint.root);
    report.facts()["entries"] = proved->entries.size();
    if (!json) {
      Print(absl::StrCat("checkpoint   ", proved->checkpoint.origin, ", ", WithCommas(proved->checkpoint.size),
                         " entries, signed by the key  ok\nentries      ", proved->entries.size(),
                         " of the case opened, chained, and proved  ok\n"));
    }
    size_t unrepeatable = 0;
    size_t differing = 0;
    for (const event::v1::PlanAttestation& attestation : attestations) {
      const ReplayOutcome outcome = Replay(*proved, case_id, attestation);
      unrepeatable += outcome.kind == ReplayOutcome::kUnrepeatable ? 1 : 0;
      differing += outcome.kind == ReplayOutcome::kDiffers ? 1 : 0;
      if (outcome.kind == ReplayOutcome::kDiffers) {
        report.Fail("plans", absl::StrCat("revision ", attestation.revision(), ": ", outcome.words));
      }
      Show(attestation, outcome);
    }
    if (differing == 0 && unrepeatable > 0) report.Skip("plans");
    if (differing == 0 && unrepeatable == 0) report.Pass("plans");
    if (!json && differing == 0) PrintVerdict(VerdictText(attestations.size(), unrepeatable));
    if (key.empty() && !json) RemarkOnOwnKey();
    return differing == 0 ? ExitStatus::kOk : ExitStatus::kDataLoss;
  }

  // "Sound: 3 plans are what the entries of the case add up to."
  static std::string VerdictText(size_t plans, size_t unrepeatable) {
    const size_t repeated = plans - unrepeatable;
    const std::string sound =
        absl::StrCat("Sound: ", Counted(repeated, "plan is", "plans are"), " what the entries of the case add up to");
    if (unrepeatable == 0) return absl::StrCat(sound, ".");
    return absl::StrCat(repeated == 0 ? "Not checked" : sound, "; of ", Counted(unrepeatable, "plan", "plans"),
                        " not checked, the content of entries no longer exists.");
  }

  ExitStatus Unproved(const absl::Status& why) {
    Complain(why.message());
    if (absl::IsDataLoss(why)) report.Fail("entries", why.message());
    return ExitStatusOf(static_cast<int>(why.code()));
  }

  void Show(const event::v1::PlanAttestation& attestation, const ReplayOutcome& outcome) {
    if (json) {
      nlohmann::ordered_json plan = {{"revision", attestation.revision()},
                                     {"planDigest", absl::BytesToHexString(attestation.plan_digest())},
                                     {"verdict", outcome.kind == ReplayOutcome::kRepeated       ? "ok"
                                                 : outcome.kind == ReplayOutcome::kUnrepeatable ? "not checked"
                                                                                                : "failed"},
                                     {"message", outcome.words}};
      if (attestation.has_effective_on()) plan["effectiveOn"] = attestation.effective_on();
      report.facts()["plans"].push_back(std::move(plan));
      return;
    }
    const std::string what = absl::StrCat(
        "plan         revision ", attestation.revision(),
        attestation.has_effective_on() ? absl::StrCat(", effective up to ", attestation.effective_on()) : "",
        ", digest ", absl::BytesToHexString(attestation.plan_digest()).substr(0, 16), "…: ");
    Print(absl::StrCat(what, outcome.words, outcome.kind == ReplayOutcome::kRepeated ? "  ok\n" : "\n"));
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
                         std::vector<event::v1::PlanAttestation>* attestations) {
    const absl::StatusOr<ProvedStream> access = ReadProvedAccess(client, case_id, key);
    if (!access.ok()) return Unproved(access.status());
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
