// The findings: what each shows, and what it rests on. docs/RULES.md lists them. Thresholds are only here.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace casejournal::projections {

// Increase it if a finding is added, dropped, or shows something else.
inline constexpr uint32_t kFindingCatalogueVersion = 4;

// In the order of the catalogue.
enum class FindingKind {
  kChildUncovered,
  kParentUnknown,
  kParentNotEngaged,
  kBarrierNoStrategy,
  kAssessmentMissing,
  kGoalNoObjective,
  kObjectiveNoBasis,
  kObjectiveNotMeasurable,
  kObjectiveNotAgreed,
  kActivityIncomplete,
  kActivityOverSixMonths,
  kThreatNoPlan,
  kCareNoAlternativeExplored,
  kCareNoAuthority,
  kCareSiblingsApart,
  kCareCircumstancesExclusive,
  kConcurrentMissing,
  kPlanGapOpen,
  kPlanPartyMissing,
  kPlanNoticeShort,
  kPlanDiffersFromForce,
  kReviewPanelInsufficient,
  kReviewChildMissing,
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
  bool needs_day = false;      // it depends on the day of the question
  bool asks_for_work = false;  // it asks for something to be done: never shown for a case that is closed or handed over
};

// Every finding, each once, in the order of the enum.
absl::Span<const FindingText> FindingCatalogue();
const FindingText& TextOf(FindingKind kind);

// Maximum length of an activity: three to six months on average (the practice).
inline constexpr int kActivityMonthsMax = 6;
// Notice of a plan (OAC 5101:2-38-01) and of a semi-annual review (OAC 5101:2-38-10).
inline constexpr int kNoticeDaysMin = 7;
// Findings on efforts to prevent a removal (45 CFR 1356.21(b)(1)).
inline constexpr int kEffortsFindingDaysMax = 60;
// Days after the notice to a tribe until its answer or receipt counts as missing (25 CFR 23.112: ten days after
// receipt; unverified: recalled, to be confirmed by counsel).
inline constexpr int kTribeReceiptDaysMax = 10;
// From this age a child is a party to the plan (42 USC 675(1)(B); OAC 5101:2-38-05).
inline constexpr int kPartyAgeYears = 14;
// Members of a review panel, with the court and without (OAC 5101:2-38-10; ORC 2151.416, unverified: recalled, to be
// confirmed by counsel).
inline constexpr int kPanelMembersMin = 3;
inline constexpr int kPanelMembersMinInHome = 2;
// An entry that is later than this is late: the agency's limit (docs/RULES.md, late.no-reason).
inline constexpr int kLateAfterDays = 30;

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_CATALOGUE_H_
