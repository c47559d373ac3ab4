#include "projections/state/plan_fold.h"

#include <type_traits>

#include "projections/state/evolve.h"

namespace casejournal::projections {

v1::CasePlan FoldPlan(absl::string_view case_id, absl::Span<const Standing> standing,
                      std::optional<absl::string_view> effective_on) {
  v1::CasePlan plan;
  plan.set_case_id(case_id.data(), case_id.size());
  for (const Standing& entry : standing) {
    if (effective_on.has_value() && entry.effective_on() > *effective_on) break;
    FoldEntry(plan, entry);
  }
  return plan;
}

bool ChangesPlan(const event::v1::CaseEvent& event) {
  bool changes = false;
  const auto ask = [&](const auto& body) { changes = !OutsidePlan<std::remove_cvref_t<decltype(body)>>; };
  VisitBody(event, ask).IgnoreError();
  return changes;
}

void FoldEntry(v1::CasePlan& plan, const Standing& standing) {
  const Placed at{.day = standing.effective_on(), .revision = standing.revision()};
  // ToEntry decoded every entry, and it stops at a body that this binary does not know.
  VisitBody(standing.event(), [&](const auto& body) { Evolve(plan, body, at); }).IgnoreError();
}

}  // namespace casejournal::projections
