// Goals, objectives, activities. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using casejournal::testing::ObjectiveWith;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class GoalFindingsTest : public FindingsCase {
 protected:
  void Choose(absl::string_view child, absl::string_view outcome, absl::string_view track) {
    Tell("2025-02-01", absl::StrCat(R"(outcome_chosen { child_id: "$)", child, R"(" outcome: PERMANENCY_OUTCOME_)",
                                    outcome, " track: OUTCOME_TRACK_", track, " }"));
  }
  // A goal whose statement is its word.
  static std::string GoalToward(absl::string_view goal, absl::string_view outcome, absl::string_view more = "") {
    return absl::StrCat(R"(goal_established { goal_id: "$)", goal, R"(" area: GOAL_AREA_PERMANENCE statement: ")", goal,
                        R"(" outcome: PERMANENCY_OUTCOME_)", outcome, " ", more, " }");
  }
};

// Practice: goals have objectives; objectives are based on the family assessment, measurable, and agreed.
TEST_F(GoalFindingsTest, AnObjectiveIsWhatThePracticeAsks) {
  Tell("2025-02-01", kGoalOfAna);
  EXPECT_EQ(The(Named("goal.no-objective", "G")).says(), "The goal “Safe at home” has no objectives.");
  Tell("2025-02-01", ObjectiveWith(""));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.no-objective", "G"))));
  EXPECT_EQ(The(Named("objective.not-measurable", "O")).says(),
            "The objective “Every week” has no measure and no target.");
  EXPECT_THAT(NamesOn(), Contains(Named("objective.no-basis", "O")));
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "The record does not show that the family and the caseworker agreed with the objective “Every week”.");

  Tell("2025-02-02", R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY })");
  Tell("2025-02-02",
       R"(need_identified { need_id: "$N" of_id: "$mother" need: "rest" priority: PRIORITY_HIGH
                                          assessment_id: "$F" })");
  Tell("2025-02-03", R"(objective_revised { objective_id: "$O" reason: "assessed" terms {
      statement: "Every week" measure: "the log" target: "twelve weeks" need_ids: "$N" } })");
  Tell("2025-02-04", R"(part_agreed { part_ids: "$O" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "The record does not show that the caseworker agreed with the objective “Every week”.");
  Tell("2025-02-04",
       R"(part_agreed { part_ids: "$O" staff { issuer: "wren" subject: "cw-1" name: "Dana" }
                                      agreement: AGREEMENT_AGREES })");

  for (const char* id : {"objective.not-measurable", "objective.no-basis", "objective.not-agreed"}) {
    EXPECT_THAT(NamesOn(), Not(Contains(Named(id, "O"))));
  }
}

// Practice: a goal may change during the life of a case, for example from reunification to adoption.
TEST_F(GoalFindingsTest, AGoalOfAnOutcomeThatIsNoLongerSoughtIsShown) {
  Join("ben", "Ben", "CAPACITY_CHILD");
  Choose("ana", "RETURNED_TO_OWN_FAMILY", "PRIMARY");
  Choose("ben", "RETURNED_TO_OWN_FAMILY", "CONCURRENT");
  Tell("2025-02-01", GoalToward("G", "RETURNED_TO_OWN_FAMILY"));
  Tell("2025-02-01", GoalToward("H", "RETURNED_TO_OWN_FAMILY", "for_ids: \"$ana\""));
  EXPECT_THAT(NamesOn(), Not(Contains(StartsWith("goal.outcome-not-sought"))));

  Choose("ana", "LEGALLY_ADOPTED", "PRIMARY");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.outcome-not-sought", "G")))) << "still sought for Ben";
  EXPECT_EQ(The(Named("goal.outcome-not-sought", "H")).says(),
            "The goal “H” serves the outcome “returned to own family”, which is not sought for Ana.");

  Choose("ben", "LEGALLY_ADOPTED", "CONCURRENT");
  EXPECT_EQ(The(Named("goal.outcome-not-sought", "G")).says(),
            "The goal “G” serves the outcome “returned to own family”, which is not sought for Ana and Ben.");

  Tell("2025-03-01", R"(goal_withdrawn { goal_id: "$G" reason: "adoption" })");
  Tell("2025-03-01", R"(goal_revised { goal_id: "$H" for_ids: "$ana" area: GOAL_AREA_PERMANENCE statement: "H"
                                       outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED reason: "adoption" })");
  EXPECT_THAT(NamesOn(), Not(Contains(StartsWith("goal.outcome-not-sought"))));
}

TEST_F(GoalFindingsTest, AGoalWithoutAnOutcomeOrOneThatIsReachedIsNotAboutTheOutcome) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", GoalToward("H", "RETURNED_TO_OWN_FAMILY"));
  EXPECT_THAT(NamesOn(), Contains(Named("goal.outcome-not-sought", "H")));

  Tell("2025-03-01", R"(goal_reached { goal_id: "$H" evidence: "seen" })");
  EXPECT_THAT(NamesOn(), Not(Contains(StartsWith("goal.outcome-not-sought"))));
}

// Practice: the outcomes for each child, and the action plan to achieve those outcomes.
TEST_F(GoalFindingsTest, EachOutcomeSoughtHasAGoal) {
  Choose("ana", "RETURNED_TO_OWN_FAMILY", "PRIMARY");
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("outcome.no-goal", "ana"))))
      << "child.uncovered says that there is no goal";

  Tell("2025-02-01", kGoalOfAna);
  EXPECT_EQ(
      The(Named("outcome.no-goal", "ana")).says(),
      "No goal for Ana serves “returned to own family” (primary track) and “legally adopted” (concurrent track).");

  Tell("2025-02-01", GoalToward("H", "RETURNED_TO_OWN_FAMILY"));
  EXPECT_EQ(The(Named("outcome.no-goal", "ana")).says(),
            "No goal for Ana serves “legally adopted” (concurrent track).");

  Tell("2025-02-01", GoalToward("J", "LEGALLY_ADOPTED", "for_ids: \"$ana\""));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("outcome.no-goal", "ana"))));

  Tell("2025-03-01", R"(goal_reached { goal_id: "$H" evidence: "seen" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("outcome.no-goal", "ana"))));
  Tell("2025-03-02", R"(goal_withdrawn { goal_id: "$J" reason: "no" })");
  EXPECT_THAT(NamesOn(), Contains(Named("outcome.no-goal", "ana")));
}

TEST_F(GoalFindingsTest, AReachedGoalHasNoOpenObjectives) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-03-01", R"(goal_reached { goal_id: "$G" evidence: "seen" })");
  EXPECT_THAT(The(Named("goal.no-objective", "G")).says(), HasSubstr("was reached on 2025-03-01 with objectives open"));

  Tell("2025-03-02", R"(objective_withdrawn { objective_id: "$O" reason: "no need" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.no-objective", "G"))));
}

// Practice: activities say who, where, and from when until when; three to six months on average. Six months are
// calendar months (ORC 1.45).
TEST_F(GoalFindingsTest, AnActivityIsCompleteAndNotTooLong) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", ActivityWith(R"(begins_on: "2025-03-31" due_on: "2025-09-30")"));
  EXPECT_EQ(The(Named("activity.incomplete", "A")).says(),
            "The activity “Counselling” has no responsible party and no place.");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.over-six-months", "A"))));

  Tell("2025-02-02",
       R"(activity_revised { activity_id: "$A" reason: "longer" terms { what: "Counselling" place: "the clinic"
      responsible_ids: "$mother" begins_on: "2025-03-31" due_on: "2025-10-01" } })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.incomplete", "A"))));
  EXPECT_EQ(The(Named("activity.over-six-months", "A")).says(),
            "The activity “Counselling” begins on 2025-03-31 and is due on 2025-10-01: more than 6 "
            "months.");
}

// Practice: mutually agreed by family and caseworker. An agreement is with the words of that day.
TEST_F(GoalFindingsTest, AgreementWithEarlierWordsIsNone) {
  const std::string name = Named("objective.not-agreed", "O");
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  for (const char* who : {R"(participant_id: "$mother")", R"(staff { issuer: "wren" subject: "cw" })"}) {
    Tell("2025-02-02", absl::StrCat(R"(part_agreed { part_ids: "$O" agreement: AGREEMENT_AGREES )", who, " }"));
  }
  EXPECT_THAT(NamesOn(), Not(Contains(name)));

  Tell("2025-03-01", R"(objective_revised { objective_id: "$O" reason: "more"
                                            terms { statement: "Twice a week" } })");
  EXPECT_EQ(The(name).says(),
            "The record does not show that the family and the caseworker agreed with the objective “Twice a week”.");

  Tell("2025-03-01", R"(part_agreed { part_ids: "$O" participant_id: "$mother"
                                      agreement: AGREEMENT_AGREES })");
  EXPECT_THAT(The(name).says(), ::testing::StartsWith("The record does not show that the caseworker agreed"));
}

// The guardian ad litem is not the family.
TEST_F(GoalFindingsTest, ARepresentativeDoesNotAgreeForTheFamily) {
  Join("gal", "Ruth", "CAPACITY_REPRESENTATIVE");
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-02", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                                children_ids: "$ana" digest: "@d1" })");
  Tell("2025-02-03", R"(plan_signed { digest: "@d1" participant_id: "$gal" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "The record does not show that the family agreed with the objective “Every week”.");

  Tell("2025-02-04", R"(plan_signed { digest: "@d1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.not-agreed", "O"))));
}

// Practice: so measurable that everyone can agree on when it is met.
TEST_F(GoalFindingsTest, AnObjectiveIsMetWithEvidence) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(R"(measure: "the log" target: "twelve weeks")"));
  Tell("2025-05-01", R"(objective_met { objective_id: "$O" })");
  EXPECT_EQ(The(Named("objective.not-measurable", "O")).says(),
            "The objective “Every week” has no evidence that it was met.");

  TellOn("2025-05-02", Correcting(last(), EventFromText("2025-05-01", R"(objective_met {
      objective_id: "$O" evidence: "the log of twelve weeks" })")));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.not-measurable", "O"))));
}

// Practice: the plan is monitored. Who suffers: a mother whose class never began, because nobody looked.
TEST_F(GoalFindingsTest, WorkWhoseDayHasPassedIsShownUntilItIsDone) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(R"(target_on: "2025-06-29")"));
  Tell("2025-02-01", ActivityWith(R"(begins_on: "2025-02-01" due_on: "2025-05-31")"));
  EXPECT_THAT(NamesOn("2025-05-31"), Not(Contains(Named("activity.overdue", "A"))));
  EXPECT_THAT(NamesOn("2025-06-01"), Contains(Named("activity.overdue", "A")));
  EXPECT_THAT(NamesOn("2025-06-29"), Not(Contains(Named("objective.overdue", "O"))));
  EXPECT_EQ(The(Named("objective.overdue", "O")).says(),
            "The objective “Every week” was to be met by 2025-06-29 and is still open.");
  EXPECT_EQ(The(Named("activity.overdue", "A")).says(),
            "The activity “Counselling” was due on 2025-05-31 and is still open.");

  Tell("2025-06-02", R"(activity_completed { activity_id: "$A" })");
  Tell("2025-06-02", R"(objective_met { objective_id: "$O" evidence: "the log" agreed_by_ids: "$mother" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.overdue", "A"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.overdue", "O"))));
}

TEST_F(GoalFindingsTest, AnObjectiveIsMetWhenTheFamilyAgreesThatItIs) {
  Join("worker", "Wanda", "CAPACITY_PROVIDER");
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-03-01", R"(objective_met { objective_id: "$O" evidence: "the log" agreed_by_ids: "$worker" })");
  EXPECT_EQ(The(Named("objective.met-not-agreed", "O")).says(),
            "The objective “Every week” was met on 2025-03-01. No one of the family is recorded as agreeing.");
  Tell("2025-03-02", R"(objective_met { objective_id: "$O" evidence: "the log" agreed_by_ids: "$mother" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.met-not-agreed", "O"))));
}

TEST_F(GoalFindingsTest, AStepComesAfterThoseItRestsOn) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", R"(activity_planned { activity_id: "$first" objective_id: "$O" terms { what: "Referral" } })");
  Tell("2025-02-01", ActivityWith(R"(after_ids: "$first")"));
  Tell("2025-03-01", R"(activity_completed { activity_id: "$A" })");
  EXPECT_EQ(The(Named("activity.out-of-sequence", "A")).says(),
            "The activity “Counselling” was completed on 2025-03-01, before what must come before it: “Referral”.");
  Tell("2025-02-20", R"(activity_completed { activity_id: "$first" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.out-of-sequence", "A"))));
}

TEST_F(GoalFindingsTest, AStepThatWasStoppedHoldsUpNoOther) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", R"(activity_planned { activity_id: "$first" objective_id: "$O" terms { what: "Referral" } })");
  Tell("2025-02-01", ActivityWith(R"(after_ids: "$first")"));
  Tell("2025-02-10", R"(activity_stopped { activity_id: "$first" why: ACTIVITY_STOP_REASON_DECLINED })");
  Tell("2025-03-01", R"(activity_completed { activity_id: "$A" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.out-of-sequence", "A"))));
}

// Who suffers: a child who waits for a home, while the day by which she was to have it is forgotten.
TEST_F(GoalFindingsTest, AnOutcomeIsReachedByItsDayOrItsDayIsMoved) {
  Tell("2025-02-01", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY target_on: "2025-05-31" })");
  const std::string name = absl::StrCat(Named("outcome.target-passed", "ana"), "/primary");
  EXPECT_THAT(NamesOn("2025-05-31"), Not(Contains(name)));
  EXPECT_EQ(
      The(name).says(),
      "The outcome “returned to own family” (primary track) was to be reached for Ana by 2025-05-31, and is still "
      "sought.");
  Tell("2025-06-01", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY target_on: "2025-09-30" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
  EXPECT_THAT(NamesOn("2025-10-01"), Contains(name));
}

TEST_F(GoalFindingsTest, AnOutcomeThatWasReachedIsNotLate) {
  Tell("2025-02-01", casejournal::testing::kAnaRemoved);
  Tell("2025-02-01", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY target_on: "2025-05-31" })");
  Tell("2025-05-20", R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED
                                             outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY })");
  EXPECT_THAT(NamesOn(), Not(Contains(absl::StrCat(Named("outcome.target-passed", "ana"), "/primary"))));
}

// Practice: objectives address the high-priority needs of the assessment, which is made with the family.
TEST_F(GoalFindingsTest, AHighNeedHasAnObjective) {
  Tell("2025-02-01", R"(need_identified { need_id: "$N" of_id: "$mother" need: "rest" priority: PRIORITY_HIGH })");
  Tell("2025-02-01", R"(need_identified { need_id: "$M" of_id: "$mother" need: "a car" priority: PRIORITY_LOW })");
  EXPECT_EQ(The(Named("need.not-addressed", "N")).says(),
            "No objective addresses the need “rest” of Maria, whose priority is high.");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("need.not-addressed", "M"))));
  Tell("2025-02-02", kGoalOfAna);
  Tell("2025-02-02", ObjectiveWith(R"(need_ids: "$N")"));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("need.not-addressed", "N"))));
  Tell("2025-02-03", R"(objective_withdrawn { objective_id: "$O" reason: "r" })");
  EXPECT_THAT(NamesOn(), Contains(Named("need.not-addressed", "N")));
}

TEST_F(GoalFindingsTest, AFamilyAssessmentIsMadeWithTheFamily) {
  Join("worker", "Wanda", "CAPACITY_PROVIDER");
  Tell("2025-02-01", R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY
                                               took_part_ids: "$worker" })");
  EXPECT_EQ(The(Named("assessment.without-family", "F")).says(),
            "The family assessment of 2025-02-01 does not say that anyone of the family took part.");
  Tell("2025-02-02", R"(assessment_completed { assessment_id: "$F2" kind: ASSESSMENT_KIND_FAMILY
                                               took_part_ids: "$worker" took_part_ids: "$mother" })");
  Tell("2025-02-02", R"(assessment_completed { assessment_id: "$S" kind: ASSESSMENT_KIND_SAFETY })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("assessment.without-family", "F2"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("assessment.without-family", "S"))));
}

// Practice: objectives are written in terms of behavior.
TEST_F(GoalFindingsTest, AnObjectiveSaysWhichBehaviorOthersWillSee) {
  Tell("2025-01-10", kGoalOfAna);
  Tell("2025-01-11", ObjectiveWith(""));
  EXPECT_THAT(NamesOn(), Contains(Named("objective.not-behavioral", "O")));

  Tell("2025-01-12", R"(objective_revised { objective_id: "$O" reason: "clearer"
      terms { statement: "Every week" behavior: "Maria is home by six" } })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.not-behavioral", "O"))));
}

// Practice: activities are mutually agreed.
TEST_F(GoalFindingsTest, WhoIsResponsibleForAnActivityAgreedWithIt) {
  Join("clinic", "Clinic", "CAPACITY_PROVIDER");
  Tell("2025-01-10", kGoalOfAna);
  Tell("2025-01-11", ObjectiveWith(""));
  Tell("2025-01-12", ActivityWith(R"(responsible_ids: "$mother" responsible_ids: "$clinic")"));
  EXPECT_EQ(The(Named("activity.not-agreed", "A")).says(),
            "The record does not show that Maria and Clinic agreed with the activity “Counselling”.");

  Tell("2025-01-13", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_ACCEPTED })");
  EXPECT_EQ(The(Named("activity.not-agreed", "A")).says(),
            "The record does not show that Maria agreed with the activity “Counselling”.");

  Tell("2025-01-14", R"(part_agreed { part_ids: "$O" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.not-agreed", "A"))));

  Tell("2025-01-15", R"(activity_revised { activity_id: "$A" reason: "earlier"
      terms { what: "Counselling" responsible_ids: "$mother" due_on: "2025-02-15" } })");
  EXPECT_THAT(NamesOn(), Contains(Named("activity.not-agreed", "A"))) << "she agreed with other words";
}

}  // namespace
}  // namespace casejournal::projections
