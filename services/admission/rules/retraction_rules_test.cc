#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kField[] = "entryRetracted.revision";

constexpr char kOtherGoal[] = R"(goal_established { goal_id: "$G2" area: GOAL_AREA_SAFETY statement: "private" })";

// Revisions 7 to 9: a goal, its objective, and that it was met.
Story WithObjective() {
  Story story = Story::OfAFamily();
  story.Given("2025-03-10", kGoal);
  story.Given("2025-03-12", kObjective);
  story.Given("2025-04-18", R"(objective_met { objective_id: "$O" evidence: "private" })");
  return story;
}

// Worked example 12: everything that rests on the goal is listed, directly or through others, so that one request can
// settle all.
TEST(RetractionRulesTest, StandingEntriesRestOnIt) {
  const Story story = WithObjective();

  EXPECT_THAT(story.Ask(Retracting(7)), ElementsAre(By(Rule::kRetractionHasDependents, kField, Ids{"9", "8"})));
  EXPECT_THAT(story.Ask(Retracting(8)), ElementsAre(By(Rule::kRetractionHasDependents, kField, Ids{"9"})));
}

TEST(RetractionRulesTest, OneRequestSettlesAll) {
  EXPECT_THAT(WithObjective().AskAll({Retracting(9), Retracting(8), Retracting(7)}), IsEmpty());
}

// The remedy can be followed: withdraw what is listed, in that order, and then the entry itself.
TEST(RetractionRulesTest, WhatIsListedCanBeWithdrawnInThatOrder) {
  Story story = WithObjective();
  story.Given("2025-03-01",
              R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "private" by: "private" })");
  for (const eventstore::Revision revision : {0, 1, 2, 6, 7}) {
    const std::vector<v1::Violation> refused = story.Ask(Retracting(revision));
    ASSERT_EQ(refused.size(), 1) << revision;
    std::vector<CaseEvent> all;
    for (const std::string& id : refused[0].ids()) all.push_back(Retracting(std::stoul(id)));
    all.push_back(Retracting(revision));
    EXPECT_THAT(story.AskAll(all), IsEmpty()) << revision;
  }
}

// A correction that names another goal also settles it.
TEST(RetractionRulesTest, CorrectionThatDropsTheIdSettles) {
  Story story = WithObjective();
  story.Given("2025-03-10", kOtherGoal);

  EXPECT_THAT(story.AskAll({Replacing(8, "2025-03-12", R"(objective_added {
                              objective_id: "$O" goal_id: "$G2" terms { statement: "private" } })"),
                            Retracting(7)}),
              IsEmpty());
}

TEST(RetractionRulesTest, WhatNothingRestsOnIsWithdrawn) { EXPECT_THAT(WithObjective().Ask(Retracting(9)), IsEmpty()); }

// A later member keeps the household known.
TEST(RetractionRulesTest, WhatAnotherEntryMakesKnownStaysKnown) {
  Story story = Story::OfAFamily();
  story.Given("2025-01-03", R"(household_member_moved_in {
    household_id: "$home" household_name: "private" participant_id: "$mother" })");
  story.Given("2025-02-01", R"(household_member_moved_out {
    household_id: "$home" participant_id: "$mother" })");

  EXPECT_THAT(story.Ask(Retracting(5)), IsEmpty());
}

TEST(RetractionRulesTest, EntryMustBeThere) {
  EXPECT_THAT(WithObjective().Ask(Retracting(10)), ElementsAre(By(Rule::kRefUnknown, kField, Ids{"10"})));
}

TEST(RetractionRulesTest, EntryIsWithdrawnOnce) {
  Story story = WithObjective();
  story.Given(Retracting(9));

  EXPECT_THAT(story.Ask(Retracting(9)), ElementsAre(By(Rule::kRefWithdrawn, kField, Ids{"9"})));
}

// Withdrawing the withdrawal makes the entry count again, so everything that it names must exist then.
TEST(RetractionRulesTest, EntryStandsAgainOnlyOnWhatStands) {
  Story story = WithObjective();
  story.GivenAll({Retracting(9), Retracting(8), Retracting(7)});  // 10, 11, 12

  EXPECT_THAT(story.Ask(Retracting(11)), ElementsAre(By(Rule::kRefWithdrawn, kField, Ids{"8", Id("G")})));
  EXPECT_THAT(story.AskAll({Retracting(12), Retracting(11), Retracting(10)}), IsEmpty());
}

// A chain of withdrawals removes an entry as the first one did.
TEST(RetractionRulesTest, WithdrawnAgainItHasDependentsAgain) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-10", kGoal);
  story.Given(Retracting(7));
  story.Given(Retracting(8));
  story.Given("2025-03-12", kObjective);  // 10

  EXPECT_THAT(story.Ask(Retracting(9)), ElementsAre(By(Rule::kRetractionHasDependents, kField, Ids{"10"})));
}

// Worked example 5: the correction is withdrawn, the original stays.
TEST(RetractionRulesTest, CorrectionIsWithdrawnWithoutItsOriginal) {
  Story story = WithObjective();
  story.Given(Replacing(8, "2025-03-12", kObjective));

  EXPECT_THAT(story.Ask(Retracting(10)), IsEmpty());
}

// Without the correction, the entry would say again what has since been withdrawn.
TEST(RetractionRulesTest, WithdrawnCorrectionMustNotBringBackWhatIsGone) {
  Story story = WithObjective();
  story.Given("2025-03-10", kOtherGoal);
  story.Given(Replacing(8, "2025-03-12", R"(objective_added {
    objective_id: "$O" goal_id: "$G2" terms { statement: "private" } })"));  // 11
  story.Given(Retracting(7));

  EXPECT_THAT(story.Ask(Retracting(11)), ElementsAre(By(Rule::kRefWithdrawn, kField, Ids{"8", Id("G")})));
}

// The court's entries rest on the number.
TEST(RetractionRulesTest, CourtNumberInUseIsNotWithdrawn) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", R"(complaint_filed { child_id: "$ana" court_number: "JV1"
                                                 allegations: "private" by: "private" })");

  EXPECT_THAT(story.Ask(Retracting(6)), ElementsAre(By(Rule::kRetractionHasDependents, kField, Ids{"7"})));
}

// All of a case rests on its opening. A case opened by mistake can be withdrawn completely.
TEST(RetractionRulesTest, OpeningIsWithdrawnLast) {
  Story story;
  story.Given("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT
                                             agency: "private" })");
  story.Given("2025-01-01", R"(participant_joined { participant_id: "$ana"
                                                    capacity: CAPACITY_CHILD name: "private" })");

  EXPECT_THAT(story.Ask(Retracting(0)), ElementsAre(By(Rule::kRetractionHasDependents, kField, Ids{"1"})));
  EXPECT_THAT(story.AskAll({Retracting(1), Retracting(0)}), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
