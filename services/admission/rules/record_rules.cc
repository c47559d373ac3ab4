#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

namespace {

void CheckConcern(const ProposedEvent& proposed, eventstore::Revision revision, Violations& violations) {
  const projections::EntryList& entries = proposed.record().entries();
  // A missing entry is rejected as a reference.
  if (revision >= entries.size() || entries[revision].event().has_concern_reported()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("concernRevision"),
          .ids = {absl::StrCat(revision)},
          .message = SentenceOf("ref.wrong-kind.concern", {EntryParameter("entry", revision)})},
         violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::ReporterIdentified& body, Violations& violations) {
  CheckConcern(proposed, body.concern_revision(), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ReportScreened& body, Violations& violations) {
  CheckConcern(proposed, body.concern_revision(), violations);
}

}  // namespace casejournal::services
