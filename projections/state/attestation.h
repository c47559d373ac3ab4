// Plan attestations: this plan is the fold of these entries, by this program.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_
#define CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_

#include <optional>
#include <string>

#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/v1/as_of.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::services {

std::optional<std::string> EffectiveOn(const v1::AsOf& as_of);

// Of the entries 0 to `last`, which `record` has, effective up to `effective_on` where it is given. `program`: who
// attests.
event::v1::PlanAttestation AttestPlan(const std::string& program, const projections::CaseRecord& record,
                                      eventstore::Revision last, const std::optional<std::string>& effective_on);

// The same of `plan`, which is that fold.
event::v1::PlanAttestation AttestPlan(const std::string& program, const projections::CaseRecord& record,
                                      eventstore::Revision last, const std::optional<std::string>& effective_on,
                                      const v1::CasePlan& plan);

// What goes with the entry `journalized` of `record`, a PlanJournalized; nothing where the version that it names stands
// no more. `committed`: the revisions from there on are in the request that is about to be recorded, and have no
// position yet.
std::optional<event::v1::AccessEvent> AttestJournalized(const std::string& program,
                                                        const projections::CaseRecord& record,
                                                        eventstore::Revision journalized,
                                                        eventstore::Revision committed);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_PROJECTIONS_STATE_ATTESTATION_H_
