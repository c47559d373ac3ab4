// The versions that bind, with two facts about each: how the working plan differs, and what was corrected since.
// Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_IN_FORCE_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_IN_FORCE_H_

#include <vector>

#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"

namespace casejournal::projections {

// The text of `version`, from the entry that drew it up or from the correction that has its digest. Without parts if no
// entry has it. Valid as long as the entries.
const event::v1::PlanText& TextOfVersion(const EntryList& entries, const v1::PlanVersion& version);

// VersionsInForce(plan) with every field set. `plan` must be the fold of the entries that `known` contains, and
// `entries` must include the entries that it was folded from.
std::vector<v1::InForce> InForceOf(const EntryList& entries, const KnownSet& known, const v1::CasePlan& plan);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_IN_FORCE_H_
