#include "projections/state/attestation.h"

#include "projections/entries/standing.h"
#include "projections/items/plan_view.h"
#include "projections/state/fold_versions.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

// The version that the entry names, or null if it no longer stands from entries before this one.
const v1::PlanVersion* JournalizedVersion(const CaseRecord& record, eventstore::Revision journalized) {
  const std::string& digest = record.entries()[journalized].event().plan_journalized().digest();
  const v1::PlanVersion* version = record.state().Find<v1::PlanVersion>({digest});
  return version != nullptr && version->as_of_revision() < journalized ? version : nullptr;
}

}  // namespace

std::optional<std::string> EffectiveOn(const v1::AsOf& as_of) {
  return as_of.has_effective_on() ? std::optional(as_of.effective_on()) : std::nullopt;
}

event::v1::PlanAttestation AttestPlan(const std::string& program, const SaltSeed& seed, const CaseRecord& record,
                                      eventstore::Revision last, const std::optional<std::string>& effective_on) {
  if (!effective_on) {
    const PlanView view(record.StateKnownTo(last));
    return AttestPlan(program, seed, record, last, effective_on, view.plan());
  }
  const std::vector<Standing> standing = StandingEntries(record.entries(), KnownSet::All(), last + 1);
  return AttestPlan(program, seed, record, last, effective_on, FoldPlan(record.case_id(), standing, effective_on));
}

event::v1::PlanAttestation AttestPlan(const std::string& program, const SaltSeed& seed, const CaseRecord& record,
                                      eventstore::Revision last, const std::optional<std::string>& effective_on,
                                      const v1::CasePlan& plan) {
  event::v1::PlanAttestation attested;
  attested.set_revision(last);
  attested.set_position(record.entries()[last].position);
  if (effective_on) attested.set_effective_on(*effective_on);
  attested.set_plan_digest(std::string(eventstore::AsBytes(AttestedPlanDigest(CanonicalPlan(plan), seed))));
  attested.set_fold_version(kFoldVersion);
  attested.set_fold_digest(std::string(eventstore::AsBytes(FoldDigest())));
  attested.set_program(program);
  attested.set_salt_seed(std::string(eventstore::AsBytes(seed)));
  return attested;
}

bool IsOfPlan(const event::v1::PlanAttestation& attestation, absl::string_view canonical_plan) {
  const absl::StatusOr<SaltSeed> seed = eventstore::HashFromBytes(attestation.salt_seed());
  return seed.ok() && attestation.plan_digest() == eventstore::AsBytes(AttestedPlanDigest(canonical_plan, *seed));
}

std::optional<eventstore::Revision> RevisionToAttest(const CaseRecord& record, eventstore::Revision journalized) {
  const v1::PlanVersion* version = JournalizedVersion(record, journalized);
  return version == nullptr ? std::nullopt : std::optional<eventstore::Revision>(version->as_of_revision());
}

event::v1::AccessEvent AttestJournalized(const std::string& program, const SaltSeed& seed, const CaseRecord& record,
                                         eventstore::Revision journalized, eventstore::Revision committed) {
  const v1::PlanVersion& version = *JournalizedVersion(record, journalized);
  event::v1::AccessEvent access;
  event::v1::PlanAttested& attested = *access.mutable_plan_attested();
  *attested.mutable_plan() = AttestPlan(program, seed, record, version.as_of_revision(), std::nullopt);
  if (version.as_of_revision() >= committed) attested.mutable_plan()->clear_position();
  attested.set_version_digest(version.digest());
  attested.set_drawn_up_revision(version.revision());
  attested.set_journalized_revision(journalized);
  return access;
}

}  // namespace casejournal::projections
