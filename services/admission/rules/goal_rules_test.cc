#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Objective(absl::string_view id) {
  return absl::StrCat("objective_added { objective_id: \"$", id,
                      "\" goal_id: \"$G\" terms { statement: \"private\" } }");
}
constexpr char kObjectiveRevised[] =
    R"(objective_revised { objective_id: "$O" terms { statement: "private" } reason: "private" })";
constexpr char kObjectiveMet[] = R"(objective_met { objective_id: "$O" evidence: "private" })";
constexpr char kGoalReached[] = R"(goal_reached { goal_id: "$G" evidence: "private" })";
constexpr char kGoalWithdrawn[] = R"(goal_withdrawn { goal_id: "$G" reason: "private" })";

std::string Planned(absl::string_view id, absl::string_view after = "") {
  return absl::StrCat("activity_planned { activity_id: \"$", id, "\" objective_id: \"$O\" terms { what: \"private\" ",
                      after, " } }");
}
std::string Revised(absl::string_view id, absl::string_view after = "") {
  return absl::StrCat("activity_revised { activity_id: \"$", id, "\" reason: \"private\" terms { what: \"private\" ",
                      after, " } }");
}

// A goal (7) since March, its objective (8), its activity A (9).
Story WithPlan() {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "private" })");
  story.Given("2025-03-02", Objective("O"));
  story.Given("2025-03-03", Planned("A"));
  return story;
}

// A reached part is not silently reopened.
TEST(GoalRulesTest, EndedGoalIsNotAddedTo) {
  for (const char* ended : {kGoalReached, kGoalWithdrawn}) {
    Story story = WithPlan();
    story.Given("2025-05-01", ended);

    EXPECT_THAT(story.Ask("2025-05-02", Objective("O2")),
                ElementsAre(By(Rule::kPartClosed, "objectiveAdded.goalId", Ids{Id("G")})));
    EXPECT_THAT(story.Ask("2025-05-02", kGoalWithdrawn), ElementsAre(By(Rule::kPartClosed)));
  }
}

// Rules about a past day use that day: a late entry takes its place in the past.
TEST(GoalRulesTest, LateEntryIsAskedOfItsOwnDay) {
  Story story = WithPlan();
  story.Given("2025-05-01", kGoalReached);

  EXPECT_THAT(story.Ask("2025-04-30", Objective("O2")), IsEmpty());
  // The end of the day counts.
  EXPECT_THAT(story.Ask("2025-05-01", Objective("O2")), ElementsAre(By(Rule::kPartClosed)));
}

TEST(GoalRulesTest, MetObjectiveIsNeitherRevisedNorAddedTo) {
  Story story = WithPlan();
  story.Given("2025-05-01", kObjectiveMet);

  EXPECT_THAT(story.Ask("2025-05-02", kObjectiveRevised),
              ElementsAre(By(Rule::kPartClosed, "objectiveRevised.objectiveId", Ids{Id("O")})));
  EXPECT_THAT(story.Ask("2025-05-02", Planned("A2")),
              ElementsAre(By(Rule::kPartClosed, "activityPlanned.objectiveId", Ids{Id("O")})));
  EXPECT_THAT(story.Ask("2025-04-30", kObjectiveRevised), IsEmpty());
}

// A goal that was met after all: facts are not rejected.
TEST(GoalRulesTest, ReportsAboutEndedPartsAreTaken) {
  Story story = WithPlan();
  story.Given("2025-05-01", kGoalWithdrawn);

  EXPECT_THAT(story.Ask("2025-05-02", kGoalReached), IsEmpty());
  EXPECT_THAT(story.Ask("2025-05-02", kObjectiveMet), IsEmpty());
  EXPECT_THAT(story.Ask("2025-05-02", R"(activity_completed { activity_id: "$A" })"), IsEmpty());
}

TEST(GoalRulesTest, EndedActivityIsNotRevised) {
  for (const char* ended : {R"(activity_completed { activity_id: "$A" })",
                            R"(activity_stopped { activity_id: "$A"
                                                  why: ACTIVITY_STOP_REASON_DECLINED })"}) {
    Story story = WithPlan();
    story.Given("2025-05-01", ended);

    EXPECT_THAT(story.Ask("2025-05-02", Revised("A")),
                ElementsAre(By(Rule::kPartClosed, "activityRevised.activityId", Ids{Id("A")})));
    EXPECT_THAT(story.Ask("2025-04-30", Revised("A")), IsEmpty());
  }
}

TEST(GoalRulesTest, NobodyIsAskedForAnActivityThatHasEnded) {
  const std::string made = R"(referral_made { activity_id: "$A" provider_id: "$mother" })";
  Story story = WithPlan();
  EXPECT_THAT(story.Ask("2025-04-30", made), IsEmpty());
  story.Given("2025-05-01", R"(activity_completed { activity_id: "$A" })");

  EXPECT_THAT(story.Ask("2025-05-02", made),
              ElementsAre(By(Rule::kPartClosed, "referralMade.activityId", Ids{Id("A")})));
  EXPECT_THAT(story.Ask("2025-04-30", made), IsEmpty());
  EXPECT_THAT(story.Ask("2025-05-02", R"(referral_answered { activity_id: "$A" provider_id: "$mother"
                                                             answer: REFERRAL_ANSWER_DECLINED })"),
              IsEmpty())
      << "what a provider said is a fact";
}

TEST(GoalRulesTest, AReferralIsNotToBeAnsweredBeforeItIsMade) {
  const auto made = [](absl::string_view answer_by) {
    return absl::StrCat(R"(referral_made { activity_id: "$A" provider_id: "$mother" answer_by: ")", answer_by,
                        R"(" })");
  };
  EXPECT_THAT(WithPlan().Ask("2025-03-04", made("2025-03-03")),
              ElementsAre(By(Rule::kIntervalReversed, "referralMade.answerBy")));
  EXPECT_THAT(WithPlan().Ask("2025-03-04", made("2025-03-04")), IsEmpty());
}

// If it was recorded as met in error, the withdrawal opens it again.
TEST(GoalRulesTest, WithdrawnEndLeavesThePartOpen) {
  Story story = WithPlan();
  story.Given("2025-05-01", kObjectiveMet).Given(Retracting(10));

  EXPECT_THAT(story.Ask("2025-05-02", kObjectiveRevised), IsEmpty());
}

TEST(GoalRulesTest, ActivityDoesNotWaitForItself) {
  EXPECT_THAT(WithPlan().Ask("2025-03-04", Planned("B", "after_ids: '$B'")),
              ElementsAre(By(Rule::kPartCycle, "activityPlanned.terms.afterIds[0]", Ids{Id("B")})));
}

TEST(GoalRulesTest, ActivitiesDoNotWaitForEachOther) {
  Story story = WithPlan();
  story.Given("2025-03-04", Planned("B", "after_ids: '$A'"));
  story.Given("2025-03-05", Planned("C", "after_ids: '$A' after_ids: '$B'"));

  EXPECT_THAT(story.Ask("2025-03-06", Revised("A", "after_ids: '$C'")),
              ElementsAre(By(Rule::kPartCycle, "activityRevised.terms.afterIds[0]", Ids{Id("C"), Id("A")})));
  EXPECT_THAT(story.Ask("2025-03-06", Revised("C", "after_ids: '$B'")), IsEmpty());
}

// The order of the corrected entry itself does not count.
TEST(GoalRulesTest, OrderOfActivitiesIsCorrected) {
  Story story = WithPlan();
  story.Given("2025-03-04", Planned("B", "after_ids: '$A'"));  // 10

  EXPECT_THAT(story.AskAll({Replacing(10, "2025-03-04", Planned("B")),
                            Replacing(9, "2025-03-03", Planned("A", "after_ids: '$B'"))}),
              IsEmpty());
}

TEST(GoalRulesTest, ActivityIsNotDueBeforeItBegins) {
  EXPECT_THAT(WithPlan().Ask("2025-03-04", Planned("B", "begins_on: '2025-04-02' due_on: '2025-04-01'")),
              ElementsAre(By(Rule::kIntervalReversed, "activityPlanned.terms.dueOn")));
  EXPECT_THAT(WithPlan().Ask("2025-03-04", Planned("B", "begins_on: '2025-04-01' due_on: '2025-04-01'")), IsEmpty());
}

// Three to six months is usual. Longer shows as a finding and is never rejected.
TEST(GoalRulesTest, LongActivityIsTaken) {
  EXPECT_THAT(WithPlan().Ask("2025-03-04", Planned("B", "begins_on: '2025-04-01' due_on: '2027-04-01'")), IsEmpty());
}

TEST(GoalRulesTest, WhatWasWithdrawnIsNotRevisedAndWhatWasMetIsNotWithdrawn) {
  const std::string withdrawn = R"(objective_withdrawn { objective_id: "$O" reason: "private" })";
  Story story = Story::OfAFamily().Given("2025-03-01", kGoal).Given("2025-03-01", kObjective);
  Story met = story;
  story.Given("2025-03-02", withdrawn);
  met.Given("2025-03-02", kObjectiveMet);

  EXPECT_THAT(story.Ask("2025-03-03", kObjectiveRevised),
              ElementsAre(By(Rule::kPartClosed, "objectiveRevised.objectiveId")));
  EXPECT_THAT(met.Ask("2025-03-03", withdrawn), ElementsAre(By(Rule::kPartClosed, "objectiveWithdrawn.objectiveId")));
}

TEST(GoalRulesTest, AReachedGoalIsNotRevised) {
  const Story story = Story::OfAFamily().Given("2025-03-01", kGoal).Given("2025-03-02", kGoalReached);

  EXPECT_THAT(story.Ask("2025-03-03", R"(goal_revised {
      goal_id: "$G" area: GOAL_AREA_PERMANENCE statement: "private" reason: "private" })"),
              ElementsAre(By(Rule::kPartClosed, "goalRevised.goalId")));
}

}  // namespace
}  // namespace casejournal::services
