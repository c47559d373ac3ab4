// The fold: what standing entries add up to. Pure, and versioned: the same entries give the same
// plan for the same version.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_PLAN_FOLD_H_
#define CASEJOURNAL_PROJECTIONS_STATE_PLAN_FOLD_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/standing.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// Raise this whenever the same entries give another plan, and add a row to fold_versions.cc.
inline constexpr uint32_t kFoldVersion = 6;

// state(K, D): the state after the entries of `standing`, which are in the order of effect, that are effective on or
// before `effective_on`; without it, after all of them. A case without entries has the status "not opened by then".
CaseState FoldState(absl::string_view case_id, absl::Span<const Standing> standing,
                    std::optional<absl::string_view> effective_on = std::nullopt);

// The same as a plan.
v1::CasePlan FoldPlan(absl::string_view case_id, absl::Span<const Standing> standing,
                      std::optional<absl::string_view> effective_on = std::nullopt);

// Whether entries of this type say anything of the plan at all; the others belong to the record of the case only.
bool ChangesPlan(const event::v1::CaseEvent& event);

// Adds what the original at `revision` says to a state that holds all before it in the order of effect.
void FoldEntry(CaseState& state, const event::v1::CaseEvent& event, eventstore::Revision revision);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_PLAN_FOLD_H_
