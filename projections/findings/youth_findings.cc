// What a child of the age of a party is owed while in care (42 USC 675(1)(D), 675a(b)).
#include <algorithm>

#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {

void FindYouths(const CaseSnapshot& snapshot, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  const int age = snapshot.Number(Threshold::kPartyAgeYears);
  for (const v1::Participant* child : ChildrenOf(plan)) {
    const std::string& id = child->participant_id();
    if (OldestOn(*child, snapshot.day) < age || InCareOn(plan, id, snapshot.day) == nullptr) continue;
    const bool planned = std::any_of(plan.independent_living().begin(), plan.independent_living().end(),
                                     [&](const v1::IndependentLiving& each) { return each.child_id() == id; });
    if (!planned) {
      findings.push_back({FindingKind::kYouthNotPrepared,
                          {id},
                          Say(kYouthNotPrepared, {snapshot.Person("child", *child), NumberParameter("age", age)}),
                          absl::StrCat(age)});
    }
    const bool explained = std::any_of(
        plan.rights_explained().begin(), plan.rights_explained().end(),
        [&](const v1::RightsExplanation& each) { return each.child_id() == id && each.terms().acknowledged(); });
    if (!explained) {
      findings.push_back(
          {FindingKind::kYouthRightsNotExplained,
           {id},
           Say(kYouthRightsNotExplained, {snapshot.Person("child", *child), NumberParameter("age", age)}),
           absl::StrCat(age)});
    }
  }
}

}  // namespace casejournal::projections
