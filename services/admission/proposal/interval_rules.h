// Beginnings and ends of intervals that must not overlap with others of the same kind.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_
#define CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_

#include <string>
#include <vector>

#include "casejournal/v1/errors.pb.h"
#include "services/admission/catalog/violation_wordings.h"
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

// What is said if something of one kind ends before it began, and if its end is already recorded.
struct EndSentences {
  SentenceId reversed;
  SentenceId not_open;
};
inline constexpr EndSentences kAbsenceEnds{"interval.reversed.absence", "interval.not-open.absence"};
inline constexpr EndSentences kConsentEnds{"interval.reversed.consent", "interval.not-open.consent"};
inline constexpr EndSentences kGrantEnds{"interval.reversed.grant", "interval.not-open.grant"};
inline constexpr EndSentences kHearingEnds{"interval.reversed.hearing", "interval.not-open.hearing"};
inline constexpr EndSentences kOrderEnds{"interval.reversed.order", "interval.not-open.order"};
inline constexpr EndSentences kParticipationEnds{"interval.reversed.participation", "interval.not-open.participation"};
inline constexpr EndSentences kPlacementEnds{"interval.reversed.placement", "interval.not-open.placement"};
inline constexpr EndSentences kRelationEnds{"interval.reversed.relation", "interval.not-open.relation"};
inline constexpr EndSentences kRemovalEnds{"interval.reversed.removal", "interval.not-open.removal"};
inline constexpr EndSentences kSafetyPlanEnds{"interval.reversed.safety-plan", "interval.not-open.safety-plan"};
inline constexpr EndSentences kStayEnds{"interval.reversed.household", "interval.not-open.household"};

// What is said of another one of the same kind, which has ended or has not.
struct OverlapSentences {
  SentenceId ended;
  SentenceId open;
};
inline constexpr OverlapSentences kAbsenceOverlaps{"interval.overlaps.absence.ended", "interval.overlaps.absence.open"};
inline constexpr OverlapSentences kPlacementOverlaps{"interval.overlaps.placement.ended",
                                                     "interval.overlaps.placement.open"};
inline constexpr OverlapSentences kRemovalOverlaps{"interval.overlaps.removal.ended", "interval.overlaps.removal.open"};

// interval.reversed or interval.not-open: the event ends `interval` on its effective day.
// `field` is the path of the field that names it. An end recorded for a later day is also an end.
void CheckEnds(const ProposedEvent& proposed, const Interval& interval, const EndSentences& sentences,
               const std::string& field, std::vector<v1::Violation>& violations);

// interval.overlaps: compare `interval` of a child with `others` of the same child.
void CheckOverlaps(const Interval& interval, const std::vector<Interval>& others, const OverlapSentences& sentences,
                   const std::string& field, std::vector<v1::Violation>& violations);

// interval.reversed: `ends_on` is before `begins_on`. Empty days are not compared.
void CheckOrder(const std::string& begins_on, const std::string& ends_on, const std::string& field,
                std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_PROPOSAL_INTERVAL_RULES_H_
