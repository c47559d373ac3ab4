// The page that compares two texts of a plan, or two states of the record. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_COMPARISON_PAGE_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_COMPARISON_PAGE_H_

#include <string>

#include "casejournal/v1/plan_calls.pb.h"
#include "services/pages/plan/plan_page.h"

namespace casejournal::services {

// Return the differences part by part: what only the second has, field by field; what only the first has, by name; and
// what both have, with the fields that changed. `before` and `after` are what a person calls the two: "version 1.2 of
// the case plan", "the plan as it stands". A page with `style.color` is for PrintStyled (output.h).
std::string ComparisonPage(const v1::ComparePlansResponse& comparison, const std::string& before,
                           const std::string& after, const PageStyle& style);

// Return how many parts of a plan, such as goals or placements, changed.
size_t ChangedParts(const google::protobuf::RepeatedPtrField<v1::Change>& changes);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_COMPARISON_PAGE_H_
