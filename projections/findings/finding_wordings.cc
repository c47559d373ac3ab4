#include "projections/findings/finding_wordings.h"

#include <vector>

namespace casejournal::projections {

const WordingText* Lacking(absl::Span<const WordingText> wordings, std::initializer_list<bool> lacks) {
  size_t number = 0;
  size_t digit = 1;
  for (const bool each : lacks) {
    if (each) number += digit;
    digit *= 2;
  }
  return number == 0 ? nullptr : &wordings[number - 1];
}

absl::Span<const WordingText> FindingWordings() {
  static const auto* const wordings = [] {
    auto* all = new std::vector<WordingText>();
    const auto add = [&](absl::Span<const WordingText> some) { all->insert(all->end(), some.begin(), some.end()); };

    add(kChildUncovered);
    add({kParentUnknownNone, kParentUnknownOne, kParentNotEngaged, kExtendedFamilyNotEngaged, kBarrierNoStrategy,
         kPersonSideBySide});

    add({kReportNotAnswered, kReportNotAssessed});

    add({kAssessmentMissing, kAssessmentWithoutFamily, kNeedNotAddressed});

    add({kGoalNoObjective, kGoalReachedWithOpen, kGoalOutcomeNotSought, kOutcomeNoGoalOne, kOutcomeNoGoalTwo,
         kOutcomeTargetPassed, kObjectiveNoBasis, kObjectiveNotBehavioral});
    add(kObjectiveNotMeasurable);
    add({kObjectiveNoEvidence});
    add(kObjectiveNotAgreed);
    add({kObjectiveMetNotAgreed, kObjectiveOverdue});
    add(kActivityIncomplete);
    add({kActivityNotAgreed, kActivityOverSixMonths, kActivityOutOfSequence, kActivityOverdue});

    add({kThreatNoPlan, kSafetyPlanPastEnd});

    add({kCareNoAlternativeExplored, kCareNoAuthority, kCareLeastRestrictiveNotSaid, kCareSiblingsApart, kCareFar,
         kCareElsewhere, kCareCircumstancesExclusive, kReturnConditionNotMet, kConcurrentMissing});

    add({kYouthNotPrepared, kYouthRightsNotExplained});

    add({kPlanGapOpen, kPlanPartyMissing, kPlanNoNotice, kPlanNoticeShort, kPlanFamilyAbsent, kPlanFitNotSaidOne,
         kPlanFitNotSaidSeveral});
    add(kPlanNoSafetyOrPermanence);
    add({kPlanUntouched, kPlanDiffersFromForce});

    add(kReviewPanelInsufficient);
    add({kReviewNoFinding, kReviewNoTarget, kReviewNoNotice, kReviewNoticeShort, kConferenceNotCarriedOut});

    add({kCourtNoContraryToWelfare, kCourtNoEffortsToPrevent, kCourtNoCasePlan, kIcwaNoInquiry, kIcwaNoNotice,
         kIcwaNoReceipt});

    add({kEntryOutOfOrder, kEntryLate, kEntryLateWithReason, kEntryImprecise, kCourtNoDocument, kRuleOverridden});

    add({kAdjudicatedBeforeComplaint, kLeftBeforeRemoval, kRemovedTwice, kPlacedBeforeRemoval});

    add({kServiceNotBegunSincePlanned, kServiceNotBegunOnItsDay, kReferralNotAnsweredByDay, kReferralNotAnsweredInTime,
         kPlanCopyNotGiven, kPlanActivitiesShort, kConferenceNoneSinceOpened, kConferenceNoneSinceTheLast});

    add({kAccessEmergency});
    return all;
  }();
  return *wordings;
}

}  // namespace casejournal::projections
