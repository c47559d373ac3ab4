// Nobody is named as the one on whose behalf an entry is recorded who could not record it.
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {

void CheckOnBehalf(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const AdmitContext& context = proposed.context();
  const event::v1::OnBehalfOf& behalf = proposed.event().on_behalf_of();
  if (!behalf.has_staff() || context.may_record == nullptr || proposed.IsImported()) return;
  if (context.may_record(behalf.staff())) return;
  Refuse(Rule::kBehalfNotPermitted,
         {.field = "onBehalfOf.staff", .ids = {}, .message = SentenceOf("behalf.not-permitted")}, violations);
}

}  // namespace casejournal::services
