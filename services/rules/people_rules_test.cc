#include "services/rules/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kLeft[] =
    R"(participant_left { participant_id: "$mother" why: LEAVE_REASON_MOVED_AWAY })";
constexpr char kMovedIn[] = R"(household_member_moved_in {
  household_id: "$home" household_name: "private" participant_id: "$mother" })";
constexpr char kMovedOut[] =
    R"(household_member_moved_out { household_id: "$home" participant_id: "$mother" })";

TEST(PeopleRulesTest, ParticipantLeavesOnceAndAfterJoining) {
  Story story = Story::OfAFamily();

  EXPECT_THAT(
      story.Ask("2024-12-31", kLeft),
      ElementsAre(By(Rule::kIntervalReversed, "participantLeft.participantId", Ids{Id("mother")})));
  story.Given("2025-02-01", kLeft);
  EXPECT_THAT(story.Ask("2025-03-01", kLeft), ElementsAre(By(Rule::kIntervalNotOpen)));
}

TEST(PeopleRulesTest, WhoMovesOutLivedThere) {
  EXPECT_THAT(Story::OfAFamily().Ask("2025-03-01", kMovedOut),
              ElementsAre(By(Rule::kIntervalNotOpen, "householdMemberMovedOut.participantId",
                             Ids{Id("mother"), Id("home")})));
}

TEST(PeopleRulesTest, StayDoesNotEndBeforeItBegan) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", kMovedIn);

  EXPECT_THAT(story.Ask("2025-01-31", kMovedOut), ElementsAre(By(Rule::kIntervalReversed)));
  EXPECT_THAT(story.Ask("2025-02-01", kMovedOut), IsEmpty());
}

// People come back: each stay has its own end.
TEST(PeopleRulesTest, SomebodyMayLiveThereTwice) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", kMovedIn).Given("2025-03-01", kMovedOut);
  EXPECT_THAT(story.Ask("2025-03-02", kMovedOut), ElementsAre(By(Rule::kIntervalNotOpen)));

  story.Given("2025-04-01", kMovedIn);

  EXPECT_THAT(story.Ask("2025-05-01", kMovedOut), IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-15", kMovedOut), ElementsAre(By(Rule::kIntervalReversed)));
}

TEST(PeopleRulesTest, MoveIsCorrected) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", kMovedIn).Given("2025-03-01", kMovedOut);

  EXPECT_THAT(story.Ask(Replacing(8, "2025-03-05", kMovedOut)), IsEmpty());
}

TEST(PeopleRulesTest, NobodyIsTheirOwnRelative) {
  EXPECT_THAT(Story::OfAFamily().Ask("2025-03-01", R"(relation_established {
                from_id: "$mother" to_id: "$mother" relation: RELATION_SIBLING
                kind: RELATION_KIND_LEGAL basis: "private" })"),
              ElementsAre(By(Rule::kRefWrongKind, "relationEstablished.toId", Ids{Id("mother")})));
}

}  // namespace
}  // namespace casejournal::services
