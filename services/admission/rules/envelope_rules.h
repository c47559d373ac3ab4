// The rules that hold for events of every type. They read annotations, and need no line per type.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_RULES_ENVELOPE_RULES_H_
#define CASEJOURNAL_SERVICES_ADMISSION_RULES_ENVELOPE_RULES_H_

#include <vector>

#include "casejournal/v1/errors.pb.h"
#include "services/admission/proposal/scene.h"

namespace casejournal::services {

// ref.unknown, ref.withdrawn, ref.wrong-kind; plan.wrong-version for a digest. References are asked
// of the head; what the event itself introduces counts as known.
void CheckReferences(const Scene& scene, std::vector<v1::Violation>& violations);

// id.taken.
void CheckIntroductions(const Scene& scene, std::vector<v1::Violation>& violations);

// case.not-opened, case.closed, case.handed-over.
void CheckLifecycle(const Scene& scene, std::vector<v1::Violation>& violations);

// correction.not-original, correction.other-type, correction.other-id; ref.unknown and
// ref.withdrawn for what is corrected.
void CheckCorrection(const Scene& scene, std::vector<v1::Violation>& violations);

// retraction.has-dependents, interval.overlaps; ref.unknown and ref.withdrawn for what is
// withdrawn, and for what would stand again.
void CheckRetraction(const Scene& scene, std::vector<v1::Violation>& violations);

// label.missing, for types of events that always carry one. The body is known.
void CheckLabels(const Scene& scene, std::vector<v1::Violation>& violations);

// late.no-reason, claim.impossible.
void CheckTimes(const Scene& scene, std::vector<v1::Violation>& violations);

// Drops the violations that the event's overrides set aside; override.not-allowed for an override
// that cannot.
void ApplyOverrides(const Scene& scene, std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_RULES_ENVELOPE_RULES_H_
