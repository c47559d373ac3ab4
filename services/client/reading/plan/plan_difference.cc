#include "services/client/reading/plan/plan_difference.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/entries/civil_day.h"
#include "projections/versions/plan_document.h"
#include "projections/words/names.h"
#include "projections/words/plan_difference.h"
#include "services/client/call_failure.h"
#include "services/client/entry_number.h"
#include "services/client/version_lookup.h"
#include "services/console/output.h"
#include "services/pages/message_json.h"
#include "services/pages/plan/comparison_page.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

// One side of a comparison: a version, or the plan as of some moment.
struct Side {
  std::string words;   // "version 1.2 of the case plan", "the record as of r186"
  std::string digest;  // of a version; empty for a plan
  bool now = false;    // the plan that all entries add up to
  v1::GetCasePlanResponse answer;

  bool IsVersion() const { return !digest.empty(); }
};

class Comparing {
 public:
  Comparing(JournalClient& client, const PlanDifferenceQuestion& question) : client_(client), question_(question) {}

  // Find the versions, or the plan, that `name` means.
  ExitStatus Find(const std::string& name, std::vector<Side>* sides) {
    v1::GetCasePlanRequest request;
    request.set_view(v1::PLAN_VIEW_WORKING);
    uint64_t revision = 0;
    if (name == "working") {
      sides->push_back({.words = "the plan as it stands", .digest = "", .now = true, .answer = {}});
      return Get(request, &sides->back().answer);
    }
    if (name == "in-force") return FindInForce(sides);
    if (name.size() > 1 && name[0] == 'r' && absl::SimpleAtoi(EntryDigits(name), &revision)) {
      request.mutable_as_of()->set_revision(revision);
      sides->push_back(
          {.words = absl::StrCat("the record as of r", revision), .digest = "", .now = false, .answer = {}});
      return Get(request, &sides->back().answer);
    }
    if (projections::ParseDay(name).ok()) return FindDay(name, std::move(request), sides);
    Side version;
    if (const ExitStatus found = FindVersion(client_, question_.case_id, name, &version.digest);
        found != ExitStatus::kOk)
      return found;
    return AddVersion(std::move(version), sides);
  }

  // Compare two sides.
  ExitStatus Compare(const Side& before, const Side& after, v1::ComparePlansResponse* response) {
    if (before.IsVersion() && (after.IsVersion() || after.now)) return Ask(before.digest, after.digest, response);
    if (before.now && after.IsVersion()) {
      const ExitStatus asked = Ask(after.digest, "", response);
      TurnAround(response);
      return asked;
    }
    const v1::CasePlan& earlier = before.answer.plan();
    const v1::CasePlan& later = after.answer.plan();
    const projections::Names names({&later, &earlier});
    if (!before.IsVersion() && !after.IsVersion()) {
      Add(projections::PlanDifference(earlier, later, names), response);
    } else {
      const v1::PlanVersion& version = (before.IsVersion() ? before : after).answer.version();
      *response->mutable_before() = DocumentOf(before, version);
      *response->mutable_after() = DocumentOf(after, version);
      Add(projections::DocumentDifference(response->before(), response->after(), names), response);
    }
    *response->mutable_answered() =
        (after.answer.answered().as_of_position() < before.answer.answered().as_of_position() ? before : after)
            .answer.answered();
    return ExitStatus::kOk;
  }

 private:
  ExitStatus Get(v1::GetCasePlanRequest request, v1::GetCasePlanResponse* answer) {
    request.set_case_id(question_.case_id);
    if (question_.min_position) request.set_min_position(*question_.min_position);
    const grpc::Status status = client_.cases().GetCasePlan(client_.OneAnswer().get(), request, answer);
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client_.server());
  }

  ExitStatus FindDay(const std::string& day, v1::GetCasePlanRequest request, std::vector<Side>* sides) {
    request.mutable_as_of()->set_day(day);
    if (question_.claimed) request.mutable_as_of()->set_basis(v1::BASIS_CLAIMED);
    sides->push_back({.words = absl::StrCat("what was known on ", day), .digest = "", .now = false, .answer = {}});
    const ExitStatus got = Get(std::move(request), &sides->back().answer);
    if (got != ExitStatus::kOk || sides->back().answer.answered().has_revision()) return got;
    Complain(absl::StrCat("the journal knew nothing of this case on ", day,
                          question_.claimed ? "" : "; entries that claim to be older count with --claimed"));
    return ExitStatus::kNotFound;
  }

  ExitStatus FindInForce(std::vector<Side>* sides) {
    v1::GetCasePlanRequest request;
    request.set_view(v1::PLAN_VIEW_IN_FORCE);
    v1::GetCasePlanResponse answer;
    if (const ExitStatus got = Get(request, &answer); got != ExitStatus::kOk) return got;
    std::vector<std::string> digests;
    for (const v1::InForce& each : answer.in_force()) {
      if (std::find(digests.begin(), digests.end(), each.digest()) == digests.end()) digests.push_back(each.digest());
    }
    for (const std::string& digest : digests) {
      Side version;
      version.digest = digest;
      if (const ExitStatus added = AddVersion(std::move(version), sides); added != ExitStatus::kOk) return added;
    }
    if (!digests.empty()) return ExitStatus::kOk;
    Complain("no version of a plan of this case is in force");
    return ExitStatus::kNotFound;
  }

  ExitStatus AddVersion(Side version, std::vector<Side>* sides) {
    v1::GetCasePlanRequest request;
    request.set_view(v1::PLAN_VIEW_VERSION);
    request.set_digest(version.digest);
    if (const ExitStatus got = Get(std::move(request), &version.answer); got != ExitStatus::kOk) return got;
    version.words = PlanWords(version.answer.plan(), /*ids=*/false).Version(version.digest);
    sides->push_back(std::move(version));
    return ExitStatus::kOk;
  }

  // Ask the server to compare two versions, or a version with the plan of now.
  ExitStatus Ask(const std::string& before, const std::string& after, v1::ComparePlansResponse* response) {
    v1::ComparePlansRequest request;
    request.set_case_id(question_.case_id);
    request.set_before(before);
    request.set_after(after);
    if (question_.min_position) request.set_min_position(*question_.min_position);
    const grpc::Status status = client_.cases().ComparePlans(client_.OneAnswer().get(), request, response);
    return status.ok() ? ExitStatus::kOk : ReportFailure(status, client_.server());
  }

  static void TurnAround(v1::ComparePlansResponse* response) {
    response->mutable_before()->Swap(response->mutable_after());
    for (v1::Change& change : *response->mutable_changes()) {
      change.mutable_before()->swap(*change.mutable_after());
      change.mutable_before_values()->Swap(change.mutable_after_values());
    }
  }

  // What the version says, or what a version of its kind would say if it were drawn up from the plan.
  static v1::PlanDocument DocumentOf(const Side& side, const v1::PlanVersion& version) {
    return side.IsVersion() ? side.answer.document()
                            : projections::PlanDocumentOf(side.answer.plan(), projections::DrawnUpAgain(version));
  }

  static void Add(std::vector<projections::FieldChange> changes, v1::ComparePlansResponse* response) {
    for (projections::FieldChange& each : changes) *response->add_changes() = std::move(each.change);
  }

  JournalClient& client_;
  const PlanDifferenceQuestion& question_;
};

std::string WordsOf(const std::vector<Side>& sides) {
  std::vector<std::string> words;
  for (const Side& side : sides) words.push_back(side.words);
  return absl::StrJoin(words, ", ");
}

}  // namespace

ExitStatus ShowPlanDifference(JournalClient& client, const PlanDifferenceQuestion& question, const PageStyle& style) {
  Comparing comparing(client, question);
  std::vector<Side> befores;
  std::vector<Side> afters;
  ExitStatus found = comparing.Find(question.before, &befores);
  if (found == ExitStatus::kOk) found = comparing.Find(question.after, &afters);
  if (found != ExitStatus::kOk) return found;
  if (befores.size() > 1 && afters.size() > 1) {
    Complain(absl::StrCat("in-force names several versions: ", WordsOf(befores), "; compare one of them"));
    return ExitStatus::kUsage;
  }
  bool first = true;
  for (const Side& before : befores) {
    for (const Side& after : afters) {
      v1::ComparePlansResponse response;
      const ExitStatus compared = comparing.Compare(before, after, &response);
      if (compared != ExitStatus::kOk) return compared;
      if (question.json) {
        Print(JsonText(response));
      } else {
        PrintStyled(absl::StrCat(first ? "" : "\n", ComparisonPage(response, before.words, after.words, style)));
      }
      first = false;
    }
  }
  return ExitStatus::kOk;
}

}  // namespace casejournal::services
