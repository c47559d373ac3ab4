// Plan attestations: this plan is the fold of these entries by this program.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_
#define CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_

#include <optional>
#include <string>

#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/v1/as_of.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

std::optional<std::string> EffectiveOn(const v1::AsOf& as_of);

// Attest the plan of the entries 0 to `last`, which `record` has, effective up to `effective_on` if it is given.
// `program` is the attesting program.
event::v1::PlanAttestation AttestPlan(const std::string& program, const CaseRecord& record, eventstore::Revision last,
                                      const std::optional<std::string>& effective_on);

// The same for `plan`, which is that fold.
event::v1::PlanAttestation AttestPlan(const std::string& program, const CaseRecord& record, eventstore::Revision last,
                                      const std::optional<std::string>& effective_on, const v1::CasePlan& plan);

// Return the attestation for the entry `journalized` of `record`, a PlanJournalized. Return nothing if the version that
// it names no longer stands. The revisions from `committed` on belong to the request that is about to be recorded and
// have no position yet.
std::optional<event::v1::AccessEvent> AttestJournalized(const std::string& program, const CaseRecord& record,
                                                        eventstore::Revision journalized,
                                                        eventstore::Revision committed);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_
