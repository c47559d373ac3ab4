// The sentences of the findings. The id of a sentence is the id of its finding (finding_catalogue.h), with a suffix if
// the finding has several.
//
// Parameters that several sentences share: {child}, {parent}, {party}, and {who} are people; {version} is the digest of
// a plan version; {entry} is a revision, and {entry_type} the name of its type of event, as a code.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_WORDINGS_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_WORDINGS_H_

#include <array>
#include <cstddef>
#include <initializer_list>

#include "absl/types/span.h"
#include "projections/words/wording.h"

namespace casejournal::projections {

// Sentences that differ in which of several things lack, in the order of binary numbers: the first says that the first
// thing lacks, the second that the second does, the third that both do, the fourth that the third does.
template <size_t kThings>
using LacksWordings = std::array<WordingText, (1 << kThings) - 1>;

// The sentence for what lacks, one value for each thing. Null: nothing lacks.
const WordingText* Lacking(absl::Span<const WordingText> wordings, std::initializer_list<bool> lacks);

// Every sentence of a finding, in the order of this file.
absl::Span<const WordingText> FindingWordings();

// People (people_findings.cc).

// An outcome sought, a goal, a plan version.
inline constexpr LacksWordings<3> kChildUncovered = {{
    {"child.uncovered.outcome", "{child} has no outcome sought."},
    {"child.uncovered.goal", "{child} has no goal."},
    {"child.uncovered.outcome-goal", "{child} has no outcome sought and no goal."},
    {"child.uncovered.version", "{child} has no plan version that covers the child."},
    {"child.uncovered.outcome-version", "{child} has no outcome sought and no plan version that covers the child."},
    {"child.uncovered.goal-version", "{child} has no goal and no plan version that covers the child."},
    {"child.uncovered.outcome-goal-version",
     "{child} has no outcome sought, no goal, and no plan version that covers the child."},
}};
inline constexpr WordingText kParentUnknownNone = {"parent.unknown.none",
                                                   "{child} has no recorded parent and no recorded search for one."};
inline constexpr WordingText kParentUnknownOne = {
    "parent.unknown.one", "{child} has only one recorded parent, {parent}, and no recorded search for the other."};
inline constexpr WordingText kParentNotEngaged = {
    "parent.not-engaged.parent",
    "The {relation} of {child}, {parent}, was not engaged: no contact, no search, and no barrier is recorded."};
inline constexpr WordingText kExtendedFamilyNotEngaged = {
    "parent.not-engaged.extended-family",
    "No one in the extended family was engaged: no relative was contacted, searched for, or explored."};
inline constexpr WordingText kBarrierNoStrategy = {"barrier.no-strategy",
                                                   "Nothing was tried against the barrier “{barrier}”."};
inline constexpr WordingText kPersonSideBySide = {
    "person.side-by-side", "The case has both {who} and {other} ({capacity}), but states that they are one person."};

// Reports of concern (report_findings.cc).

inline constexpr WordingText kReportNotAnswered = {
    "report.not-answered",
    "The report of {reported_on} was to be answered by {answer_by}. By then, no contact with a child whom it names is "
    "recorded."};
inline constexpr WordingText kReportNotAssessed = {
    "report.not-assessed",
    "More than {days} days after the report of {reported_on}, no assessment has been completed since."};

// Assessments (assessment_findings.cc).

inline constexpr WordingText kAssessmentMissing = {
    "assessment.missing", "When {version} was drawn up on {drawn_up_on}, no family assessment had been completed."};
inline constexpr WordingText kAssessmentWithoutFamily = {
    "assessment.without-family",
    "The family assessment of {completed_on} does not say that anyone of the family took part."};
inline constexpr WordingText kNeedNotAddressed = {
    "need.not-addressed", "No objective addresses the need “{need}” of {who}, whose priority is high."};

// Goals, objectives, and activities (goal_findings.cc).

inline constexpr WordingText kGoalNoObjective = {"goal.no-objective.none", "The goal “{goal}” has no objectives."};
inline constexpr WordingText kGoalReachedWithOpen = {
    "goal.no-objective.reached", "The goal “{goal}” was reached on {reached_on} with objectives open: {objectives}."};
inline constexpr WordingText kGoalOutcomeNotSought = {
    "goal.outcome-not-sought", "The goal “{goal}” serves the outcome “{outcome}”, which is not sought for {children}."};
inline constexpr WordingText kOutcomeNoGoalOne = {"outcome.no-goal.one",
                                                  "No goal for {child} serves “{outcome}” ({track} track)."};
inline constexpr WordingText kOutcomeNoGoalTwo = {
    "outcome.no-goal.two",
    "No goal for {child} serves “{outcome}” ({track} track) and “{other_outcome}” ({other_track} track)."};
inline constexpr WordingText kOutcomeTargetPassed = {
    "outcome.target-passed",
    "The outcome “{outcome}” ({track} track) was to be reached for {child} by {target_on}, and is still sought."};
inline constexpr WordingText kObjectiveNoBasis = {
    "objective.no-basis", "The objective “{objective}” addresses no need or strength that a family assessment found."};
inline constexpr WordingText kObjectiveNotBehavioral = {
    "objective.not-behavioral", "The objective “{objective}” does not say which behavior others will see."};
// A measure, a target.
inline constexpr LacksWordings<2> kObjectiveNotMeasurable = {{
    {"objective.not-measurable.measure", "The objective “{objective}” has no measure."},
    {"objective.not-measurable.target", "The objective “{objective}” has no target."},
    {"objective.not-measurable.measure-target", "The objective “{objective}” has no measure and no target."},
}};
inline constexpr WordingText kObjectiveNoEvidence = {"objective.not-measurable.evidence",
                                                     "The objective “{objective}” has no evidence that it was met."};
// The agreement of the family, of the caseworker.
inline constexpr LacksWordings<2> kObjectiveNotAgreed = {{
    {"objective.not-agreed.family",
     "The record does not show that the family agreed with the objective “{objective}”."},
    {"objective.not-agreed.caseworker",
     "The record does not show that the caseworker agreed with the objective “{objective}”."},
    {"objective.not-agreed.family-caseworker",
     "The record does not show that the family and the caseworker agreed with the objective “{objective}”."},
}};
inline constexpr WordingText kObjectiveMetNotAgreed = {
    "objective.met-not-agreed",
    "The objective “{objective}” was met on {met_on}. No one of the family is recorded as agreeing."};
inline constexpr WordingText kObjectiveOverdue = {
    "objective.overdue", "The objective “{objective}” was to be met by {target_on} and is still open."};
// A responsible party, a place, a start date, a due date.
inline constexpr LacksWordings<4> kActivityIncomplete = {{
    {"activity.incomplete.party", "The activity “{activity}” has no responsible party."},
    {"activity.incomplete.place", "The activity “{activity}” has no place."},
    {"activity.incomplete.party-place", "The activity “{activity}” has no responsible party and no place."},
    {"activity.incomplete.start", "The activity “{activity}” has no start date."},
    {"activity.incomplete.party-start", "The activity “{activity}” has no responsible party and no start date."},
    {"activity.incomplete.place-start", "The activity “{activity}” has no place and no start date."},
    {"activity.incomplete.party-place-start",
     "The activity “{activity}” has no responsible party, no place, and no start date."},
    {"activity.incomplete.due", "The activity “{activity}” has no due date."},
    {"activity.incomplete.party-due", "The activity “{activity}” has no responsible party and no due date."},
    {"activity.incomplete.place-due", "The activity “{activity}” has no place and no due date."},
    {"activity.incomplete.party-place-due",
     "The activity “{activity}” has no responsible party, no place, and no due date."},
    {"activity.incomplete.start-due", "The activity “{activity}” has no start date and no due date."},
    {"activity.incomplete.party-start-due",
     "The activity “{activity}” has no responsible party, no start date, and no due date."},
    {"activity.incomplete.place-start-due", "The activity “{activity}” has no place, no start date, and no due date."},
    {"activity.incomplete.party-place-start-due",
     "The activity “{activity}” has no responsible party, no place, no start date, and no due date."},
}};
inline constexpr WordingText kActivityNotAgreed = {
    "activity.not-agreed", "The record does not show that {people} agreed with the activity “{activity}”."};
inline constexpr WordingText kActivityOverSixMonths = {
    "activity.over-six-months",
    "The activity “{activity}” begins on {begins_on} and is due on {due_on}: more than {months} months."};
inline constexpr WordingText kActivityOutOfSequence = {
    "activity.out-of-sequence",
    "The activity “{activity}” was completed on {completed_on}, before what must come before it: {activities}."};
inline constexpr WordingText kActivityOverdue = {"activity.overdue",
                                                 "The activity “{activity}” was due on {due_on} and is still open."};

// Safety (safety_findings.cc).

inline constexpr WordingText kThreatNoPlan = {
    "threat.no-plan", "The threat to {child} identified on {identified_on} has neither a safety plan nor a removal."};
inline constexpr WordingText kSafetyPlanPastEnd = {
    "safety-plan.past-end",
    "The safety plan of {made_on} for {children} was to last until {until}, and was neither ended nor replaced."};

// Care (care_findings.cc).

inline constexpr WordingText kCareNoAlternativeExplored = {"care.no-alternative-explored",
                                                           "The placement of {child} with {with_whom} from {began_on} "
                                                           "({type}) began when no relative, friend, or known person "
                                                           "had been explored[ since the placement of {since}]."};
inline constexpr WordingText kCareNoAuthority = {
    "care.no-authority",
    "The placement of {child} with {with_whom} from {began_on} is not covered by a removal or an order on that day."};
inline constexpr WordingText kCareLeastRestrictiveNotSaid = {
    "care.least-restrictive-not-said",
    "The placement of {child} with {with_whom} from {began_on} ({type}) does not say how it is the least restrictive "
    "setting."};
inline constexpr WordingText kCareSiblingsApart = {
    "care.siblings-apart.siblings",
    "The placement of {child} with {with_whom} from {began_on} is apart from {siblings}, and no reason is recorded."};
inline constexpr WordingText kCareFar = {
    "care.siblings-apart.far",
    "The placement of {child} with {with_whom} from {began_on} is {miles} miles from home, and no reason is recorded."};
inline constexpr WordingText kCareElsewhere = {
    "care.siblings-apart.elsewhere",
    "The placement of {child} with {with_whom} from {began_on} is {location}, and no reason is recorded."};
inline constexpr WordingText kCareCircumstancesExclusive = {
    "care.circumstances-exclusive",
    "The removal of {child} on {removed_on} has circumstances that exclude each other: {circumstances}."};
inline constexpr WordingText kReturnConditionNotMet = {
    "return.condition-not-met",
    "The trial home visit of {child} began on {began_on} while a condition for return was judged not met: "
    "{conditions}."};
inline constexpr WordingText kConcurrentMissing = {
    "concurrent.missing", "{child} has been in temporary custody since {since}, and no concurrent outcome is sought."};

// Youths (youth_findings.cc).

inline constexpr WordingText kYouthNotPrepared = {
    "youth.not-prepared",
    "{child} is {age} or older and in care, and the record does not say what prepares {child} for adult life."};
inline constexpr WordingText kYouthRightsNotExplained = {
    "youth.rights-not-explained",
    "{child} is {age} or older and in care, and has not signed that the list of rights was given and explained."};

// Plan versions (version_findings.cc).

inline constexpr WordingText kPlanGapOpen = {"plan.gap-open",
                                             "In {version}, “{part}” is still open, but was due by {until}."};
inline constexpr WordingText kPlanPartyMissing = {"plan.party-missing",
                                                  "{party} has not signed {version}, and no reason is recorded."};
inline constexpr WordingText kPlanNoNotice = {
    "plan.notice-short.none",
    "For {version}, drawn up on {drawn_up_on}, the record shows no notice to {party} and no waiver; at least {days} "
    "days of notice are required."};
inline constexpr WordingText kPlanNoticeShort = {
    "plan.notice-short.short",
    "For {version}, drawn up on {drawn_up_on}, the record shows notice to {party} only on {notice_on}, and no waiver; "
    "at least {days} days of notice are required."};
inline constexpr WordingText kPlanFamilyAbsent = {
    "plan.family-absent",
    "The record does not show who of the family took part in making {version}, or why no one did."};
inline constexpr WordingText kPlanFitNotSaidOne = {
    "plan.fit-not-said.one",
    "The one open activity does not say how it fits the culture and the wishes of the family."};
inline constexpr WordingText kPlanFitNotSaidSeveral = {
    "plan.fit-not-said.several",
    "None of the {activities} open activities says how it fits the culture and the wishes of the family."};
// A goal of safety, one of permanence.
inline constexpr LacksWordings<2> kPlanNoSafetyOrPermanence = {{
    {"plan.no-safety-or-permanence.safety", "In {version}, no goal of safety is for {child}."},
    {"plan.no-safety-or-permanence.permanence", "In {version}, no goal of permanence is for {child}."},
    {"plan.no-safety-or-permanence.safety-permanence",
     "In {version}, no goal of safety and none of permanence is for {child}."},
}};
inline constexpr WordingText kPlanUntouched = {
    "plan.untouched", "Nobody reviewed or changed {version} since {since}: more than {months} months."};
inline constexpr WordingText kPlanDiffersFromForce = {
    "plan.differs-from-force",
    "The working plan for {child} differs from {version}, which is in force, and no version or proposal contains the "
    "difference."};

// Reviews and conferences (review_findings.cc).

// Enough members, one who is independent.
inline constexpr LacksWordings<2> kReviewPanelInsufficient = {{
    {"review.panel-insufficient.members",
     "The panel of the review on {held_on} had {members} of at least {needed} members, so it does not count as a "
     "semi-annual review."},
    {"review.panel-insufficient.independent",
     "The panel of the review on {held_on} had no member who is not responsible for the plan or its services, so it "
     "does not count as a semi-annual review."},
    {"review.panel-insufficient.members-independent",
     "The panel of the review on {held_on} had {members} of at least {needed} members and had no member who is not "
     "responsible for the plan or its services, so it does not count as a semi-annual review."},
}};
inline constexpr WordingText kReviewNoFinding = {"review.child-missing.finding",
                                                 "The review on {held_on} made no finding for {child}."};
inline constexpr WordingText kReviewNoTarget = {"review.child-missing.target",
                                                "The review on {held_on} set no target date for {child}."};
inline constexpr WordingText kReviewNoNotice = {
    "review.child-missing.notice",
    "For the review on {held_on}, no notice and no waiver is recorded; at least {days} days of notice are required."};
inline constexpr WordingText kReviewNoticeShort = {
    "review.child-missing.notice-short",
    "For the review on {held_on}, notice was given on {notice_on}, and no waiver is recorded; at least {days} days of "
    "notice are required."};
inline constexpr WordingText kConferenceNotCarriedOut = {
    "conference.not-carried-out",
    "Of the decisions of the conference on {held_on}, {decisions} due by {due_by}, and {entries} it as the cause."};

// The court (court_findings.cc).

inline constexpr WordingText kCourtNoContraryToWelfare = {
    "court.finding-missing.contrary-to-welfare",
    "The first order that sanctions the removal of {child}, made on {made_on}, has no finding that remaining at home "
    "was contrary to the child's welfare."};
inline constexpr WordingText kCourtNoEffortsToPrevent = {
    "court.finding-missing.efforts-to-prevent",
    "Within {days} days of the removal of {child} on {removed_on}, the court made no finding on reasonable efforts to "
    "prevent it."};
inline constexpr WordingText kCourtNoCasePlan = {
    "court.finding-missing.case-plan",
    "No case plan was adopted at the dispositional hearing on {held_on} for {child}."};
inline constexpr WordingText kIcwaNoInquiry = {"icwa.no-inquiry.inquiry",
                                               "No one was asked whether {child} may be an Indian child."};
inline constexpr WordingText kIcwaNoNotice = {
    "icwa.no-inquiry.notice",
    "There is reason to know that {child} is an Indian child, but no notice was sent to a tribe."};
inline constexpr WordingText kIcwaNoReceipt = {
    "icwa.no-inquiry.receipt",
    "No receipt is recorded for the notice about {child} that was sent to a tribe on {sent_on}."};

// Entries (entry_findings.cc).

inline constexpr WordingText kEntryOutOfOrder = {
    "entry.out-of-order",
    "Entry {entry} ({entry_type}, {effective_on}) names something that is in the record only from {later} on."};
inline constexpr WordingText kEntryLate = {
    "entry.late.no-reason", "Entry {entry} ({entry_type}) was first written down {days} days after {effective_on}."};
inline constexpr WordingText kEntryLateWithReason = {
    "entry.late.reason",
    "Entry {entry} ({entry_type}) was first written down {days} days after {effective_on}: {reason}"};
inline constexpr WordingText kEntryImprecise = {
    "entry.imprecise",
    "A clock depends on entry {entry} ({entry_type}), which is dated to some day between {first_day} and "
    "{effective_on}."};
inline constexpr WordingText kCourtNoDocument = {
    "court.no-document",
    "Entry {entry} ({entry_type}, {effective_on}) has neither a journal entry number nor a document."};
inline constexpr WordingText kRuleOverridden = {
    "rule.overridden", "For entry {entry} ({entry_type}), the rule {rule} was set aside: {reason}"};

// Days that contradict each other (order_findings.cc).

inline constexpr WordingText kAdjudicatedBeforeComplaint = {
    "days.out-of-order.adjudicated",
    "{child} was adjudicated on {adjudicated_on}, but no complaint had been filed by then."};
inline constexpr WordingText kLeftBeforeRemoval = {
    "days.out-of-order.left", "{child} left care on {ended_on}, before the removal on {removed_on}."};
inline constexpr WordingText kRemovedTwice = {
    "days.out-of-order.removed",
    "{child} was removed on {removed_on} while the removal on {earlier_on} had not ended."};
inline constexpr WordingText kPlacedBeforeRemoval = {
    "days.out-of-order.placed", "{child} was placed on {began_on}, but had not been removed by then."};

// Access (access_findings.cc).

inline constexpr WordingText kAccessEmergency = {
    "access.emergency", "On {day}, {holder} took access to this case in an emergency: {reason}"};

// Practice (practice_findings.cc).

inline constexpr WordingText kServiceNotBegunSincePlanned = {
    "service.not-begun.planned",
    "The activity “{activity}” was planned on {since}. More than {days} days later, no provider has accepted it, and "
    "no "
    "progress is recorded."};
inline constexpr WordingText kServiceNotBegunOnItsDay = {
    "service.not-begun.begins",
    "The activity “{activity}” was to begin on {since}. More than {days} days later, no provider has accepted it, and "
    "no progress is recorded."};
inline constexpr WordingText kReferralNotAnsweredByDay = {
    "referral.not-answered.day",
    "{provider} was asked for “{activity}” on {made_on}, to answer by {answer_by}, and has not answered."};
inline constexpr WordingText kReferralNotAnsweredInTime = {
    "referral.not-answered.days",
    "{provider} was asked for “{activity}” on {made_on}, and has not answered for more than {days} days."};
inline constexpr WordingText kPlanCopyNotGiven = {
    "plan.copy-not-given",
    "The record does not show that {people} got a copy of {version}, which has been in force since {since}."};
inline constexpr WordingText kPlanActivitiesShort = {
    "plan.activities-short",
    "The {activities} open activities with a due day take {days} on average: less than {months}."};
inline constexpr WordingText kConferenceNoneSinceOpened = {
    "conference.none.opened",
    "The case has been open since {since}, and no case conference is recorded: more than {months}."};
inline constexpr WordingText kConferenceNoneSinceTheLast = {
    "conference.none.last", "No case conference is recorded since the one of {since}: more than {months}."};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_FINDING_WORDINGS_H_
