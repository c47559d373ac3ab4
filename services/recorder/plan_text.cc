#include "services/recorder/plan_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "projections/items/plan_view.h"
#include "projections/versions/plan_versions.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
void FillInPlanText(const projections::CaseRecord& record, event::v1::PlanVersionDrawnUp& version,
                    std::vector<v1::Violation>& violations) {
  // The rules reject a revision that does not exist yet.
  if (version.as_of_revision() >= record.entries().size()) return;
  const std::vector<std::string> children(version.children_ids().begin(), version.children_ids().end());
  const projections::PlanView then(record.StateKnownTo(version.as_of_revision()));
  const std::string text =
      projections::PlanText(projections::PlanContentOf(then.plan(), version.kind(), children, version.label()));
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
