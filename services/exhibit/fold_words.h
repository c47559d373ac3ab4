// How the commands report the fold that an attestation names. Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_FOLD_WORDS_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_FOLD_WORDS_H_

#include <string>

#include "casejournal/event/v1/access_event.pb.h"
#include "projections/state/fold_versions.h"

namespace casejournal::services {

// This program folds the entries to the plan that was attested: a remark on the fold that attested it. Empty for the
// same fold.
std::string FoldRemark(projections::FoldComparison fold);

// This program folds the entries to another plan than the one that was attested.
std::string OtherPlanText(const event::v1::PlanAttestation& attestation);

// For `--json`: "same" or "other".
std::string FoldComparisonName(projections::FoldComparison fold);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_FOLD_WORDS_H_
