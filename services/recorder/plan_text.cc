#include "services/recorder/plan_text.h"

#include <cassert>
#include <string>

#include "absl/strings/str_cat.h"
#include "projections/state/plan_fold.h"
#include "projections/state/plan_versions.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

// Usually the head itself. Requires that the case has the revision.
v1::CasePlan PlanAt(const projections::CaseRecord& record, eventstore::Revision revision) {
  assert(revision < record.entries().size());
  if (revision + 1 == record.entries().size()) return record.plan();
  return projections::FoldPlan(
      record.case_id(), projections::StandingEntries(record.entries(), projections::KnownSet::UpToRevision(revision)));
}

}  // namespace

void FillInPlanText(const projections::CaseRecord& record, event::v1::PlanVersionDrawnUp& version,
                    std::vector<v1::Violation>& violations) {
  // The rules reject a revision that does not exist yet.
  if (version.as_of_revision() >= record.entries().size()) return;
  const std::vector<std::string> children(version.children_ids().begin(), version.children_ids().end());
  const std::string text = projections::PlanText(
      projections::PlanContentOf(PlanAt(record, version.as_of_revision()), version.kind(), children, version.label()));
  const std::string digest = projections::PlanDigest(text);
  if (version.has_digest() && version.digest() != digest) {
    Refuse(Rule::kPlanContentDiffers,
           {.field = "planVersionDrawnUp.digest",
            .ids = {Hex(version.digest()), Hex(digest)},
            .message =
                absl::StrCat("The digest is not that of the plan's text at revision ", version.as_of_revision(), ".")},
           violations);
  }
  version.set_content(text);
  version.set_digest(digest);
}

}  // namespace casejournal::services
