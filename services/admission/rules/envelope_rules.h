// The rules for events of every type. They read annotations and need no code per type.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_RULES_ENVELOPE_RULES_H_
#define CASEJOURNAL_SERVICES_ADMISSION_RULES_ENVELOPE_RULES_H_

#include <vector>

#include "casejournal/v1/errors.pb.h"
#include "services/admission/proposal/proposed_event.h"

namespace casejournal::services {

// ref.unknown, ref.withdrawn, ref.wrong-kind; plan.wrong-version for a digest. References are looked up at the head.
// Ids that the event itself introduces count as known.
void CheckReferences(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// id.taken.
void CheckIntroductions(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// case.not-opened, case.closed, case.handed-over.
void CheckLifecycle(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// correction.not-original, correction.other-type, correction.other-id; ref.unknown and ref.withdrawn for the corrected
// entry.
void CheckCorrection(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// retraction.has-dependents, interval.overlaps; ref.unknown and ref.withdrawn for the withdrawn entry, and for entries
// that would count again.
void CheckRetraction(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// label.missing, for types of events that always need a label. Requires a known body.
void CheckLabels(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// late.no-reason, claim.impossible.
void CheckTimes(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// behalf.not-permitted.
void CheckOnBehalf(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

// Remove the violations that the event's overrides set aside. Add override.not-allowed for an override that is not
// allowed.
void ApplyOverrides(const ProposedEvent& proposed, std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_RULES_ENVELOPE_RULES_H_
