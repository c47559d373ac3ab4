#include "services/recorder/plan_text.h"

#include "absl/strings/str_cat.h"
#include "projections/plan/plan_fold.h"
#include "projections/plan/plan_versions.h"

namespace casejournal::services {
namespace {

void Differs(std::vector<v1::Violation>& violations, absl::string_view field, std::string message, std::string remedy) {
  v1::Violation violation;
  violation.set_field(absl::StrCat("planVersionDrawnUp.", field));
  violation.set_rule_id("plan.content-differs");
  violation.set_message(std::move(message));
  violation.set_remedy(std::move(remedy));
  violations.push_back(std::move(violation));
}

}  // namespace

void FillInPlanText(const projections::CaseRecord& record, event::v1::PlanVersionDrawnUp& version,
                    std::vector<v1::Violation>& violations) {
  const eventstore::Revision as_of = version.as_of_revision();
  if (as_of >= record.entries().size()) {
    return Differs(violations, "asOfRevision",
                   absl::StrCat("the version is drawn from revision ", as_of, ", which the case does not have yet"),
                   "name the last revision that the text was drawn from");
  }
  // Mostly the head itself.
  const bool head = as_of + 1 == record.entries().size();
  const v1::CasePlan plan =
      head ? record.plan()
           : projections::FoldPlan(
                 record.plan().case_id(),
                 projections::StandingEntries(record.entries(), projections::KnownSet::UpToRevision(as_of)));
  const std::vector<std::string> children(version.children_ids().begin(), version.children_ids().end());
  const std::string text =
      projections::PlanText(projections::PlanContentOf(plan, version.kind(), children, version.label()));
  const std::string digest = projections::PlanDigest(text);
  if (version.has_digest() && version.digest() != digest) {
    Differs(violations, "digest",
            absl::StrCat("the text that was read is not the plan at revision ", as_of),
            "read the plan again at that revision and put this text to the people concerned");
  }
  version.set_content(text);
  version.set_digest(digest);
}

}  // namespace casejournal::services
