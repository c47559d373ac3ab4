// The items of a docket that one rule gives. Internal to the folder.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_RULE_ITEMS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_RULE_ITEMS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/case_facts.h"
#include "projections/docket/scope.h"
#include "projections/law/law.h"

namespace casejournal::projections {

// The case as all rules see it. `facts` and `law` must outlive it.
Case CaseOn(const CaseFacts& facts, const Law& law, absl::CivilDay day, absl::TimeZone zone);

// Whether two cases of the same facts, law, and day have the same episodes, children, care, and court cases.
bool HaveTheSameScopes(const Case& a, const Case& b);

// Whether items say how their dates came about.
enum class Derivations {
  kSaid,
  kLeftOut  // no steps, excluded, rolls, note, and days_left, and no wordings of cautions
};

// What a rule gives in all of its scopes, by scope, clock, and date. All items have different names.
std::vector<v1::DocketItem> ItemsOf(const LawRule& rule, const Case& of, Derivations derivations = Derivations::kSaid);

// Say one step of a derivation.
void SayStep(const Step& step, v1::DerivationStep& said);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_RULE_ITEMS_H_
