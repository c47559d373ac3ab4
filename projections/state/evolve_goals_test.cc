// Goals, objectives, activities, progress, agreements, safety plans, and reviews.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/matchers.h"
#include "tests/support/plan_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::EqualsMessage;
using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EvolveGoalsTest : public casejournal::testing::PlanCase {};

TEST_F(EvolveGoalsTest, AnOutcomeIsOneForEachChildAndTrack) {
  Tell("2025-01-10", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY target_on: "2025-12-01" reason: "first" })");
  Tell("2025-01-10", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED
                                         track: OUTCOME_TRACK_CONCURRENT })");
  Tell("2025-06-10", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED
                                         track: OUTCOME_TRACK_PRIMARY })");

  ASSERT_EQ(plan().outcomes_size(), 2);
  EXPECT_EQ(plan().outcomes(0).outcome(), event::v1::PERMANENCY_OUTCOME_LEGALLY_ADOPTED);
  EXPECT_EQ(plan().outcomes(0).since(), "2025-06-10");
  EXPECT_EQ(plan().outcomes(0).target_on(), "") << "nothing of the earlier choice remains";
  EXPECT_EQ(plan().outcomes(0).reason(), "");
}

TEST_F(EvolveGoalsTest, ARevisedGoalKeepsTheDayOnWhichItWasEstablished) {
  Tell("2025-01-10", R"(goal_established { goal_id: "$G" for_ids: "$ana" area: GOAL_AREA_SAFETY statement: "safe"
                                           outcome: PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY })");
  EXPECT_EQ(plan().goals(0).outcome(), event::v1::PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY);
  Tell("2025-02-10", R"(goal_revised { goal_id: "$G" area: GOAL_AREA_WELL_BEING statement: "well" reason: "r" })");

  ASSERT_EQ(plan().goals_size(), 1);
  EXPECT_EQ(plan().goals(0).established_on(), "2025-01-10");
  EXPECT_EQ(plan().goals(0).revised_on(), "2025-02-10");
  EXPECT_EQ(plan().goals(0).statement(), "well");
  EXPECT_THAT(plan().goals(0).for_ids(), IsEmpty());
  EXPECT_EQ(plan().goals(0).outcome(), event::v1::PERMANENCY_OUTCOME_UNSPECIFIED) << "whatever the outcome is";
}

TEST_F(EvolveGoalsTest, ALateRevisionIsOverwrittenByNoEarlierEstablishment) {
  Tell("2025-01-10", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "safe" })");
  Tell("2025-03-10", R"(goal_revised { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "third" reason: "r" })");
  Tell("2025-02-10", R"(goal_revised { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "second" reason: "r" })");

  EXPECT_EQ(plan().goals(0).statement(), "third");
  EXPECT_EQ(PlanOn("2025-02-28").goals(0).statement(), "second");
}

TEST_F(EvolveGoalsTest, ReachedAndWithdrawnAreFactsOfTheirOwn) {
  Tell("2025-02-10", R"(goal_reached { goal_id: "$G" evidence: "the report" })");
  Tell("2025-03-10", R"(goal_withdrawn { goal_id: "$G" reason: "moved" followed_by_id: "$H" })");

  ASSERT_EQ(plan().goals_size(), 1);
  EXPECT_EQ(plan().goals(0).reached_on(), "2025-02-10");
  EXPECT_EQ(plan().goals(0).evidence(), "the report");
  EXPECT_EQ(plan().goals(0).withdrawn_on(), "2025-03-10");
  EXPECT_EQ(plan().goals(0).followed_by_id(), Id("H"));
}

// Terms are replaced as a whole: what a revision leaves out is gone.
TEST_F(EvolveGoalsTest, RevisedTermsReplaceAllTerms) {
  Tell("2025-01-10", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "one"
                                          measure: "a list" target_on: "2025-09-01" who_ids: "$maria" } })");
  Tell("2025-02-10", R"(objective_revised { objective_id: "$O" terms { statement: "two" } reason: "r" })");

  const v1::Objective& objective = plan().objectives(0);
  EXPECT_EQ(objective.terms().statement(), "two");
  EXPECT_EQ(objective.terms().measure(), "");
  EXPECT_EQ(objective.terms().target_on(), "");
  EXPECT_THAT(objective.terms().who_ids(), IsEmpty());
  EXPECT_EQ(objective.goal_id(), Id("G"));
  EXPECT_EQ(objective.added_on(), "2025-01-10");
}

TEST_F(EvolveGoalsTest, AnObjectiveIsMetAgainWithItsLatestEvidence) {
  Tell("2025-02-10", R"(objective_met { objective_id: "$O" evidence: "first" agreed_by_ids: "$maria" })");
  Tell("2025-03-10", R"(objective_met { objective_id: "$O" evidence: "second" agreed_by_ids: "$luis" })");

  EXPECT_EQ(plan().objectives(0).met_on(), "2025-03-10");
  EXPECT_EQ(plan().objectives(0).evidence(), "second");
  EXPECT_THAT(plan().objectives(0).agreed_by_ids(), ElementsAre(Id("luis")));
}

TEST_F(EvolveGoalsTest, WithdrawingTheAdditionLeavesTheFactThatItWasMet) {
  const auto added = Tell("2025-01-10", R"(objective_added { objective_id: "$O" goal_id: "$G" terms {
      statement: "one" } })");
  Tell("2025-02-10", R"(objective_met { objective_id: "$O" evidence: "the report" })");

  Withdraw(added);

  ASSERT_EQ(plan().objectives_size(), 1);
  EXPECT_EQ(plan().objectives(0).met_on(), "2025-02-10");
  EXPECT_FALSE(plan().objectives(0).has_terms());
  EXPECT_EQ(plan().objectives(0).added_on(), "");
}

TEST_F(EvolveGoalsTest, AnActivityThatStoppedAndWasCompletedShowsBoth) {
  Tell("2025-01-10", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "counselling" } })");
  Tell("2025-02-10",
       R"(activity_stopped { activity_id: "$A" why: ACTIVITY_STOP_REASON_WAITING_LIST detail: "until May" })");
  Tell("2025-03-10", R"(activity_completed { activity_id: "$A" result: "done elsewhere" })");
  Tell("2025-04-10", R"(activity_revised { activity_id: "$A" terms { what: "group" } reason: "r" })");

  const v1::Activity& activity = plan().activities(0);
  EXPECT_EQ(activity.stopped_on(), "2025-02-10");
  EXPECT_EQ(activity.stopped_detail(), "until May");
  EXPECT_EQ(activity.completed_on(), "2025-03-10");
  EXPECT_EQ(activity.result(), "done elsewhere");
  EXPECT_EQ(activity.terms().what(), "group");
  EXPECT_EQ(activity.objective_id(), Id("O"));
}

TEST_F(EvolveGoalsTest, EachProviderHasOneAnswerToAReferral) {
  Tell("2025-01-10", R"(referral_answered { activity_id: "$A" provider_id: "$clinic" until: "2025-05-01"
                                            answer: REFERRAL_ANSWER_WAITING_LIST })");
  Tell("2025-02-10", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_ACCEPTED })");
  Tell("2025-02-10", R"(referral_answered { activity_id: "$A" provider_id: "$school"
                                            answer: REFERRAL_ANSWER_DECLINED })");

  ASSERT_EQ(plan().activities(0).referrals_size(), 2);
  EXPECT_EQ(plan().activities(0).referrals(0).answer(), event::v1::REFERRAL_ANSWER_ACCEPTED);
  EXPECT_EQ(plan().activities(0).referrals(0).until(), "");
  EXPECT_EQ(plan().activities(0).referrals(0).on(), "2025-02-10");
}

TEST_F(EvolveGoalsTest, AReferralWaitsForItsAnswer) {
  Tell("2025-01-10", R"(referral_made { activity_id: "$A" provider_id: "$clinic" for_ids: "$maria"
                                        answer_by: "2025-01-24" detail: "evenings" })");
  ASSERT_EQ(plan().activities(0).referrals_size(), 1);
  const v1::Referral asked = plan().activities(0).referrals(0);
  EXPECT_EQ(asked.provider_id(), Id("clinic"));
  EXPECT_EQ(asked.made_on(), "2025-01-10");
  EXPECT_THAT(asked.for_ids(), ElementsAre(Id("maria")));
  EXPECT_EQ(asked.answer_by(), "2025-01-24");
  EXPECT_EQ(asked.asked_for(), "evenings");
  EXPECT_EQ(asked.on(), "");
  EXPECT_EQ(asked.answer(), event::v1::REFERRAL_ANSWER_UNSPECIFIED);

  Tell("2025-01-20", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_DECLINED detail: "no evenings" })");
  const v1::Referral answered = plan().activities(0).referrals(0);
  EXPECT_EQ(answered.made_on(), "2025-01-10");
  EXPECT_EQ(answered.asked_for(), "evenings");
  EXPECT_EQ(answered.on(), "2025-01-20");
  EXPECT_EQ(answered.answer(), event::v1::REFERRAL_ANSWER_DECLINED);
}

TEST_F(EvolveGoalsTest, AReferralToTheSameProviderReplacesTheEarlierOneWithItsAnswer) {
  Tell("2025-01-10", R"(referral_made { activity_id: "$A" provider_id: "$clinic" for_ids: "$maria"
                                        answer_by: "2025-01-24" detail: "evenings" })");
  Tell("2025-01-10", R"(referral_made { activity_id: "$A" provider_id: "$school" })");
  Tell("2025-01-20", R"(referral_answered { activity_id: "$A" provider_id: "$clinic" until: "2025-05-01"
                                            answer: REFERRAL_ANSWER_WAITING_LIST detail: "full" })");
  Tell("2025-03-01", R"(referral_made { activity_id: "$A" provider_id: "$clinic" })");

  ASSERT_EQ(plan().activities(0).referrals_size(), 2);
  v1::Referral again;
  again.set_provider_id(Id("clinic"));
  again.set_made_on("2025-03-01");
  EXPECT_THAT(plan().activities(0).referrals(0), EqualsMessage(again));
  EXPECT_EQ(plan().activities(0).referrals(1).made_on(), "2025-01-10") << "the other provider's is another one";
}

// An observation finds its subject, whatever kind of part it is.
TEST_F(EvolveGoalsTest, ProgressGoesToEachKindOfPart) {
  Tell("2025-01-10", R"(need_identified { need_id: "$N" of_id: "$maria" need: "rest" priority: PRIORITY_HIGH })");
  Tell("2025-01-10", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "safe" })");
  Tell("2025-01-10", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "one" } })");
  Tell("2025-01-10", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "group" } })");
  Tell("2025-01-10", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "a home" })");
  for (const char* part : {"N", "G", "O", "A", "C"}) {
    Tell("2025-02-10",
         "progress_observed { of_id: \"$" + std::string(part) + "\" extent: PROGRESS_EXTENT_SOME account: \"x\" }");
  }

  EXPECT_EQ(plan().needs(0).progress().observed_on(), "2025-02-10");
  EXPECT_EQ(plan().goals(0).progress().observed_on(), "2025-02-10");
  EXPECT_EQ(plan().objectives(0).progress().observed_on(), "2025-02-10");
  EXPECT_EQ(plan().activities(0).progress().observed_on(), "2025-02-10");
  EXPECT_EQ(plan().conditions(0).progress().observed_on(), "2025-02-10");
  EXPECT_THAT(plan().stray_progress(), IsEmpty());
}

TEST_F(EvolveGoalsTest, StrayProgressIsKeptForEachSubjectUntilItExists) {
  Tell("2025-01-10", R"(progress_observed { of_id: "$N" extent: PROGRESS_EXTENT_BEGUN account: "n" })");
  Tell("2025-01-11", R"(progress_observed { of_id: "$C" extent: PROGRESS_EXTENT_SOME account: "c" })");
  Tell("2025-01-12", R"(progress_observed { of_id: "$N" extent: PROGRESS_EXTENT_SETBACK account: "worse" })");
  ASSERT_EQ(plan().stray_progress_size(), 2);
  EXPECT_EQ(plan().stray_progress(0).progress().extent(), event::v1::PROGRESS_EXTENT_SETBACK);

  Tell("2025-02-10", R"(need_identified { need_id: "$N" of_id: "$maria" need: "rest" priority: PRIORITY_HIGH })");
  EXPECT_EQ(plan().needs(0).progress().account(), "worse");
  ASSERT_EQ(plan().stray_progress_size(), 1);
  EXPECT_EQ(plan().stray_progress(0).of_id(), Id("C"));

  Tell("2025-02-11",
       R"(return_condition_judged { condition_id: "$C" judgement: CONDITION_JUDGEMENT_MET evidence: "e" })");
  EXPECT_EQ(plan().conditions(0).progress().account(), "c") << "a judgment is enough for the condition to exist";
  EXPECT_THAT(plan().stray_progress(), IsEmpty());
}

TEST_F(EvolveGoalsTest, PeopleAndStaffAgreeSeparatelyToEachPart) {
  Tell("2025-01-10", R"(part_agreed { part_ids: "$G" part_ids: "$O" participant_id: "$maria"
                                      agreement: AGREEMENT_DISAGREES words: "too much" })");
  Tell("2025-01-10",
       R"(part_agreed { part_ids: "$G" staff { issuer: "wren" subject: "dana" } agreement: AGREEMENT_AGREES })");
  Tell("2025-01-10",
       R"(part_agreed { part_ids: "$G" staff { issuer: "alder" subject: "dana" } agreement: AGREEMENT_AGREES })");
  Tell("2025-02-10", R"(part_agreed { part_ids: "$O" participant_id: "$maria" agreement: AGREEMENT_AGREES })");

  ASSERT_EQ(plan().agreements_size(), 4);
  EXPECT_EQ(plan().agreements(0).part_id(), Id("G"));
  EXPECT_EQ(plan().agreements(0).agreement(), event::v1::AGREEMENT_DISAGREES);
  EXPECT_EQ(plan().agreements(1).agreement(), event::v1::AGREEMENT_AGREES);
  EXPECT_EQ(plan().agreements(1).words(), "");
  EXPECT_EQ(plan().agreements(1).on(), "2025-02-10");
}

TEST_F(EvolveGoalsTest, VisitsArrangedAgainReplaceTheEarlierArrangement) {
  Tell("2025-01-10", R"(visitation_arranged { visitation_id: "$V" child_id: "$ana" with_ids: "$maria"
                                              frequency: "weekly" supervision: VISIT_SUPERVISION_SUPERVISED })");
  Tell("2025-02-10", R"(visitation_arranged { visitation_id: "$V" child_id: "$ana" with_ids: "$maria"
                                              frequency: "daily" supervision: VISIT_SUPERVISION_UNSUPERVISED })");

  ASSERT_EQ(plan().visitations_size(), 1);
  EXPECT_EQ(plan().visitations(0).arranged_on(), "2025-02-10");
  EXPECT_EQ(plan().visitations(0).terms().frequency(), "daily");
}

class EvolveSafetyTest : public casejournal::testing::PlanCase {
 protected:
  static std::string SafetyPlanMade(const std::string& plan_word, const std::string& more = "") {
    return "safety_plan_made { plan_id: \"$" + plan_word +
           "\" children_ids: \"$ana\" threat_ids: \"$T\" strategies: SAFETY_STRATEGY_RESPITE_CARE stays_with: \"kin\" "
           "monitoring: \"calls\" " +
           more + " }";
  }
};

TEST_F(EvolveSafetyTest, AReplacedPlanThatHadEndedKeepsItsEnd) {
  Tell("2025-01-10", SafetyPlanMade("first"));
  Tell("2025-02-10", R"(safety_plan_ended { plan_id: "$first" why: SAFETY_PLAN_END_REASON_FAILED threats_now: "t" })");
  Tell("2025-03-10", SafetyPlanMade("second", R"(replaces_id: "$first")"));

  EXPECT_EQ(plan().safety_plans(0).ended_on(), "2025-02-10");
  EXPECT_EQ(plan().safety_plans(0).why_ended(), event::v1::SAFETY_PLAN_END_REASON_FAILED);
}

TEST_F(EvolveSafetyTest, AnEndRecordedLateForAReplacedPlanCountsOnItsOwnDay) {
  Tell("2025-01-10", SafetyPlanMade("first"));
  Tell("2025-03-10", SafetyPlanMade("second", R"(replaces_id: "$first")"));
  Tell("2025-02-10", R"(safety_plan_ended { plan_id: "$first" why: SAFETY_PLAN_END_REASON_FAILED threats_now: "t" })");

  EXPECT_EQ(plan().safety_plans(0).ended_on(), "2025-02-10");
  EXPECT_EQ(plan().safety_plans(0).why_ended(), event::v1::SAFETY_PLAN_END_REASON_FAILED);
}

TEST_F(EvolveSafetyTest, APlanThatReplacesAnUnknownOneMakesItKnown) {
  Tell("2025-03-10", SafetyPlanMade("second", R"(replaces_id: "$first")"));

  ASSERT_EQ(plan().safety_plans_size(), 2);
  EXPECT_EQ(plan().safety_plans(0).plan_id(), Id("first"));
  EXPECT_EQ(plan().safety_plans(0).made_on(), "");
  EXPECT_EQ(plan().safety_plans(0).ended_on(), "2025-03-10");
}

TEST_F(EvolveSafetyTest, AWithdrawnReplacementOpensTheFirstPlanAgain) {
  Tell("2025-01-10", SafetyPlanMade("first"));
  const auto second = Tell("2025-03-10", SafetyPlanMade("second", R"(replaces_id: "$first")"));

  Withdraw(second);

  ASSERT_EQ(plan().safety_plans_size(), 1);
  EXPECT_EQ(plan().safety_plans(0).ended_on(), "");
  EXPECT_EQ(plan().safety_plans(0).why_ended(), event::v1::SAFETY_PLAN_END_REASON_UNSPECIFIED);
}

TEST_F(EvolveSafetyTest, TheEndOfAPlanSaysWhatBecameOfEachThreat) {
  Tell("2025-01-10", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "alone at night" })");
  Tell("2025-01-10", SafetyPlanMade("first"));
  Tell("2025-02-10", R"(safety_plan_checked { plan_id: "$first" kept: SAFETY_PLAN_KEPT_KEPT_IN_PART seen: "Ana" })");
  Tell("2025-03-10", R"(safety_plan_ended { plan_id: "$first" why: SAFETY_PLAN_END_REASON_NO_LONGER_NEEDED
      threats_now: "x" threats { threat_id: "$T" state: THREAT_STATE_GONE }
      threats { threat_id: "$U" state: THREAT_STATE_REMAINS } })");

  ASSERT_EQ(plan().threats_size(), 2);
  EXPECT_EQ(plan().threats(0).state(), event::v1::THREAT_STATE_GONE);
  EXPECT_EQ(plan().threats(0).state_on(), "2025-03-10");
  EXPECT_EQ(plan().threats(0).terms().threat(), "alone at night");
  EXPECT_EQ(plan().threats(1).identified_on(), "");
  EXPECT_EQ(plan().threats(1).state(), event::v1::THREAT_STATE_REMAINS);
  EXPECT_EQ(plan().safety_plans(0).kept(), event::v1::SAFETY_PLAN_KEPT_KEPT_IN_PART);
  EXPECT_EQ(PlanOn("2025-03-09").threats(0).state(), event::v1::THREAT_STATE_UNSPECIFIED);
}

TEST_F(EvolveSafetyTest, EachAlternativeIsKeptWithItsEntry) {
  for (int i = 0; i < 2; ++i) {
    Tell("2025-01-10", R"(alternative_explored { child_id: "$ana" who: "aunt" how_related: "aunt"
                                                 result: ALTERNATIVE_RESULT_PENDING })");
  }

  ASSERT_EQ(plan().alternatives_size(), 2);
  EXPECT_EQ(plan().alternatives(1).revision(), 1U);
  EXPECT_EQ(plan().alternatives(1).explored_on(), "2025-01-10");
}

class EvolveReviewsTest : public casejournal::testing::PlanCase {};

TEST_F(EvolveReviewsTest, AMeetingIsCalledHeldAndFiledUnderOneId) {
  Tell("2025-01-10", R"(meeting_called { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW held_on: "2025-02-01"
                                         invitee_ids: "$maria" })");
  Tell("2025-02-03", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { subject: "dana" } seat: PANEL_SEAT_CASEWORKER } present_ids: "$maria" })");
  Tell("2025-02-05", R"(filed_with_court { what: FILING_KIND_REVIEW_SUMMARY meeting_id: "$M" court_numbers: "JV1"
                                           court_numbers: "JV2" detail: "by mail" })");
  Tell("2025-02-20",
       R"(court_decided { meeting_id: "$M" court_number: "JV1" decision: COURT_DECISION_APPROVED_WITHOUT_HEARING })");
  Tell("2025-02-21", R"(agency_decided { meeting_id: "$M" decision: AGENCY_DECISION_APPROVED decided_by {
                                         subject: "grace" } submitted_by { subject: "dana" } })");

  ASSERT_EQ(plan().meetings_size(), 1);
  const v1::Meeting& meeting = plan().meetings(0);
  EXPECT_EQ(meeting.kind(), event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW) << "as it was held";
  EXPECT_EQ(meeting.called_on(), "2025-01-10");
  EXPECT_EQ(meeting.called().held_on(), "2025-02-01");
  EXPECT_EQ(meeting.held_on(), "2025-02-03");
  ASSERT_EQ(meeting.filings_size(), 2);
  EXPECT_EQ(meeting.filings(1).court_number(), "JV2");
  EXPECT_EQ(meeting.decisions(0).on(), "2025-02-20");
  EXPECT_EQ(meeting.agency_decisions(0).decided_by().subject(), "grace");
  EXPECT_EQ(meeting.agency_decisions(0).submitted_by().subject(), "dana");
  EXPECT_EQ(plan().filings_size(), 1) << "the filing is also one of the court's";
}

TEST_F(EvolveReviewsTest, FindingsOfAReviewAreOneForEachChild) {
  const char followed[] = R"(review_finding_made { meeting_id: "$M" child_id: "$ana" plan_followed: PLAN_FOLLOWED_NO
                                                   progress: "none" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED })";
  Tell("2025-02-03", followed);
  Tell("2025-02-03", R"(review_finding_made { meeting_id: "$M" child_id: "$ben" plan_followed: PLAN_FOLLOWED_YES
                                              progress: "much" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED })");
  Tell("2025-02-04", followed);

  ASSERT_EQ(plan().meetings(0).findings_size(), 2);
  EXPECT_EQ(plan().meetings(0).findings(0).on(), "2025-02-04");
}

TEST_F(EvolveReviewsTest, AConferenceThatWasHeldIsAConference) {
  Tell("2025-02-03", R"(conference_held { meeting_id: "$M" present_ids: "$maria" progress: "some" })");

  EXPECT_EQ(plan().meetings(0).kind(), event::v1::MEETING_KIND_CASE_CONFERENCE);
  EXPECT_EQ(plan().meetings(0).conference().progress(), "some");
  EXPECT_FALSE(plan().meetings(0).has_review());
}

TEST_F(EvolveReviewsTest, AConditionSetAgainKeepsItsJudgment) {
  Tell("2025-01-10", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "a home" })");
  Tell("2025-02-10",
       R"(return_condition_judged { condition_id: "$C" judgement: CONDITION_JUDGEMENT_NOT_MET evidence: "no lease" })");
  Tell("2025-03-10", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "a lease" })");

  EXPECT_EQ(plan().conditions(0).condition(), "a lease");
  EXPECT_EQ(plan().conditions(0).set_on(), "2025-03-10");
  EXPECT_EQ(plan().conditions(0).judgement(), event::v1::CONDITION_JUDGEMENT_NOT_MET);
  EXPECT_EQ(plan().conditions(0).judged_on(), "2025-02-10");
}

}  // namespace
}  // namespace casejournal::projections
