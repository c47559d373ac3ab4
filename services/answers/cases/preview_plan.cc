#include "services/answers/cases/preview_plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/sight/sight.h"
#include "projections/versions/draw_up.h"
#include "projections/versions/plan_text.h"
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

// Leave out what the reader may not see.
void Reduce(const SeenCase& seen, const PlanVersionDrawnUp& version, projections::DrawnUp& drawn) {
  PlanVersionDrawnUp with_text = version;
  *with_text.mutable_text() = drawn.text;
  drawn.text = projections::TextSeen(with_text, seen.whole->record, seen.at->record, seen.decision.sees);
  absl::StatusOr<v1::PlanDocument> rest = projections::ReadPlanText(drawn.text);
  drawn.document = rest.ok() ? *std::move(rest) : v1::PlanDocument();
}

}  // namespace

absl::StatusOr<v1::PreviewPlanResponse> PreviewPlan(const Journal& journal, const Reader& reader,
                                                    const v1::PreviewPlanRequest& request,
                                                    eventstore::Deadline deadline) {
  if (absl::Status shape = CheckShape(request.version()); !shape.ok()) return shape;
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, Act::kRecord, request.case_id());
  if (!seen.ok()) return seen.status();
  const CaseRecord& record = seen->at->record;
  if (seen->sight != nullptr && request.version().has_salt_seed()) {
    return absl::FailedPreconditionError(
        "version.saltSeed: there are entries of the case that you may not see, and with a seed their words could be "
        "guessed");
  }

  PlanVersionDrawnUp version = request.version();
  const uint64_t last = record.entries().size() - 1;
  if (request.newest()) version.set_as_of_revision(last);
  v1::AsOf as_of;
  as_of.set_revision(version.as_of_revision());
  if (absl::Status known_yet = CheckRevisionKnown(as_of, record.entries()); !known_yet.ok()) return known_yet;
  if (absl::Status names = CheckNames(record, version); !names.ok()) return names;

  // The text is drawn up from all entries, as it will be recorded, so that the digest is that of the version.
  PlanSalts salts(journal.log(), seen->whole->head, version);
  projections::DrawnUp drawn =
      projections::DrawUp(seen->whole->record, version, [&](absl::string_view part) { return salts.Of(part); });
  if (!salts.status().ok()) return salts.status();
  if (seen->sight != nullptr) Reduce(*seen, version, drawn);
  v1::PreviewPlanResponse response;
  response.set_digest(projections::PlanTextDigest(drawn.text));
  *response.mutable_text() = std::move(drawn.text);
  *response.mutable_document() = std::move(drawn.document);
  response.set_as_of_revision(version.as_of_revision());
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, as_of);
  if (!known.ok()) return known.status();
  *response.mutable_answered() = Answered(journal, *known, *seen->at, as_of, as_of_position);
  return response;
}

}  // namespace casejournal::services
