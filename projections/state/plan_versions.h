// Plan versions: the text that is put to people, its digest, and which version binds.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_PLAN_VERSIONS_H_
#define CASEJOURNAL_PROJECTIONS_STATE_PLAN_VERSIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::projections {

// What a plan of this kind says for these children, out of the state of the case: what is open, for
// them and for the family; never another child's parts, and no observations of progress.
v1::PlanContent PlanContentOf(const v1::CasePlan& plan, event::v1::PlanKind kind,
                              absl::Span<const std::string> children_ids, absl::string_view label);

// The text that people read and sign: UTF-8 JSON with line breaks. The bytes are kept as they are
// once drawn up; a later build may write others for the same content.
std::string PlanText(const v1::PlanContent& content);

// The 32 bytes of SHA-256 of a text.
std::string PlanDigest(absl::string_view text);

// The version with this digest, or null.
const v1::PlanVersion* FindVersion(const v1::CasePlan& plan, absl::string_view digest);

// What binds at the end of the day up to which `plan` was folded: per plan and child the version
// that was journalized under one of the child's court numbers, or took effect for the child, last;
// no version of a plan that ended for the child since. Ordered by plan and child as first drawn up.
// `working_differs` and `corrected_since` are left unset: in_force.h sets them.
std::vector<v1::InForce> VersionsInForce(const v1::CasePlan& plan);

// Whether the plan as it stands says something else, for the kind and the children of `version`,
// than the version's `text`. The label is no difference. A text that this build cannot read
// differs.
bool WorkingDiffers(const v1::CasePlan& working, const v1::PlanVersion& version, absl::string_view text);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_VERSIONS_H_
