#include "services/answers/cases/preview_plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/versions/draw_up.h"
#include "services/answers/request_fields.h"
#include "services/cases/plan_salts.h"

namespace casejournal::services {
namespace {

using event::v1::PlanVersionDrawnUp;
using projections::CaseRecord;

absl::Status CheckShape(const PlanVersionDrawnUp& version) {
  if (version.kind() == event::v1::PLAN_KIND_UNSPECIFIED || !event::v1::PlanKind_IsValid(version.kind())) {
    return FieldError("version.kind", absl::StrCat(version.kind()), kFieldPlanKinds);
  }
  if (version.children_ids().empty()) return FieldError("version.childrenIds", "none", kFieldSomeChild);
  if (version.has_supersedes() && version.supersedes().size() != 32) {
    return FieldError("version.supersedes", absl::StrCat(version.supersedes().size(), " bytes"), kFieldThirtyTwoBytes);
  }
  if (version.has_salt_seed() && version.salt_seed().size() != 32) {
    return FieldError("version.saltSeed", absl::StrCat(version.salt_seed().size(), " bytes"), kFieldThirtyTwoBytes);
  }
  if (version.has_language() && !event::v1::PlanLanguage_IsValid(version.language())) {
    return FieldError("version.language", absl::StrCat(version.language()), kFieldPlanLanguages);
  }
  return absl::OkStatus();
}

absl::Status CheckNames(const CaseRecord& record, const PlanVersionDrawnUp& version) {
  const auto participant = [&](const std::string& id) { return record.state().Find<v1::Participant>({id}); };
  for (const std::string& id : version.children_ids()) {
    if (participant(id) == nullptr || participant(id)->capacity() != event::v1::CAPACITY_CHILD)
      return absl::NotFoundError(absl::StrCat("version.childrenIds: the case has no child ", id));
  }
  const auto missing = [&](absl::string_view field, const std::string& id) {
    return participant(id) != nullptr
               ? absl::OkStatus()
               : absl::NotFoundError(absl::StrCat("version.", field, ": the case has no participant ", id));
  };
  for (const std::string& id : version.took_part_ids()) {
    if (absl::Status known = missing("tookPartIds", id); !known.ok()) return known;
  }
  for (const event::v1::PlanAbsence& absence : version.absent()) {
    if (absl::Status known = missing("absent", absence.participant_id()); !known.ok()) return known;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::PreviewPlanResponse> PreviewPlan(const Journal& journal, const CaseCache& cases,
                                                    const v1::PreviewPlanRequest& request, absl::Time deadline) {
  if (absl::Status shape = CheckShape(request.version()); !shape.ok()) return shape;
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(cases, request.case_id());
  if (!at.ok()) return at.status();
  const CaseRecord& record = (*at)->record;

  PlanVersionDrawnUp version = request.version();
  const uint64_t last = record.entries().size() - 1;
  if (request.newest()) version.set_as_of_revision(last);
  v1::AsOf as_of;
  as_of.set_revision(version.as_of_revision());
  if (absl::Status known_yet = CheckRevisionKnown(as_of, record.entries()); !known_yet.ok()) return known_yet;
  if (absl::Status names = CheckNames(record, version); !names.ok()) return names;

  PlanSalts salts(journal.log(), (*at)->head, version);
  projections::DrawnUp drawn =
      projections::DrawUp(record, version, [&](absl::string_view part) { return salts.Of(part); });
  if (!salts.status().ok()) return salts.status();
  v1::PreviewPlanResponse response;
  response.set_digest(projections::PlanTextDigest(drawn.text));
  *response.mutable_text() = std::move(drawn.text);
  *response.mutable_document() = std::move(drawn.document);
  response.set_as_of_revision(version.as_of_revision());
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, as_of);
  if (!known.ok()) return known.status();
  *response.mutable_answered() = Answered(journal, *known, record.entries(), as_of, as_of_position);
  return response;
}

}  // namespace casejournal::services
