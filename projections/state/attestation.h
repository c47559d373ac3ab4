// Plan attestations: this plan is the fold of these entries by this program.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_
#define CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/v1/as_of.pb.h"
#include "projections/state/case_record.h"
#include "projections/state/plan_digest.h"

namespace casejournal::projections {

std::optional<std::string> EffectiveOn(const v1::AsOf& as_of);

// Attest the plan of the entries 0 to `last`, which `record` has, effective up to `effective_on` if it is given.
// `program` is the attesting program; the salts of the plan's parts follow from `seed`.
event::v1::PlanAttestation AttestPlan(const std::string& program, const SaltSeed& seed, const CaseRecord& record,
                                      eventstore::Revision last, const std::optional<std::string>& effective_on);

// The same for `plan`, which is that fold.
event::v1::PlanAttestation AttestPlan(const std::string& program, const SaltSeed& seed, const CaseRecord& record,
                                      eventstore::Revision last, const std::optional<std::string>& effective_on,
                                      const v1::CasePlan& plan);

// Whether the attestation has the digest of the plan with these canonical bytes. False if its seed is none.
bool IsOfPlan(const event::v1::PlanAttestation& attestation, absl::string_view canonical_plan);

// The revision that the version was drawn from that the entry `journalized` of `record`, a PlanJournalized, names: that
// plan is to be attested. Nothing if the version no longer stands.
std::optional<eventstore::Revision> RevisionToAttest(const CaseRecord& record, eventstore::Revision journalized);

// Return the attestation for the entry `journalized`, whose RevisionToAttest is something. The revisions from
// `committed` on belong to the request that is about to be recorded and have no position yet.
event::v1::AccessEvent AttestJournalized(const std::string& program, const SaltSeed& seed, const CaseRecord& record,
                                         eventstore::Revision journalized, eventstore::Revision committed);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_
