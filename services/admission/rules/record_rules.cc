#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

void Check(const ProposedEvent& proposed, const event::v1::ReporterIdentified& body, Violations& violations) {
  const projections::EntryList& entries = proposed.record().entries();
  // A missing entry is rejected as a reference.
  if (body.concern_revision() >= entries.size()) return;
  if (entries[body.concern_revision()].event().has_concern_reported()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("concernRevision"),
          .ids = {absl::StrCat(body.concern_revision())},
          .message = absl::StrCat("Entry ", body.concern_revision(), " does not report a concern.")},
         violations);
}

}  // namespace casejournal::services
