#include "services/answers/cases/get_case_plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/standing.h"
#include "projections/state/attestation.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/in_force.h"
#include "projections/versions/plan_text.h"
#include "projections/versions/plan_versions.h"
#include "services/answers/request_fields.h"
#include "services/cases/plan_salts.h"

namespace casejournal::services {
namespace {

// A plan of more bytes takes longer to copy than other calls should wait.
constexpr size_t kAtHandBytesMax = size_t{128} << 10;

using projections::CaseRecord;
using projections::KnownSet;

bool AsksForThePast(const v1::AsOf& as_of) {
  return as_of.known_case() != v1::AsOf::KNOWN_NOT_SET || as_of.has_effective_on();
}

v1::CasePlan PlanAsOf(const CaseRecord& record, const KnownSet& known, const v1::AsOf& as_of) {
  if (!AsksForThePast(as_of)) return record.plan();
  if (as_of.known_case() == v1::AsOf::KNOWN_NOT_SET) return record.PlanOn(as_of.effective_on());
  const std::vector<projections::Standing> standing = projections::StandingEntries(record.entries(), known);
  if (!as_of.has_effective_on()) return projections::FoldPlan(record.case_id(), standing);
  return projections::FoldPlan(record.case_id(), standing, as_of.effective_on());
}

// They are in the bytes of the answer, and not among its fields: they were serialized before.
void AddWorkingPlan(const WorkingPlan& working, v1::GetCasePlanResponse& response) {
  google::protobuf::UnknownFieldSet& bytes = *response.GetReflection()->MutableUnknownFields(&response);
  bytes.AddLengthDelimited(v1::GetCasePlanResponse::kPlanFieldNumber, working.plan);
  for (const std::string& in_force : working.in_force)
    bytes.AddLengthDelimited(v1::GetCasePlanResponse::kInForceFieldNumber, in_force);
}

void AddInForce(const CaseRecord& record, const KnownSet& known, const v1::CasePlan& plan,
                v1::GetCasePlanResponse& response) {
  for (v1::InForce& in_force : projections::InForceOf(record.entries(), known, plan))
    *response.add_in_force() = std::move(in_force);
}

// The known set ends at a revision; AttestingIsPossible checked it.
absl::Status AddAttestation(const Journal& journal, const CaseAt& at, const KnownSet& known, const v1::AsOf& as_of,
                            const v1::CasePlan& plan, v1::GetCasePlanResponse& response) {
  std::optional<eventstore::Revision> last;
  for (const projections::Entry& entry : at.record.entries()) {
    if (!known.Holds(entry)) break;
    last = entry.revision;
  }
  if (!last) return absl::OkStatus();
  const std::optional<std::string> effective_on = projections::EffectiveOn(as_of);
  const absl::StatusOr<projections::SaltSeed> seed = AttestationSeed(journal.log(), at.head, *last, effective_on);
  if (!seed.ok()) return seed.status();
  *response.mutable_attestation() =
      projections::AttestPlan(journal.program(), *seed, at.record, *last, effective_on, plan);
  return absl::OkStatus();
}

absl::Status AttestingIsPossible(const v1::GetCasePlanRequest& request) {
  if (!request.attest()) return absl::OkStatus();
  if (request.view() != v1::PLAN_VIEW_UNSPECIFIED && request.view() != v1::PLAN_VIEW_WORKING) {
    return FieldError("attest", "true", kFieldAttestsWorking);
  }
  if (request.as_of().basis() == v1::BASIS_CLAIMED) return FieldError("attest", "true", kFieldAttestsRecorded);
  return absl::OkStatus();
}

absl::Status CannotAttest() {
  return absl::FailedPreconditionError(
      "attest: there are entries of the case that you may not see, and an attestation is of the plan of all entries");
}

// The fields that are returned whatever sections are asked for.
bool IsHeading(const google::protobuf::FieldDescriptor& field) {
  return field.number() <= v1::CasePlan::kEpisodeFieldNumber;
}

absl::Status CheckSections(const v1::GetCasePlanRequest& request) {
  if (request.sections().empty()) return absl::OkStatus();
  for (const std::string& name : request.sections()) {
    if (v1::CasePlan::descriptor()->FindFieldByName(name) == nullptr)
      return FieldError("sections", "", kFieldPlanFields);
  }
  const bool working = request.view() == v1::PLAN_VIEW_UNSPECIFIED || request.view() == v1::PLAN_VIEW_WORKING;
  if (!working || request.attest()) return FieldError("sections", "", kFieldNoSections);
  return absl::OkStatus();
}

absl::Status CheckUnlessRevision(const v1::GetCasePlanRequest& request) {
  if (!request.has_unless_revision()) return absl::OkStatus();
  if (request.view() == v1::PLAN_VIEW_VERSION || request.attest() || request.has_as_of())
    return FieldError("unlessRevision", absl::StrCat(request.unless_revision()), kFieldNoUnlessRevision);
  return absl::OkStatus();
}

void KeepSections(const v1::GetCasePlanRequest& request, v1::CasePlan& plan) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  plan.GetReflection()->ListFields(plan, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (IsHeading(*field)) continue;
    const auto& wanted = request.sections();
    if (std::find(wanted.begin(), wanted.end(), field->name()) == wanted.end())
      plan.GetReflection()->ClearField(&plan, field);
  }
}

absl::StatusOr<v1::GetCasePlanResponse> VersionOf(const CaseRecord& record, const v1::GetCasePlanRequest& request) {
  if (request.digest().size() != 32)
    return FieldError("digest", absl::StrCat(request.digest().size(), " bytes"), kFieldThirtyTwoBytes);
  if (request.has_as_of()) return FieldError("asOf", "", kFieldNoTimeOfVersion);
  const v1::PlanVersion* version = projections::FindVersion(record.plan(), request.digest());
  if (version == nullptr) return absl::NotFoundError("no plan version of this case has this digest");
  v1::GetCasePlanResponse response;
  *response.mutable_text() = projections::TextOfVersion(record.entries(), *version);
  absl::StatusOr<v1::PlanDocument> document = projections::ReadPlanText(response.text());
  if (document.ok()) *response.mutable_document() = *std::move(document);
  *response.mutable_version() = *version;
  *response.mutable_plan() = record.plan();
  return response;
}

bool AsksForWorkingPlan(const v1::GetCasePlanRequest& request) {
  const bool working = request.view() == v1::PLAN_VIEW_UNSPECIFIED || request.view() == v1::PLAN_VIEW_WORKING;
  return working && !AsksForThePast(request.as_of()) && !request.attest() && request.sections().empty();
}

}  // namespace

bool PlanIsAtHand(const Journal& journal, const Reader& reader, const v1::GetCasePlanRequest& request) {
  if (request.has_as_of() || !AsksForWorkingPlan(request)) return false;
  if (request.has_min_position() && request.min_position() >= journal.log().size()) return false;
  return reader.SeesAllAtHand(request.case_id(), Act::kReadPlan, kAtHandBytesMax);
}

absl::StatusOr<v1::GetCasePlanResponse> GetCasePlan(const Journal& journal, const Reader& reader,
                                                    const v1::GetCasePlanRequest& request,
                                                    eventstore::Deadline deadline) {
  if (absl::Status possible = AttestingIsPossible(request); !possible.ok()) return possible;
  if (absl::Status sections = CheckSections(request); !sections.ok()) return sections;
  if (absl::Status unless = CheckUnlessRevision(request); !unless.ok()) return unless;
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  absl::StatusOr<KnownSet> known = ClosedKnownSet(journal, request.as_of());
  if (!known.ok()) return known.status();
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(reader, Act::kReadPlan, request.case_id());
  if (!at.ok()) return at.status();
  const CaseRecord& record = (*at)->record;
  if (absl::Status known_yet = CheckRevisionKnown(request.as_of(), record.entries()); !known_yet.ok()) return known_yet;
  if (request.attest() && (*at)->withheld > 0) return CannotAttest();

  absl::StatusOr<v1::GetCasePlanResponse> response = v1::GetCasePlanResponse();
  // A revision that is not recorded yet is none that a client has.
  if (request.has_unless_revision() && request.unless_revision() + 1 == record.entries().size()) {
    response->set_unchanged(true);
    *response->mutable_answered() = Answered(journal, *known, **at, request.as_of(), as_of_position);
    return response;
  }
  switch (request.view()) {
    case v1::PLAN_VIEW_VERSION:
      response = VersionOf(record, request);
      break;
    case v1::PLAN_VIEW_UNSPECIFIED:
    case v1::PLAN_VIEW_WORKING: {
      if (AsksForWorkingPlan(request)) {
        AddWorkingPlan((*at)->working(), *response);
        break;
      }
      v1::CasePlan plan = PlanAsOf(record, *known, request.as_of());
      AddInForce(record, *known, plan, *response);
      if (request.attest()) {
        absl::Status attested = AddAttestation(journal, **at, *known, request.as_of(), plan, *response);
        if (!attested.ok()) return attested;
      }
      if (!request.sections().empty()) KeepSections(request, plan);
      *response->mutable_plan() = std::move(plan);
      break;
    }
    case v1::PLAN_VIEW_IN_FORCE:
      AddInForce(record, *known, PlanAsOf(record, *known, request.as_of()), *response);
      break;
    default:
      return FieldError("view", absl::StrCat(request.view()), kFieldViews);
  }
  if (!response.ok()) return response;
  *response->mutable_answered() = Answered(journal, *known, **at, request.as_of(), as_of_position);
  return response;
}

}  // namespace casejournal::services
