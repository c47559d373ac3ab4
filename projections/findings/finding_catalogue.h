// The catalog of findings: what each shows, and its source. docs/RULES.md lists them. Thresholds are here and nowhere
// else in code.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace casejournal::projections {

// The version of the catalog. It increases when a finding is added, removed, or shows something else.
inline constexpr uint32_t kFindingCatalogueVersion = 6;

// In the order of the catalog.
enum class FindingKind {
  kChildUncovered,
  kParentUnknown,
  kParentNotEngaged,
  kBarrierNoStrategy,
  kAssessmentMissing,
  kAssessmentWithoutFamily,
  kNeedNotAddressed,
  kGoalNoObjective,
  kGoalOutcomeNotSought,
  kOutcomeNoGoal,
  kOutcomeTargetPassed,
  kObjectiveNoBasis,
  kObjectiveNotMeasurable,
  kObjectiveNotAgreed,
  kObjectiveMetNotAgreed,
  kObjectiveOverdue,
  kActivityIncomplete,
  kActivityOverSixMonths,
  kActivityOutOfSequence,
  kActivityOverdue,
  kThreatNoPlan,
  kSafetyPlanPastEnd,
  kCareNoAlternativeExplored,
  kCareNoAuthority,
  kCareSiblingsApart,
  kCareCircumstancesExclusive,
  kConcurrentMissing,
  kPlanGapOpen,
  kPlanPartyMissing,
  kPlanNoticeShort,
  kPlanFamilyAbsent,
  kPlanDiffersFromForce,
  kReviewPanelInsufficient,
  kReviewChildMissing,
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

// The longest duration of an activity, in months: three to six on average (the practice).
inline constexpr int kActivityMonthsMax = 6;
// The minimum days of notice of a plan (OAC 5101:2-38-01) and of a semi-annual review (OAC 5101:2-38-10).
inline constexpr int kNoticeDaysMin = 7;
// The maximum days until a finding on efforts to prevent a removal (45 CFR 1356.21(b)(1)).
inline constexpr int kEffortsFindingDaysMax = 60;
// The days after a notice to a tribe, after which its answer or receipt is missing (25 CFR 23.112: ten days after
// receipt; unverified: recalled, to be confirmed by counsel).
inline constexpr int kTribeReceiptDaysMax = 10;
// The age in years from which a child is a party to the plan (42 USC 675(1)(B); OAC 5101:2-38-05).
inline constexpr int kPartyAgeYears = 14;
// The minimum number of members of a review panel, with and without a court (OAC 5101:2-38-10; ORC 2151.416,
// unverified: recalled, to be confirmed by counsel).
inline constexpr int kPanelMembersMin = 3;
inline constexpr int kPanelMembersMinInHome = 2;
// The agency's limit in days, after which an entry is late (docs/RULES.md, late.no-reason).
inline constexpr int kLateAfterDays = 30;

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_
