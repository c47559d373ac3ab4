// Beginnings and ends of intervals that must not overlap with others of the same kind.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_

#include <string>
#include <vector>

#include "casejournal/v1/errors.pb.h"
#include "services/admission/proposal/proposed_event.h"

namespace casejournal::services {

// The days of one interval. An empty day has not come or is not recorded.
struct Interval {
  std::string id;
  std::string began_on;
  std::string ended_on;
};

// Return whether the intervals share more than the day on which one ends and the other begins. An interval without a
// beginning shares no day.
bool Overlap(const Interval& a, const Interval& b);

// interval.reversed or interval.not-open: the event ends `interval`, a `what` ("placement"), on its effective day.
// `field` is the path of the field that names it. An end recorded for a later day is also an end.
void CheckEnds(const ProposedEvent& proposed, const Interval& interval, const std::string& what,
               const std::string& field, std::vector<v1::Violation>& violations);

// interval.overlaps: compare `interval` of a child with `others` of the same child.
void CheckOverlaps(const Interval& interval, const std::vector<Interval>& others, const std::string& what,
                   const std::string& field, std::vector<v1::Violation>& violations);

// interval.reversed: `ends_on` is before `begins_on`. Empty days are not compared.
void CheckOrder(const std::string& begins_on, const std::string& ends_on, const std::string& field,
                std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_
