#include <algorithm>

#include "projections/findings/findings.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

void Check(const Scene& scene, const event::v1::FindingAnswered& body, Violations& violations) {
  const std::vector<v1::Finding> findings =
      projections::FindingsOf(scene.record().plan().case_id(), scene.record().entries(),
                              {.day = scene.context().today, .zone = scene.context().zone});
  const bool shown = std::any_of(findings.begin(), findings.end(),
                                 [&](const v1::Finding& finding) { return finding.finding() == body.finding(); });
  if (shown) return;
  Refuse(Rule::kFindingNotOpen,
         {.field = scene.Field("finding"), .ids = {}, .message = "The record shows no finding with this name today."},
         violations);
}

}  // namespace casejournal::services
