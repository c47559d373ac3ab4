#include "services/admission/proposal/supersession.h"

#include <algorithm>

#include "projections/versions/plan_versions.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

bool DrawnUpAfter(const v1::PlanVersion& a, const v1::PlanVersion& b) {
  if (a.drawn_up_on() != b.drawn_up_on()) return a.drawn_up_on() > b.drawn_up_on();
  return a.revision() > b.revision();
}

}  // namespace

bool Superseded(const projections::CaseState& state, const v1::PlanVersion& version, absl::string_view child_id) {
  for (const v1::InForce& binding : projections::VersionsInForce(state)) {
    if (binding.plan_id() != version.plan_id() || binding.child_id() != child_id) continue;
    const v1::PlanVersion* binds = state.Find<v1::PlanVersion>({binding.digest()});
    return binds != nullptr && DrawnUpAfter(*binds, version);
  }
  return false;
}

void CheckNotSuperseded(const projections::CaseState& state, const std::string& digest, const std::string& field,
                        std::vector<v1::Violation>& violations) {
  const v1::PlanVersion* version = state.Find<v1::PlanVersion>({digest});
  if (version == nullptr || version->children_ids().empty()) return;
  const auto& children = version->children_ids();
  const bool superseded = std::all_of(children.begin(), children.end(),
                                      [&](const std::string& child) { return Superseded(state, *version, child); });
  if (!superseded) return;
  Refuse(Rule::kPlanWrongVersion,
         {.field = field,
          .ids = {Hex(digest)},
          .message = SentenceOf("plan.wrong-version.superseded", {DayParameter("drawn_up_on", version->drawn_up_on())}),
          .remedy = SentenceOf("plan.wrong-version.remedy.superseded")},
         violations);
}

}  // namespace casejournal::services
