#include "services/recorder/plan_text.h"

#include <string>
#include <utility>

#include "projections/versions/draw_up.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {

void FillInPlanText(const projections::CaseRecord& record, event::v1::PlanVersionDrawnUp& version,
                    projections::SaltOfPart salt, std::vector<v1::Violation>& violations) {
  // The rules reject a revision that does not exist yet.
  if (version.as_of_revision() >= record.entries().size()) return;
  event::v1::PlanText text = projections::DrawUp(record, version, salt).text;
  const std::string digest = projections::PlanTextDigest(text);
  if (version.has_digest() && version.digest() != digest) {
    Refuse(Rule::kPlanContentDiffers,
           {.field = "planVersionDrawnUp.digest",
            .ids = {Hex(version.digest()), Hex(digest)},
            .message = SentenceOf("plan.content-differs", {EntryParameter("entry", version.as_of_revision())})},
           violations);
  }
  *version.mutable_text() = std::move(text);
  version.set_digest(digest);
}

}  // namespace casejournal::services
