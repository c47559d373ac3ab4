#include "projections/law/thresholds.h"

#include <array>
#include <string>

namespace casejournal::projections {
namespace {

constexpr std::array kThresholds = {
    ThresholdText{Threshold::kActivityAverageMonthsMin, "activity-average-months-min", 3,
                  "the shortest average duration of open activities, in months",
                  "practice: three to six months on average"},
    ThresholdText{Threshold::kActivityMonthsMax, "activity-months-max", 6,
                  "the longest duration of an activity, in months", "practice: three to six months on average"},
    ThresholdText{Threshold::kConferenceMonthsMax, "conference-months-max", 6,
                  "the months after which an open case needs a case conference", "practice"},
    ThresholdText{Threshold::kCourtSilentAfterDays, "court-silent-after-days", 14,
                  "the days that a court has to act on a proposed change, after which the agency may act",
                  "ORC 2151.412(F) (unverified: recalled, to be confirmed by counsel)"},
    ThresholdText{Threshold::kEffortsFindingDaysMax, "efforts-finding-days-max", 60,
                  "the days until a finding on efforts to prevent a removal", "45 CFR 1356.21(b)(1)"},
    ThresholdText{Threshold::kEmergencyDaysMax, "emergency-days-max", 7,
                  "the highest age of the fact behind an emergency, in days", "practice"},
    ThresholdText{Threshold::kFarFromHomeMiles, "far-from-home-miles", 50,
                  "the miles from home beyond which a placement is far", "practice; no number of the law is known"},
    ThresholdText{Threshold::kLateAfterDays, "late-after-days", 30,
                  "the days after which an entry is late and needs a reason", "the agency's own limit"},
    ThresholdText{Threshold::kNoticeDaysMin, "notice-days-min", 7,
                  "the days of notice of a plan to be made and of a semi-annual review",
                  "OAC 5101:2-38-01, 5101:2-38-10"},
    ThresholdText{Threshold::kPanelMembersMin, "panel-members-min", 3,
                  "the members of a review panel in a case before a court",
                  "OAC 5101:2-38-10; ORC 2151.416 (unverified: recalled, to be confirmed by counsel)"},
    ThresholdText{Threshold::kPanelMembersMinInHome, "panel-members-min-in-home", 2,
                  "the members of a review panel in a case without a court",
                  "OAC 5101:2-38-10 (unverified: recalled, to be confirmed by counsel)"},
    ThresholdText{Threshold::kPartyAgeYears, "party-age-years", 14,
                  "the age from which a child is a party to the plan, and is owed preparation for adult life",
                  "42 USC 675(1)(B), 675(1)(D), 675a(b); OAC 5101:2-38-05"},
    ThresholdText{Threshold::kPlanCopyDaysMax, "plan-copy-days-max", 14,
                  "the days in which a copy of a plan in force is given",
                  "practice; OAC 5101:2-38-01 for parents in a "
                  "case without a court"},
    ThresholdText{Threshold::kPlanUntouchedMonthsMax, "plan-untouched-months-max", 12,
                  "the months after which a plan that nobody reviewed or changed is stale", "practice"},
    ThresholdText{Threshold::kReferralAnswerDaysMax, "referral-answer-days-max", 14,
                  "the days in which a provider answers a referral that names no day", "practice"},
    ThresholdText{Threshold::kReportAssessedDaysMax, "report-assessed-days-max", 45,
                  "the days from a report to its assessment",
                  "OAC 5101:2-36-03 (unverified: recalled, to be confirmed by counsel)"},
    ThresholdText{Threshold::kServiceBeginDaysMax, "service-begin-days-max", 30,
                  "the days in which a planned service begins", "practice"},
    ThresholdText{Threshold::kTribeReceiptDaysMax, "tribe-receipt-days-max", 10,
                  "the days after a notice to a tribe, after which its answer or receipt is missing",
                  "25 CFR 23.112: ten days after receipt (unverified: recalled, to be confirmed by counsel)"},
};

constexpr bool IsInOrder() {
  for (size_t i = 0; i < kThresholds.size(); ++i) {
    if (kThresholds[i].threshold != static_cast<Threshold>(i)) return false;
    if (i > 0 && kThresholds[i - 1].name >= kThresholds[i].name) return false;
  }
  return true;
}
static_assert(IsInOrder());

}  // namespace

absl::Span<const ThresholdText> Thresholds() { return kThresholds; }

const ThresholdText& TextOf(Threshold threshold) { return kThresholds.at(static_cast<size_t>(threshold)); }

int NumberOf(Threshold threshold, const Law* law) {
  const ThresholdText& text = TextOf(threshold);
  if (law == nullptr) return text.number;
  const auto set = law->thresholds().find(std::string(text.name));
  return set == law->thresholds().end() ? text.number : static_cast<int>(set->second);
}

}  // namespace casejournal::projections
