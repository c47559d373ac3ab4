#include "projections/findings/finding_catalogue.h"

#include <array>

namespace casejournal::projections {
namespace {

constexpr std::array kFindings = {
    FindingText{
        .kind = FindingKind::kChildUncovered,
        .id = "child.uncovered",
        .shows = "a child without an outcome sought, a goal, or a plan version that covers the child",
        .source = "Practice: outcomes for the family and for each child; OAC 5101:2-38-05",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kParentUnknown,
        .id = "parent.unknown",
        .shows = "a child with fewer than two parents recorded, and no search for the other",
        .source = "Practice: both families are involved, fathers included; 42 USC 671(a)(29) (unverified: recalled, to "
                  "be confirmed by counsel)",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kParentNotEngaged,
        .id = "parent.not-engaged",
        .shows = "a known parent, or the extended family, with no contact, no search, and no barrier recorded",
        .source = "Practice: both families are involved, fathers included; 45 CFR 1356.21(g)",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kBarrierNoStrategy,
        .id = "barrier.no-strategy",
        .shows = "a barrier against which nothing was tried",
        .source = "Practice: the strategy tried against a barrier to engagement is recorded",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kReportNotAnswered,
        .id = "report.not-answered",
        .shows = "a report without a contact with a child whom it names by the day that the screening set",
        .source = "Practice: reports are answered in time; OAC 5101:2-36-03 (unverified: recalled, to be "
                  "confirmed by counsel)",
        .needs_day = true,
    },
    FindingText{
        .kind = FindingKind::kReportNotAssessed,
        .id = "report.not-assessed",
        .shows = "a report that was not screened out, and after which no assessment was completed in time",
        .source = "Practice: children at risk are identified; OAC 5101:2-36-03 (unverified: recalled, to be "
                  "confirmed by counsel)",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kAssessmentMissing,
        .id = "assessment.missing",
        .shows = "a version of a case plan without a family assessment completed by the day it was drawn up",
        .source =
            "Ohio SACWIS, about case plans: a plan rests on the family assessment, except for exempt kinds of cases",
    },
    FindingText{
        .kind = FindingKind::kAssessmentWithoutFamily,
        .id = "assessment.without-family",
        .shows = "a family assessment in which no member of the family took part",
        .source = "Practice: assessments are always completed jointly with family members",
    },
    FindingText{
        .kind = FindingKind::kNeedNotAddressed,
        .id = "need.not-addressed",
        .shows = "a need of high priority that no objective addresses",
        .source = "Practice: objectives address the high-priority needs that the assessment found",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kGoalNoObjective,
        .id = "goal.no-objective",
        .shows = "a goal without objectives, or one reached with objectives open",
        .source = "Practice: goals are reached through objectives",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kGoalOutcomeNotSought,
        .id = "goal.outcome-not-sought",
        .shows = "an open goal that serves an outcome which is sought for none of its children",
        .source = "Practice: a goal may change during the life of a case, for example from reunification to adoption",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kOutcomeNoGoal,
        .id = "outcome.no-goal",
        .shows = "a child with goals, none of which serves an outcome that is sought for the child",
        .source = "Practice: the outcomes for each child, and the action plan to achieve them; ORC 2151.412(J) "
                  "(unverified: recalled, to be confirmed by counsel)",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kOutcomeTargetPassed,
        .id = "outcome.target-passed",
        .shows = "an outcome that is still sought after the day by which it was to be reached",
        .source = "Practice: reunify as quickly as possible, and find another permanent home in time",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kObjectiveNoBasis,
        .id = "objective.no-basis",
        .shows = "an objective that addresses no need or strength found in a family assessment",
        .source =
            "Practice: objectives address a high-priority need or enhance a strength found in the family assessment",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kObjectiveNotBehavioral,
        .id = "objective.not-behavioral",
        .shows = "an open objective that does not say which behavior others will see",
        .source = "Practice: objectives are observable, behavioral, and measurable",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kObjectiveNotMeasurable,
        .id = "objective.not-measurable",
        .shows = "an objective without a measure or without a target, or met without evidence",
        .source = "Practice: objectives are observable, behavioral, and measurable",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kObjectiveNotAgreed,
        .id = "objective.not-agreed",
        .shows = "an objective with which family and caseworker have not both agreed",
        .source = "Practice: objectives are mutually agreed by family and caseworker",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kObjectiveMetNotAgreed,
        .id = "objective.met-not-agreed",
        .shows = "an objective that was met without anyone of the family agreeing that it was",
        .source = "Practice: objectives are measurable, so that all can agree when they are met",
    },
    FindingText{
        .kind = FindingKind::kObjectiveOverdue,
        .id = "objective.overdue",
        .shows = "an open objective whose target day has passed",
        .source = "Practice: the plan is monitored",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kActivityIncomplete,
        .id = "activity.incomplete",
        .shows = "an activity without a responsible party, a place, a start date, or a due date",
        .source = "Practice: activities state who, where, from when, and until when",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kActivityNotAgreed,
        .id = "activity.not-agreed",
        .shows = "an open activity with which a participant who is responsible for it has not agreed",
        .source = "Practice: activities are mutually agreed",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kActivityOverSixMonths,
        .id = "activity.over-six-months",
        .shows = "an activity whose start date and due date are more than six months apart",
        .source = "Practice: three to six months on average",
    },
    FindingText{
        .kind = FindingKind::kActivityOutOfSequence,
        .id = "activity.out-of-sequence",
        .shows = "an activity that was completed before one that must come before it",
        .source = "Practice: activities are in the correct sequence",
    },
    FindingText{
        .kind = FindingKind::kActivityOverdue,
        .id = "activity.overdue",
        .shows = "an open activity whose due day has passed",
        .source = "Practice: the plan is monitored; each activity has a time frame",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kServiceNotBegun,
        .id = "service.not-begun",
        .shows = "an open activity of a provider that no provider accepted, and on which and on whose objectives no "
                 "progress was observed, in the time in which services are to begin",
        .source = "Practice: services begin quickly",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kReferralNotAnswered,
        .id = "referral.not-answered",
        .shows = "a provider who was asked for a service and has not answered in time, when no other one accepted",
        .source = "Practice: families are linked to services, and waiting lists are known",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kThreatNoPlan,
        .id = "threat.no-plan",
        .shows = "a threat of imminent harm with neither a safety plan nor a removal",
        .source = "Practice: a safety plan for a child at high risk of imminent harm",
    },
    FindingText{
        .kind = FindingKind::kSafetyPlanPastEnd,
        .id = "safety-plan.past-end",
        .shows = "a safety plan that was to last until a day that has passed, and that nobody ended or replaced",
        .source = "Practice: a safety plan assures protection",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kCareNoAlternativeExplored,
        .id = "care.no-alternative-explored",
        .shows = "foster care that began before any relative, friend, or known person had been explored",
        .source = "Practice: people the child knows are explored before foster care; 42 USC 671(a)(19) (unverified: "
                  "recalled, to be confirmed by counsel)",
    },
    FindingText{
        .kind = FindingKind::kCareNoAuthority,
        .id = "care.no-authority",
        .shows = "a placement that is not covered by a removal or an order on its first day",
        .source = "ORC 2151.31, 2151.33, 5103.15 (unverified: recalled, to be confirmed by counsel)",
    },
    FindingText{
        .kind = FindingKind::kCareLeastRestrictiveNotSaid,
        .id = "care.least-restrictive-not-said",
        .shows = "a placement outside the home that does not say how it is the least restrictive setting",
        .source = "42 USC 675(5)(A)",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kCareSiblingsApart,
        .id = "care.siblings-apart",
        .shows = "siblings in different homes, or a home out of state or out of the country, without a reason",
        .source = "42 USC 671(a)(31), 675(5)(A) (unverified: recalled, to be confirmed by counsel)",
    },
    FindingText{
        .kind = FindingKind::kCareCircumstancesExclusive,
        .id = "care.circumstances-exclusive",
        .shows = "a removal with circumstances that exclude each other",
        .source = "AFCARS 2020, 45 CFR 1355.44, elements E72 and E73, and E80, E81, and E97: at most one of each group",
    },
    FindingText{
        .kind = FindingKind::kYouthNotPrepared,
        .id = "youth.not-prepared",
        .shows = "a child in care at the age of a party without a description of what prepares it for adult life",
        .source = "42 USC 675(1)(D)",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kYouthRightsNotExplained,
        .id = "youth.rights-not-explained",
        .shows = "a child in care at the age of a party who has not signed that its list of rights was explained",
        .source = "42 USC 675a(b)",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kConcurrentMissing,
        .id = "concurrent.missing",
        .shows =
            "a child in temporary custody without a concurrent outcome, and no review that states that none is needed",
        .source = "ORC 2151.412(J) (unverified: recalled, to be confirmed by counsel); OAC 5101:2-38-10",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kPlanGapOpen,
        .id = "plan.gap-open",
        .shows = "a part of a plan that is still open after its date",
        .source = "OAC 5101:2-38-01: thirty more days for missing elements",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kPlanPartyMissing,
        .id = "plan.party-missing",
        .shows = "a party with neither a signature on the latest version nor a recorded reason",
        .source = "OAC 5101:2-38-05 and -01: signatures per party, refusals and absences recorded",
    },
    FindingText{
        .kind = FindingKind::kPlanNoticeShort,
        .id = "plan.notice-short",
        .shows = "a party with less than seven days of notice of a plan, and no waiver",
        .source = "OAC 5101:2-38-01: notice at least seven days before, unless waived",
    },
    FindingText{
        .kind = FindingKind::kPlanCopyNotGiven,
        .id = "plan.copy-not-given",
        .shows = "a version of a case or reunification plan that is in force, and of which a party, the caregiver of a "
                 "child, or the provider of a service got no copy in time",
        .source = "Practice: everyone who carries out the plan has a copy of it; OAC 5101:2-38-01 for parents in a "
                  "case without a court",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kPlanFamilyAbsent,
        .id = "plan.family-absent",
        .shows = "a version of a case or reunification plan of which the record does not show that a member of the "
                 "family took part in making it, or why none did",
        .source = "45 CFR 1356.21(g)(1); practice: case plans are always completed jointly with family members",
    },
    FindingText{
        .kind = FindingKind::kPlanFitNotSaid,
        .id = "plan.fit-not-said",
        .shows = "a case plan of which no activity says how it fits the culture and the wishes of the family",
        .source = "Practice: activities are consistent with the family's culture and preference",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kPlanActivitiesShort,
        .id = "plan.activities-short",
        .shows = "at least three open activities with a due day, which are planned for less than three months on "
                 "average",
        .source = "Practice: three to six months on average",
    },
    FindingText{
        .kind = FindingKind::kPlanNoSafetyOrPermanence,
        .id = "plan.no-safety-or-permanence",
        .shows = "a case plan without a goal of safety for a child, or without one of permanence for a child "
                 "in care",
        .source = "Practice: the plan says how safety and permanency will be achieved; 42 USC 675(1)(B)",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kPlanUntouched,
        .id = "plan.untouched",
        .shows = "a case plan that nobody reviewed or changed for a year",
        .source = "Practice: planning is dynamic for the life of a case",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kPlanDiffersFromForce,
        .id = "plan.differs-from-force",
        .shows = "a working plan that differs from the version in force, when no version or proposal contains the "
                 "difference",
        .source = "ORC 2151.412(F) (unverified: recalled, to be confirmed by counsel)",
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kReviewPanelInsufficient,
        .id = "review.panel-insufficient",
        .shows = "a semi-annual review by too few people, or only by people who are responsible for the plan or its "
                 "services, or to whom the case was assigned; it does not count as one",
        .source = "42 USC 675(6); ORC 2151.416; OAC 5101:2-38-10",
    },
    FindingText{
        .kind = FindingKind::kReviewChildMissing,
        .id = "review.child-missing",
        .shows = "a semi-annual review without findings for a child, without a target date, or with less than seven "
                 "days of notice",
        .source = "OAC 5101:2-38-10",
    },
    FindingText{
        .kind = FindingKind::kConferenceNone,
        .id = "conference.none",
        .shows = "a case that was open for six months without a case conference",
        .source = "Practice: case conferences observe progress and barriers while the case is open",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kConferenceNotCarriedOut,
        .id = "conference.not-carried-out",
        .shows = "a conference with more decisions whose day has passed than entries that name it as their cause",
        .source = "Practice: the case plan is revised as a conference decided",
        .needs_day = true,
        .asks_for_work = true,
    },
    FindingText{
        .kind = FindingKind::kReturnConditionNotMet,
        .id = "return.condition-not-met",
        .shows = "a trial home visit that began while a condition for return was judged not met",
        .source = "Practice: conditions necessary for a safe return; OAC 5101:2-38-05",
    },
    FindingText{
        .kind = FindingKind::kCourtFindingMissing,
        .id = "court.finding-missing",
        .shows = "a removal without the required findings, or a disposition that adopted no case plan",
        .source = "45 CFR 1356.21(b), (c) (unverified: recalled, to be confirmed by counsel); ORC 2151.412",
        .needs_day = true,
    },
    FindingText{
        .kind = FindingKind::kIcwaNoInquiry,
        .id = "icwa.no-inquiry",
        .shows = "a child in care without an inquiry into whether the child may be an Indian child, or a required "
                 "notice to a tribe that was not sent or not received",
        .source = "25 CFR 23.107, 23.11, 23.111; 25 USC 1912(a)",
        .needs_day = true,
    },
    FindingText{
        .kind = FindingKind::kEntryOutOfOrder,
        .id = "entry.out-of-order",
        .shows = "an entry that names something that is in the record only after its effective day",
        .source = "docs/AS_OF.md: the fold never fails because of order",
    },
    FindingText{
        .kind = FindingKind::kEntryLate,
        .id = "entry.late",
        .shows = "an entry written down later after its effective day than the agency's limit allows",
        .source = "FRE 803(6): made at or near the time",
    },
    FindingText{
        .kind = FindingKind::kEntryImprecise,
        .id = "entry.imprecise",
        .shows = "a clock that depends on an entry dated to \"some day between\"",
        .source = "docs/AS_OF.md: some day between",
    },
    FindingText{
        .kind = FindingKind::kCourtNoDocument,
        .id = "court.no-document",
        .shows = "an act of the court with neither a journal entry number nor a document",
        .source =
            "ORC 2151.35: the court speaks through its journal (unverified: recalled, to be confirmed by counsel)",
    },
    FindingText{
        .kind = FindingKind::kRuleOverridden,
        .id = "rule.overridden",
        .shows = "an entry for which a rule was set aside",
        .source = "docs/RULES.md: overrides stay visible",
    },
    FindingText{
        .kind = FindingKind::kDaysOutOfOrder,
        .id = "days.out-of-order",
        .shows = "days of care or court that contradict each other: adjudicated before a complaint, placed before a "
                 "removal, or removed twice",
        .source = "docs/DOCKET.md: check the dates that rest on such days",
    },
    FindingText{
        .kind = FindingKind::kPersonSideBySide,
        .id = "person.side-by-side",
        .shows = "two children, or two adults, who are in the case at once and are stated to be one person",
        .source =
            "Practice: one record per person; a participant who was entered twice is withdrawn, or leaves the case",
    },
    FindingText{
        .kind = FindingKind::kAccessEmergency,
        .id = "access.emergency",
        .shows =
            "access to the case that was taken in an emergency, with its reason; an answer says who looked into it",
        .source = "docs/ACCESS.md: access in an emergency is looked into afterward",
    },
};

constexpr bool InOrder() {
  for (size_t i = 0; i < kFindings.size(); ++i) {
    if (static_cast<size_t>(kFindings[i].kind) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "the catalogue lists the findings in the order of the enum");

}  // namespace

absl::Span<const FindingText> FindingCatalogue() { return kFindings; }

const FindingText& TextOf(FindingKind kind) { return kFindings[static_cast<size_t>(kind)]; }

}  // namespace casejournal::projections
