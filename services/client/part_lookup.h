// Which part of a plan somebody means who names it by a piece of its words.
#ifndef CASEJOURNAL_SERVICES_CLIENT_PART_LOOKUP_H_
#define CASEJOURNAL_SERVICES_CLIENT_PART_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"

namespace casejournal::services {

struct PlanPart {
  std::string id;
  std::string words;  // "objective: counselling every week"

  friend bool operator==(const PlanPart&, const PlanPart&) = default;
};

// The goals, objectives, activities, needs, conditions and participants whose words hold `text`
// (ASCII letters in either case) or whose number it is; in the order of the plan.
std::vector<PlanPart> FindParts(const v1::CasePlan& plan, absl::string_view text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_PART_LOOKUP_H_
