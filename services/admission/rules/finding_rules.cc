#include <algorithm>

#include "projections/findings/findings.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

void Check(const ProposedEvent& proposed, const event::v1::FindingAnswered& body, Violations& violations) {
  const std::vector<v1::Finding> findings = projections::FindingsOf(
      proposed.record().case_id(), proposed.record().entries(),
      {.day = proposed.context().today, .zone = proposed.context().zone, .law = proposed.context().law});
  const bool shown = std::any_of(findings.begin(), findings.end(),
                                 [&](const v1::Finding& finding) { return finding.finding() == body.finding(); });
  if (shown) return;
  Refuse(Rule::kFindingNotOpen,
         {.field = proposed.Field("finding"), .ids = {}, .message = SentenceOf("finding.not-open")}, violations);
}

}  // namespace casejournal::services
