#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Without its goal, the purpose of an objective is unclear.
TEST(ReferenceRulesTest, ObjectiveNeedsAGoalThatTheCaseHas) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", kObjective),
              ElementsAre(By(Rule::kRefUnknown, "objectiveAdded.goalId", Ids{Id("G")})));
}

// One request may add a goal and its objectives: ids are made by the client.
TEST(ReferenceRulesTest, EarlierEventsOfTheRequestCount) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.AskAll({EventFromText("2025-03-01", kGoal), EventFromText("2025-03-01", kObjective)}), IsEmpty());
}

// One missing reference does not cascade: what rests on a rejected event is not rejected for that.
TEST(ReferenceRulesTest, RefusedEventStillIntroducesItsIds) {
  const Story story = Story::OfAFamily();

  const auto violations =
      story.AskAll({EventFromText("2025-03-01", R"(goal_established { goal_id: "$G" for_ids: "$stranger"
                                                area: GOAL_AREA_SAFETY statement: "private" })"),
                    EventFromText("2025-03-01", kObjective)});

  ASSERT_THAT(violations, ElementsAre(By(Rule::kRefUnknown, "goalEstablished.forIds[0]", Ids{Id("stranger")})));
  EXPECT_EQ(violations[0].event_index(), 0);
}

// All violations at once, including those of the envelope.
TEST(ReferenceRulesTest, EveryReferenceIsNamedAtOnce) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(about: "$stranger"
                                         source { kind: SOURCE_KIND_TOLD_BY participant_id: "$x" }
                                         objective_added {
                                           objective_id: "$O" goal_id: "$G"
                                           terms { statement: "private" need_ids: "$N" } })"),
              ElementsAre(By(Rule::kRefUnknown, "about[0]"), By(Rule::kRefUnknown, "source.participantId"),
                          By(Rule::kRefUnknown, "objectiveAdded.goalId"),
                          By(Rule::kRefUnknown, "objectiveAdded.terms.needIds[0]")));
}

TEST(ReferenceRulesTest, EventMayBeAboutWhomItIntroduces) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(about: "$aunt"
                                         participant_joined { participant_id: "$aunt"
                                                              capacity: CAPACITY_ADULT
                                                              name: "private" })"),
              IsEmpty());
}

// What it names has been retracted.
TEST(ReferenceRulesTest, WithdrawnPartIsNotNamed) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal).Given(Retracting(story.last_revision()));

  EXPECT_THAT(story.Ask("2025-03-02", kObjective),
              ElementsAre(By(Rule::kRefWithdrawn, "objectiveAdded.goalId", Ids{Id("G")})));
}

// A placement of someone who is not a child of the case.
TEST(ReferenceRulesTest, AdultIsNotPlaced) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(placement_began { placement_id: "$P" child_id: "$mother"
                                                           with_whom: "private" reason: "private"
                                                           type: PLACEMENT_TYPE_FOSTER_HOME })"),
              ElementsAre(By(Rule::kRefWrongKind, "placementBegan.childId", Ids{Id("mother")})));
}

// Progress is about a part of any kind.
TEST(ReferenceRulesTest, ProgressIsOfAPartAndOfNobody) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal);

  EXPECT_THAT(story.Ask("2025-03-02", R"(progress_observed { of_id: "$G" account: "private"
                                                             extent: PROGRESS_EXTENT_SOME })"),
              IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-02", R"(progress_observed { of_id: "$ana" account: "private"
                                                             extent: PROGRESS_EXTENT_SOME })"),
              ElementsAre(By(Rule::kRefWrongKind, "progressObserved.ofId")));
}

// Pipelines and registers use court numbers, so the number must have been given.
TEST(ReferenceRulesTest, CourtNumberMustHaveBeenGiven) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(complaint_filed { child_id: "$ana" court_number: "JV1"
                                                           allegations: "private"
                                                           by: "private" })"),
              IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-01", R"(filed_with_court { what: FILING_KIND_MOTION
                                                            court_numbers: "JV1"
                                                            court_numbers: "JV9" })"),
              ElementsAre(By(Rule::kRefUnknown, "filedWithCourt.courtNumbers[1]", Ids{"JV9"})));
}

// Only this case's entries are in its record; those of another case are not checked.
TEST(ReferenceRulesTest, CauseMustBeAStandingEntry) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal).Given(Retracting(7));
  CaseEvent note = EventFromText("2025-03-01", R"(case_note_written { occasion: "private" text: "private" }
                                         caused_by { case_id: "$case" revision: 99 }
                                         caused_by { case_id: "$case" revision: 7 }
                                         caused_by { case_id: "$case" revision: 2 }
                                         caused_by { case_id: "$other" revision: 99 })");

  EXPECT_THAT(story.Ask(note), ElementsAre(By(Rule::kRefUnknown, "causedBy[0].revision", Ids{"99"}),
                                           By(Rule::kRefWithdrawn, "causedBy[1].revision", Ids{"7"})));
}

// An id is never used again, even if the entry that introduced it is withdrawn.
TEST(ReferenceRulesTest, IdIsTakenForEver) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal).Given(Retracting(7));

  EXPECT_THAT(story.Ask("2025-03-02", kGoal),
              ElementsAre(By(Rule::kIdTaken, "goalEstablished.goalId", Ids{Id("G"), "7"})));
}

TEST(ReferenceRulesTest, IdIsTakenByAnotherKindToo) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(goal_established { goal_id: "$ana" statement: "private"
                                                            area: GOAL_AREA_SAFETY })"),
              ElementsAre(By(Rule::kIdTaken, "goalEstablished.goalId")));
  EXPECT_THAT(story.Ask("2025-03-01", R"(household_member_moved_in {
                                           household_id: "$ben" household_name: "private"
                                           participant_id: "$mother" })"),
              ElementsAre(By(Rule::kIdTaken, "householdMemberMovedIn.householdId")));
}

// The first member who moves in introduces a household; others follow.
TEST(ReferenceRulesTest, HouseholdMayRecur) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(household_member_moved_in {
                                           household_id: "$home" household_name: "private"
                                           participant_id: "$mother" })"),
              IsEmpty());
}

// Signatures are about one exact text.
TEST(ReferenceRulesTest, SignatureNeedsAVersionOfThisCase) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(plan_signed { digest: "@d1" participant_id: "$mother"
                                                       agreement: AGREEMENT_AGREES })"),
              ElementsAre(By(Rule::kPlanWrongVersion, "planSigned.digest")));
}

// A hearing about one child under the number of another cannot be understood (issue 13, item 16).
TEST(ReferenceRulesTest, ACourtNumberOfAnotherChildIsRefused) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", R"(case_number_given { system: "court" number: "JV2" child_id: "$ben" })");
  story.Given("2025-02-01", R"(case_number_given { system: "agency" number: "F9" })");
  const auto hearing = [](absl::string_view child, absl::string_view number) {
    return absl::StrCat(R"(hearing_held { hearing_id: "$H" child_id: "$)", child, R"(" court_number: ")", number,
                        R"(" kind: HEARING_KIND_REVIEW })");
  };
  EXPECT_THAT(story.Ask("2025-03-01", hearing("ana", "JV2")),
              ElementsAre(By(Rule::kRefWrongKind, "hearingHeld.courtNumber", Ids{"JV2", Id("ben")})));
  EXPECT_THAT(story.Ask("2025-03-01", hearing("ben", "JV2")), IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-01", hearing("ana", "F9")), IsEmpty());
  EXPECT_THAT(
      story.Ask("2025-03-01", R"(about: "$ana" filed_with_court { what: FILING_KIND_MOTION court_numbers: "JV2" })"),
      ElementsAre(By(Rule::kRefWrongKind, "filedWithCourt.courtNumbers[0]")));
  EXPECT_THAT(
      story.Ask(
          "2025-03-01",
          R"(filed_with_court { what: FILING_KIND_MOTION child_id: "$ana" court_numbers: "JV1" court_numbers: "JV2" })"),
      IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-01", R"(filed_with_court { what: FILING_KIND_MOTION court_numbers: "JV2" })"),
              IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
