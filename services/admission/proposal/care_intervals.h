// When a child was in care and where, as intervals that must not overlap.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_CARE_INTERVALS_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_CARE_INTERVALS_H_

#include <string>
#include <utility>
#include <vector>

#include "projections/items/case_state.h"
#include "services/admission/proposal/admit_context.h"
#include "services/admission/proposal/interval_rules.h"

namespace casejournal::services {

// Return `interval`. If it has no end yet, use the end that the rest of the request records for it.
Interval WithEnd(Interval interval, const AdmitContext& context);

// The placements, removals, or absences of one child in `plan`, each with its end as in WithEnd.
std::vector<Interval> PlacementsOf(const projections::CaseState& state, const std::string& child_id,
                                   const AdmitContext& context);
std::vector<Interval> RemovalsOf(const projections::CaseState& state, const std::string& child_id,
                                 const AdmitContext& context);
std::vector<Interval> AbsencesOf(const projections::CaseState& state, const std::string& child_id,
                                 const AdmitContext& context);

// The pairs of ids of overlapping placements, removals, or absences of one child in `plan`.
std::vector<std::pair<std::string, std::string>> OverlapsIn(const projections::CaseState& state,
                                                            const AdmitContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_CARE_INTERVALS_H_
