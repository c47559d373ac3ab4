// Beginnings and ends: what has one of each, and may not overlap with another of its kind.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_

#include <string>
#include <vector>

#include "casejournal/v1/errors.pb.h"
#include "services/admission/proposal/scene.h"

namespace casejournal::services {

// The days of one thing; an empty day is one that has not come or is not recorded.
struct Interval {
  std::string id;
  std::string began_on;
  std::string ended_on;
};

// Whether they share more than the day on which one ends and the other begins. What has no
// beginning shares nothing.
bool Overlap(const Interval& a, const Interval& b);

// interval.reversed or interval.not-open: the event ends `interval`, which is a `what`
// ("placement"), on its effective day. `field` is the path of the field that names it. An end
// recorded for a later day is an end too.
void CheckEnds(const Scene& scene, const Interval& interval, const std::string& what, const std::string& field,
               std::vector<v1::Violation>& violations);

// interval.overlaps: `interval` of one child against `others` of the same child.
void CheckOverlaps(const Interval& interval, const std::vector<Interval>& others, const std::string& what,
                   const std::string& field, std::vector<v1::Violation>& violations);

// interval.reversed: `ends_on` is before `begins_on`; empty days are not compared.
void CheckOrder(const std::string& begins_on, const std::string& ends_on, const std::string& field,
                std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_
