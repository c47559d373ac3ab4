#include "services/admission/admit.h"

#include "projections/events/event_words.h"
#include "projections/events/visit_body.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {

std::vector<v1::Violation> Admit(const projections::CaseRecord& record, const event::v1::CaseEvent& event,
                                 const AdmitContext& context) {
  std::vector<v1::Violation> violations;
  if (projections::BodyOf(event) == nullptr) {
    Refuse(Rule::kRefUnknown, {.field = "", .ids = {}, .message = SentenceOf("ref.unknown.type")}, violations);
    return violations;
  }
  const ProposedEvent proposed(record, event, context);
  CheckLifecycle(proposed, violations);
  CheckCorrection(proposed, violations);
  CheckReferences(proposed, violations);
  // If the original cannot be corrected, there is no place in the record for further checks.
  if (!event.has_corrects() || proposed.original() != nullptr) {
    CheckIntroductions(proposed, violations);
    // The body is known; see above.
    (void)projections::VisitBody(event, [&](const auto& body) { Check(proposed, body, violations); });
  }
  CheckRetraction(proposed, violations);
  CheckLabels(proposed, violations);
  CheckTimes(proposed, violations);
  CheckOnBehalf(proposed, violations);
  ApplyOverrides(proposed, violations);
  return violations;
}

}  // namespace casejournal::services
