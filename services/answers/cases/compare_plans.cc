#include "services/answers/cases/compare_plans.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/versions/in_force.h"
#include "projections/versions/plan_document.h"
#include "projections/versions/plan_text.h"
#include "projections/versions/plan_versions.h"
#include "projections/words/names.h"
#include "projections/words/plan_difference.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::CaseRecord;

absl::StatusOr<const v1::PlanVersion*> VersionWith(const CaseRecord& record, absl::string_view field,
                                                   const std::string& digest) {
  if (digest.size() != 32) return FieldError(field, absl::StrCat(digest.size(), " bytes"), kFieldThirtyTwoBytes);
  const v1::PlanVersion* version = projections::FindVersion(record.plan(), digest);
  if (version == nullptr)
    return absl::NotFoundError(absl::StrCat(field, ": no plan version of this case has this digest"));
  return version;
}

absl::StatusOr<v1::PlanDocument> DocumentOf(const CaseRecord& record, const v1::PlanVersion& version) {
  return projections::ReadPlanText(projections::TextOfVersion(record.entries(), version));
}

}  // namespace

absl::StatusOr<v1::ComparePlansResponse> ComparePlans(const Journal& journal, const Reader& reader,
                                                      const v1::ComparePlansRequest& request,
                                                      eventstore::Deadline deadline) {
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(reader, Act::kReadPlan, request.case_id());
  if (!at.ok()) return at.status();
  const CaseRecord& record = (*at)->record;

  const absl::StatusOr<const v1::PlanVersion*> before = VersionWith(record, "before", request.before());
  if (!before.ok()) return before.status();
  absl::StatusOr<v1::PlanDocument> said = DocumentOf(record, **before);
  if (!said.ok()) return said.status();
  absl::StatusOr<v1::PlanDocument> says;
  if (request.after().empty()) {
    says = projections::PlanDocumentOf(record.plan(), projections::DrawnUpAgain(**before));
  } else {
    const absl::StatusOr<const v1::PlanVersion*> after = VersionWith(record, "after", request.after());
    if (!after.ok()) return after.status();
    says = DocumentOf(record, **after);
    if (!says.ok()) return says.status();
  }

  v1::ComparePlansResponse response;
  for (projections::FieldChange& each :
       projections::DocumentDifference(*said, *says, projections::Names({&record.plan()}))) {
    *response.add_changes() = std::move(each.change);
  }
  *response.mutable_before() = *std::move(said);
  *response.mutable_after() = *std::move(says);
  *response.mutable_answered() = Answered(journal, projections::KnownSet::All(), **at, v1::AsOf(), as_of_position);
  return response;
}

}  // namespace casejournal::services
