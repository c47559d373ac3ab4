// casejournal plan: show the plan of a case, working, in force, or as signed, as of any day.
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/hash.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/reading/commands.h"
#include "services/console/command.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/message_json.h"
#include "services/pages/plan_page.h"

namespace casejournal::services {
namespace {

constexpr size_t kDigestHexMin = 6;

struct PlanCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string view = "working";
  std::string digest;
  bool ids = false;
  bool exact = false;
  bool json = false;
  std::vector<std::string> only;

  void Declare(CLI::App& app) {
    app.add_option("case", named, "The case: its id, or a court or other number")->type_name("CASE")->required();
    app.add_option("--view", view,
                   "working: what the entries add up to; in-force: what binds;\n"
                   "version: the text that was signed, named by --digest")
        ->check(CLI::IsMember({"working", "in-force", "version"}).description(""))
        ->type_name("VIEW")
        ->capture_default_str();
    app.add_option("--digest", digest,
                   "The version to show: its digest, the first 6 or more digits of the\ndigest, or its label")
        ->type_name("HEX|LABEL");
    app.add_flag("--exact", exact, "With --view version: print the exact bytes and nothing else");
    app.add_option("--only", only,
                   absl::StrCat("Show only these sections, separated by commas:\n", NamesForHelp(SectionNames())))
        ->delimiter(',')
        ->check(CLI::IsMember(SectionNames()).description(""))
        ->type_name("SECTION,...");
    app.add_flag("--ids", ids, "Also show ids");
    app.add_flag("--json", json, "Print the response as JSON");
    as_of.DeclareKnown(app);
    as_of.DeclareEffective(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    const bool version = view == "version";
    if (version == digest.empty() || (exact && !version) || (version && as_of.given())) {
      Complain(
          "--view version needs --digest and excludes --effective-on and the --known flags; --digest and --exact need "
          "--view version");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    std::string case_id;
    const ExitStatus found = FindCase(client, named, &case_id);
    if (found != ExitStatus::kOk) return found;
    return version ? ShowVersion(client, case_id) : ShowPlan(client, case_id);
  }

 private:
  PageStyle Style(JournalClient& client) const { return {TerminalWidth(), ids, only, client.Zone()}; }

  ExitStatus Get(JournalClient& client, const v1::GetCasePlanRequest& request,
                 v1::GetCasePlanResponse* response) const {
    const grpc::Status status = client.cases().GetCasePlan(client.OneAnswer().get(), request, response);
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client.server());
  }

  ExitStatus ShowPlan(JournalClient& client, const std::string& case_id) const {
    const bool in_force = view == "in-force";
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    // The page of what binds shows names, which only the working plan has.
    request.set_view(in_force && json ? v1::PLAN_VIEW_IN_FORCE : v1::PLAN_VIEW_WORKING);
    if (as_of.given()) *request.mutable_as_of() = as_of.ToAsOf();
    min_position.Fill(&request);
    v1::GetCasePlanResponse response;
    const ExitStatus got = Get(client, request, &response);
    if (got != ExitStatus::kOk) return got;
    Print(json       ? JsonText(response)
          : in_force ? InForcePage(response, Style(client))
                     : PlanPage(response, Style(client)));
    return ExitStatus::kOk;
  }

  ExitStatus ShowVersion(JournalClient& client, const std::string& case_id) const {
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.set_view(v1::PLAN_VIEW_VERSION);
    min_position.Fill(&request);
    const ExitStatus found = FindDigest(client, case_id, request.mutable_digest());
    if (found != ExitStatus::kOk) return found;
    v1::GetCasePlanResponse response;
    const ExitStatus got = Get(client, request, &response);
    if (got != ExitStatus::kOk) return got;
    eventstore::Sha256 sha;
    if (eventstore::AsBytes(sha.Update(response.content()).Finish()) != request.digest()) {
      Complain("DATA LOSS: the text that the server sent does not have this digest");
      return ExitStatus::kDataLoss;
    }
    v1::PlanContent content;
    if (json) {
      Print(JsonText(response));
    } else if (exact) {
      PrintExact(response.content());
    } else if (!google::protobuf::util::JsonStringToMessage(response.content(), &content).ok()) {
      // Of a newer release. Unknown fields are not ignored: a page must not leave out what was signed.
      Remark("This program does not know everything in this text, so the text follows exactly as it was signed:");
      PrintExact(response.content());
    } else {
      Print(VersionPage(response.version(), content, response.plan(), Style(client)));
    }
    return ExitStatus::kOk;
  }

  // Find the 32-byte digest that --digest names.
  ExitStatus FindDigest(JournalClient& client, const std::string& case_id, std::string* bytes) const {
    const std::string hex = absl::AsciiStrToLower(digest);
    const bool is_hex = hex.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_hex && hex.size() == 2 * sizeof(eventstore::Hash)) {
      *bytes = absl::HexStringToBytes(hex);
      return ExitStatus::kOk;
    }
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.set_view(v1::PLAN_VIEW_WORKING);
    v1::GetCasePlanResponse response;
    const ExitStatus got = Get(client, request, &response);
    if (got != ExitStatus::kOk) return got;
    std::string versions;
    size_t matches = 0;
    for (const v1::PlanVersion& version : response.plan().versions()) {
      const std::string known = absl::BytesToHexString(version.digest());
      absl::StrAppend(&versions, "\n  ", known, "  ", version.label(), ", ", version.drawn_up_on());
      const bool begins = is_hex && hex.size() >= kDigestHexMin && absl::StartsWith(known, hex);
      if (version.label() != digest && !begins) continue;
      *bytes = version.digest();
      ++matches;
    }
    if (matches == 1) return ExitStatus::kOk;
    Complain(absl::StrCat(matches == 0 ? "no version of this case has the digest or label \""
                                       : "several versions of this case have the digest or label \"",
                          digest, "\"; versions:", versions.empty() ? " none" : versions));
    return matches == 0 ? ExitStatus::kNotFound : ExitStatus::kUsage;
  }
};

}  // namespace

void AddPlanCommand(CLI::App& program, ExitStatus& exit) {
  AddCommand<PlanCommand>(
      program, exit,
      {.name = "plan",
       .group = kReadGroup,
       .summary = "Show the plan of a case: working, in force, or as it was signed",
       .examples = "casejournal plan 25JU-01-0123\n"
                   "casejournal plan 25JU-01-0123 --known-day 2025-03-31\n"
                   "casejournal plan 25JU-01-0123 --effective-on 2025-02-01 --only header,binds,goals\n"
                   "casejournal plan 25JU-01-0123 --view in-force\n"
                   "casejournal plan 25JU-01-0123 --view version --digest 1.0"});
}

}  // namespace casejournal::services
