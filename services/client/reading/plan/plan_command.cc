// casejournal plan: show the plan of a case, working, in force, or as signed, as of any day.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "eventstore/proofs/hash.h"
#include "projections/versions/plan_text.h"
#include "services/client/as_of_flags.h"
#include "services/client/call_failure.h"
#include "services/client/case_lookup.h"
#include "services/client/journal_client.h"
#include "services/client/lookup/people_lookup.h"
#include "services/client/reading/commands.h"
#include "services/client/reading/plan/plan_difference.h"
#include "services/client/reading/plan/plan_overview.h"
#include "services/client/version_lookup.h"
#include "services/console/choices.h"
#include "services/console/command.h"
#include "services/console/format_flags.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/instant_text.h"
#include "services/pages/message_json.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

constexpr size_t kDigestHexMin = 6;

// Take away blanks around the name of a section. Return an error text if there is no such section.
std::string CheckSection(std::string& name) {
  name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(name));
  const std::vector<std::string>& names = SectionNames();
  if (std::find(names.begin(), names.end(), name) != names.end()) return "";
  const std::string near = NearestName(name, names);
  return absl::StrCat("no section \"", name, "\"; ",
                      near.empty() ? absl::StrCat("the sections are ", absl::StrJoin(names, ", "))
                                   : absl::StrCat("did you mean ", near, "?"));
}

struct PlanCommand {
  ServerFlags server;
  AsOfFlags as_of;
  MinPositionFlag min_position;
  std::string named;
  std::string view = "working";
  std::string digest;
  bool ids = false;
  bool exact = false;
  JsonFlag json;
  bool all = false;
  std::vector<std::string> only;
  std::string preview;
  std::string label = "preview";
  std::string language = "en";
  std::vector<std::string> children;
  std::vector<std::string> diff;

  void Declare(CLI::App& app) {
    app.add_option("case", named, kCaseHelp)->type_name("CASE")->required();
    app.add_option("--view", view,
                   "working: what the entries add up to; in-force: what binds;\n"
                   "version: the text that was signed, named by --digest")
        ->check(OneOfWords({"working", "in-force", "version"}))
        ->type_name("VIEW")
        ->capture_default_str();
    app.add_option("--digest", digest,
                   "The version to show: its digest, the first 6 or more digits of the\ndigest, or its label")
        ->type_name("HEX|LABEL");
    app.add_flag("--exact", exact,
                 "With --view version or --preview: print the exact bytes of the text's\nparts and nothing else");
    auto* previewed = app.add_option("--preview", preview,
                                     "The text that drawing up a version of this kind would record now:\n"
                                     "case, supplemental, reunification, or safety")
                          ->check(OneOfWords({"case", "supplemental", "reunification", "safety"}))
                          ->type_name("KIND");
    app.add_option("--label", label, "With --preview: what the version is to be called")
        ->needs(previewed)
        ->type_name("LABEL");
    app.add_option("--language", language, "With --preview: the language of the headings, en or es")
        ->needs(previewed)
        ->check(OneOfWords({"en", "es"}))
        ->type_name("TAG");
    app.add_option(
           "--child", children,
           "With --preview: a child that the version is to cover, by name, part of\nit, or id; several times for "
           "several. Without it: all children of the\ncase")
        ->needs(previewed)
        ->type_name("CHILD");
    app.add_option(
           "--diff", diff,
           "The differences from one version to another, or to the working plan:\neach a digest, its first 6 or "
           "more digits, or a label; or \"working\"\nfor the second")
        ->expected(2)
        ->excludes(previewed)
        ->type_name("VERSION VERSION");
    app.add_flag("--all", all, "Show the whole plan, and not only one screen of what matters now");
    app.add_option("--only", only,
                   absl::StrCat("Show only these sections, separated by commas:\n", NamesForHelp(SectionNames())))
        ->delimiter(',')
        ->transform(CLI::Validator(CheckSection, "", "section"))
        ->type_name("SECTION,...");
    app.add_flag("--ids", ids, "Also show ids, in the whole plan");
    json.Declare(app, "Print the response as JSON");
    as_of.DeclareKnown(app);
    as_of.DeclareEffective(app);
    min_position.Declare(app);
    server.Declare(app);
  }

  ExitStatus Run() {
    const bool version = view == "version";
    const bool other = !preview.empty() || !diff.empty();
    if (version == digest.empty() || (exact && !version && preview.empty()) || (version && as_of.given())) {
      Complain(
          "--view version needs --digest and excludes --effective-on and the --known flags; --digest and --exact need "
          "--view version, or --exact needs --preview");
      return ExitStatus::kUsage;
    }
    if (!only.empty() && (all || exact || version || !diff.empty())) {
      Complain("--only excludes --all, --exact, --diff, and --view version: what was signed is shown as a whole");
      return ExitStatus::kUsage;
    }
    if (other && (view != "working" || as_of.given())) {
      Complain("--preview and --diff exclude --view, --effective-on, and the --known flags");
      return ExitStatus::kUsage;
    }
    JournalClient client(server);
    as_of.SpellDays(client);
    std::string case_id;
    const ExitStatus found = FindCase(client, named, &case_id);
    if (found != ExitStatus::kOk) return found;
    if (!preview.empty()) return ShowPreview(client, case_id);
    if (!diff.empty()) return ShowDifference(client, case_id);
    return version ? ShowVersion(client, case_id) : ShowPlan(client, case_id);
  }

 private:
  PageStyle Style(JournalClient& client) const {
    return {.width = TerminalWidth(), .ids = ids, .only = only, .zone = client.Zone(), .color = UsesColor()};
  }

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
    if (json) {
      Print(JsonText(response));
      return ExitStatus::kOk;
    }
    if (!response.answered().has_revision()) return NothingKnown(client, request);
    if (in_force) {
      PrintStyled(InForcePage(response, Style(client)));
    } else if (all || ids || !only.empty()) {
      PrintStyled(PlanPage(response, Style(client)));
    } else {
      return ShowOverview(client, {.named = named, .plan = response, .as_of = request.as_of()}, Style(client));
    }
    return ExitStatus::kOk;
  }

  // Say since when the case is known, and whether entries claim to be older.
  ExitStatus NothingKnown(JournalClient& client, v1::GetCasePlanRequest request) const {
    std::string words = "This journal knew nothing of the case by then.";
    v1::GetCasePlanResponse response;
    v1::GetCasePlanRequest now = request;
    now.clear_as_of();
    now.add_sections("numbers");
    if (const ExitStatus got = Get(client, now, &response); got != ExitStatus::kOk) return got;
    absl::StrAppend(&words, " It knows the case since ", InstantText(response.answered().known_since(), client.Zone()),
                    ".");
    const bool by_time = request.as_of().has_day() || request.as_of().has_instant();
    if (by_time && request.as_of().basis() != v1::BASIS_CLAIMED) {
      request.mutable_as_of()->set_basis(v1::BASIS_CLAIMED);
      if (const ExitStatus got = Get(client, request, &response); got != ExitStatus::kOk) return got;
      const uint32_t claimed = response.answered().claimed_entries();
      absl::StrAppend(
          &words, " ",
          claimed == 0 ? "No entry claims" : absl::StrCat(claimed, claimed == 1 ? " entry claims" : " entries claim"),
          " to have been first recorded by then", claimed == 0 ? "." : ": add --claimed to count them.");
    }
    Print(Paragraph(words, 0, TerminalWidth()));
    return ExitStatus::kOk;
  }

  ExitStatus ShowVersion(JournalClient& client, const std::string& case_id) const {
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.set_view(v1::PLAN_VIEW_VERSION);
    min_position.Fill(&request);
    const ExitStatus found = FindVersion(client, case_id, digest, request.mutable_digest());
    if (found != ExitStatus::kOk) return found;
    v1::GetCasePlanResponse response;
    const ExitStatus got = Get(client, request, &response);
    if (got != ExitStatus::kOk) return got;
    if (projections::PlanTextDigest(response.text()) != request.digest()) {
      Complain("DATA LOSS: the text that the server sent does not have this digest");
      return ExitStatus::kDataLoss;
    }
    const absl::StatusOr<v1::PlanDocument> document = projections::ReadPlanText(response.text());
    if (json) {
      Print(JsonText(response));
    } else if (exact) {
      PrintParts(response.text());
    } else if (!document.ok()) {
      // Of a newer release. Unknown fields are not ignored: a page must not leave out what was signed.
      Remark("This program does not know everything in this text, so the text follows exactly as it was signed:");
      PrintParts(response.text());
    } else {
      PrintStyled(
          VersionPage(response.version(), *document, WithheldIn(response.text()), response.plan(), Style(client)));
    }
    return ExitStatus::kOk;
  }

  static void PrintParts(const event::v1::PlanText& text) {
    for (const event::v1::PlanPart& part : text.parts()) PrintExact(part.text());
  }

  static int WithheldIn(const event::v1::PlanText& text) {
    return static_cast<int>(std::count_if(text.parts().begin(), text.parts().end(),
                                          [](const event::v1::PlanPart& part) { return part.has_withheld(); }));
  }

  // Show what drawing up a plan of this kind would record.
  ExitStatus ShowPreview(JournalClient& client, const std::string& case_id) const {
    v1::GetCasePlanResponse now;
    const ExitStatus got = GetWorking(client, case_id, &now);
    if (got != ExitStatus::kOk) return got;
    v1::PreviewPlanRequest request;
    request.set_case_id(case_id);
    request.set_newest(true);
    event::v1::PlanVersionDrawnUp& version = *request.mutable_version();
    version.set_kind(KindNamed(preview));
    version.set_label(label);
    if (language == "es") version.set_language(event::v1::PLAN_LANGUAGE_SPANISH);
    const ExitStatus named_children = AddChildren(now.plan(), &version);
    if (named_children != ExitStatus::kOk) return named_children;
    min_position.Fill(&request);
    v1::PreviewPlanResponse response;
    const grpc::Status status = client.cases().PreviewPlan(client.OneAnswer().get(), request, &response);
    if (!status.ok()) return ReportFailure(status, client.server());
    if (projections::PlanTextDigest(response.text()) != response.digest()) {
      Complain("DATA LOSS: the text that the server sent does not have its digest");
      return ExitStatus::kDataLoss;
    }
    if (exact) {
      PrintParts(response.text());
    } else if (json) {
      Print(JsonText(response));
    } else {
      PrintStyled(PreviewPage(response, now.plan(), Style(client)));
    }
    return ExitStatus::kOk;
  }

  static event::v1::PlanKind KindNamed(absl::string_view name) {
    if (name == "safety") return event::v1::PLAN_KIND_SAFETY;
    if (name == "supplemental") return event::v1::PLAN_KIND_SUPPLEMENTAL;
    if (name == "reunification") return event::v1::PLAN_KIND_REUNIFICATION;
    return event::v1::PLAN_KIND_CASE;
  }

  // Add the children that --child names, or all children of the case.
  ExitStatus AddChildren(const v1::CasePlan& plan, event::v1::PlanVersionDrawnUp* version) const {
    for (const std::string& child : children) {
      const ExitStatus found = FindParticipant(plan, child, Among::kChildren, version->add_children_ids());
      if (found != ExitStatus::kOk) return found;
    }
    if (!children.empty()) return ExitStatus::kOk;
    for (const v1::Participant& person : plan.participants()) {
      if (person.capacity() == event::v1::CAPACITY_CHILD) version->add_children_ids(person.participant_id());
    }
    if (!version->children_ids().empty()) return ExitStatus::kOk;
    Complain("the case has no child");
    return ExitStatus::kNotFound;
  }

  ExitStatus ShowDifference(JournalClient& client, const std::string& case_id) const {
    return ShowPlanDifference(client,
                              {.case_id = case_id,
                               .before = diff.front(),
                               .after = diff.back(),
                               .claimed = false,
                               .json = json.given,
                               .min_position = min_position.min_position},
                              Style(client));
  }

  ExitStatus GetWorking(JournalClient& client, const std::string& case_id, v1::GetCasePlanResponse* response) const {
    v1::GetCasePlanRequest request;
    request.set_case_id(case_id);
    request.set_view(v1::PLAN_VIEW_WORKING);
    return Get(client, request, response);
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
                   "casejournal plan 25JU-01-0123 --all\n"
                   "casejournal plan 25JU-01-0123 --known-day 2025-03-31\n"
                   "casejournal plan 25JU-01-0123 --effective-on 2025-02-01 --only header,binds,goals\n"
                   "casejournal plan 25JU-01-0123 --view in-force\n"
                   "casejournal plan 25JU-01-0123 --view version --digest 1.0\n"
                   "casejournal plan 25JU-01-0123 --preview supplemental --child 'Ana Lopez'\n"
                   "casejournal plan 25JU-01-0123 --diff 1.0 working",
       .pages = true});
}

}  // namespace casejournal::services
