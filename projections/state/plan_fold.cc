#include "projections/state/plan_fold.h"

#include <type_traits>

#include "projections/items/plan_view.h"
#include "projections/state/evolve.h"

namespace casejournal::projections {

CaseState FoldState(absl::string_view case_id, absl::Span<const Standing> standing,
                    std::optional<absl::string_view> effective_on) {
  CaseState state(case_id);
  for (const Standing& entry : standing) {
    if (effective_on.has_value() && entry.effective_on() > *effective_on) break;
    FoldEntry(state, entry.event(), entry.revision());
  }
  return state;
}

v1::CasePlan FoldPlan(absl::string_view case_id, absl::Span<const Standing> standing,
                      std::optional<absl::string_view> effective_on) {
  return PlanView(FoldState(case_id, standing, effective_on)).plan();
}

bool ChangesPlan(const event::v1::CaseEvent& event) {
  bool changes = false;
  const auto ask = [&](const auto& body) { changes = !OutsidePlan<std::remove_cvref_t<decltype(body)>>; };
  VisitBody(event, ask).IgnoreError();
  return changes;
}

void FoldEntry(CaseState& state, const event::v1::CaseEvent& event, eventstore::Revision revision) {
  const Placed at{.day = event.effective_on(), .revision = revision};
  // ToEntry decoded every entry, and it stops at a body that this binary does not know.
  VisitBody(event, [&](const auto& body) { Evolve(state, body, at); }).IgnoreError();
}

}  // namespace casejournal::projections
