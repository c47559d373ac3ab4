// The digest by which a plan is attested (docs/EXHIBIT.md). Pure.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_PLAN_DIGEST_H_
#define CASEJOURNAL_PROJECTIONS_STATE_PLAN_DIGEST_H_

#include <string>

#include "casejournal/v1/case_plan.pb.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::projections {

// The plan's protobuf encoding with fields in ascending order of their numbers, none without a value.
std::string CanonicalPlan(const v1::CasePlan& plan);

// SHA-256("casejournal/plan/v1\n" || canonical bytes).
eventstore::Hash CanonicalPlanDigest(const std::string& canonical_plan);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_DIGEST_H_
