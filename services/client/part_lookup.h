// Finds a part of a plan by words from its text.
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

// Return the goals, objectives, activities, needs, conditions, and participants whose text contains `text` (ignoring
// the case of ASCII letters), and the objectives whose number it is, in the order of the plan.
std::vector<PlanPart> FindParts(const v1::CasePlan& plan, absl::string_view text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_PART_LOOKUP_H_
