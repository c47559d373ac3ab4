// The catalog of findings: what each shows, and its source. docs/RULES.md lists them. The numbers that they
// compare with are in projections/law/thresholds.h.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace casejournal::projections {

// The version of the catalog. It increases when a finding is added, removed, or shows something else.
inline constexpr uint32_t kFindingCatalogueVersion = 9;

// In the order of the catalog.
enum class FindingKind {
  kChildUncovered,
  kParentUnknown,
  kParentNotEngaged,
  kBarrierNoStrategy,
  kReportNotAnswered,
  kReportNotAssessed,
  kAssessmentMissing,
  kAssessmentWithoutFamily,
  kNeedNotAddressed,
  kGoalNoObjective,
  kGoalOutcomeNotSought,
  kOutcomeNoGoal,
  kOutcomeTargetPassed,
  kObjectiveNoBasis,
  kObjectiveNotBehavioral,
  kObjectiveNotMeasurable,
  kObjectiveNotAgreed,
  kObjectiveMetNotAgreed,
  kObjectiveOverdue,
  kActivityIncomplete,
  kActivityNotAgreed,
  kActivityOverSixMonths,
  kActivityOutOfSequence,
  kActivityOverdue,
  kServiceNotBegun,
  kReferralNotAnswered,
  kThreatNoPlan,
  kSafetyPlanPastEnd,
  kCareNoAlternativeExplored,
  kCareNoAuthority,
  kCareLeastRestrictiveNotSaid,
  kCareSiblingsApart,
  kCareCircumstancesExclusive,
  kYouthNotPrepared,
  kYouthRightsNotExplained,
  kConcurrentMissing,
  kPlanGapOpen,
  kPlanPartyMissing,
  kPlanNoticeShort,
  kPlanCopyNotGiven,
  kPlanFamilyAbsent,
  kPlanFitNotSaid,
  kPlanActivitiesShort,
  kPlanNoSafetyOrPermanence,
  kPlanUntouched,
  kPlanDiffersFromForce,
  kReviewPanelInsufficient,
  kReviewChildMissing,
  kConferenceNone,
  kConferenceNotCarriedOut,
  kReturnConditionNotMet,
  kCourtFindingMissing,
  kIcwaNoInquiry,
  kEntryOutOfOrder,
  kEntryLate,
  kEntryImprecise,
  kCourtNoDocument,
  kRuleOverridden,
  kDaysOutOfOrder,
  kPersonSideBySide,
  kAccessEmergency,
};

struct FindingText {
  FindingKind kind;
  absl::string_view id;        // stable forever: answers name it
  absl::string_view shows;     // completes "Shows ..."
  absl::string_view source;    // a statute, a rule, or the practice
  bool needs_day = false;      // it depends on the day asked for
  bool asks_for_work = false;  // it asks for work: not shown for a case that is closed or handed over
};

// Every finding, each once, in the order of the enum.
absl::Span<const FindingText> FindingCatalogue();
const FindingText& TextOf(FindingKind kind);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_
