// Plan versions: the text that people are asked to sign, its digest, and which version binds. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_VERSIONS_H_
#define CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_VERSIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// The content of a plan of this kind for these children, taken from the state of the case: what is open for them and
// for the family. It has no parts of other children and no observations of progress. A goal that serves an outcome
// which is only sought on the concurrent track is in the supplemental plan alone; a reunification plan has the goals
// that serve the return.
v1::PlanContent PlanContentOf(const v1::CasePlan& plan, event::v1::PlanKind kind,
                              absl::Span<const std::string> children_ids, absl::string_view label);

// The text that people read and sign: UTF-8 JSON with line breaks. Once drawn up, the bytes are kept as they are; a
// later build may write other bytes for the same content.
std::string PlanText(const v1::PlanContent& content);

// The SHA-256 of a text: 32 bytes.
std::string PlanDigest(absl::string_view text);

// The version with this digest, or null.
const v1::PlanVersion* FindVersion(const v1::CasePlan& plan, absl::string_view digest);

// The versions that bind at the end of the day up to which `plan` was folded. For each plan and child, this is the
// version that was last journalized under one of the child's court numbers, or last took effect for the child. A plan
// that has ended for the child since then has none. Ordered by plan and child as first drawn up. Does not set
// `working_differs` and `corrected_since`: in_force.h does.
std::vector<v1::InForce> VersionsInForce(const v1::CasePlan& plan);
// The same of a state. Makes no plan.
std::vector<v1::InForce> VersionsInForce(const CaseState& state);

// Whether the working plan says something else than the version's `text`, for the kind and the children of `version`.
// The label is not compared, and neither is who represents whom, or which providers and tribes take part in the case: a
// guardian ad litem who is appointed does not change what the family agreed to. A text that this build cannot read
// counts as different.
bool WorkingDiffers(const v1::CasePlan& working, const v1::PlanVersion& version, absl::string_view text);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_VERSIONS_PLAN_VERSIONS_H_
