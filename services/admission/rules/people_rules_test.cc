#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kLeft[] = R"(participant_left { participant_id: "$mother" why: LEAVE_REASON_MOVED_AWAY })";
constexpr char kMovedIn[] = R"(household_member_moved_in {
  household_id: "$home" household_name: "private" participant_id: "$mother" })";
constexpr char kMovedOut[] = R"(household_member_moved_out { household_id: "$home" participant_id: "$mother" })";

TEST(PeopleRulesTest, ParticipantLeavesOnceAndAfterJoining) {
  Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2024-12-31", kLeft),
              ElementsAre(By(Rule::kIntervalReversed, "participantLeft.participantId", Ids{Id("mother")})));
  story.Given("2025-02-01", kLeft);
  EXPECT_THAT(story.Ask("2025-03-01", kLeft), ElementsAre(By(Rule::kIntervalNotOpen)));
}

TEST(PeopleRulesTest, WhoMovesOutLivedThere) {
  EXPECT_THAT(
      Story::OfAFamily().Ask("2025-03-01", kMovedOut),
      ElementsAre(By(Rule::kIntervalNotOpen, "householdMemberMovedOut.participantId", Ids{Id("mother"), Id("home")})));
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

TEST(PeopleRulesTest, ARelationEndsOnceAndNotBeforeItBegan) {
  const std::string ended = R"(relation_ended { from_id: "$mother" to_id: "$ana" relation: RELATION_MOTHER
                                                how: RELATION_END_KIND_EXCLUDED })";
  Story story = Story::OfAFamily();
  EXPECT_THAT(story.Ask("2024-12-31", ended), ElementsAre(By(Rule::kIntervalReversed, "relationEnded.relation")));

  story.Given("2025-03-01", ended);

  EXPECT_THAT(story.Ask("2025-03-02", ended), ElementsAre(By(Rule::kIntervalNotOpen, "relationEnded.relation")));
  EXPECT_THAT(story.Ask("2025-03-02", R"(relation_ended { from_id: "$mother" to_id: "$ben" relation: RELATION_MOTHER
                                                           how: RELATION_END_KIND_EXCLUDED })"),
              ElementsAre(By(Rule::kIntervalNotOpen)));
}

TEST(PeopleRulesTest, AConsentIsRevokedOnce) {
  const std::string revoked = R"(consent_revoked { consent_id: "$C" })";
  Story story = Story::OfAFamily().Given("2025-03-01", R"(consent_given {
      consent_id: "$C" by_id: "$mother" scope: "private" to: "private" expires_on: "2026-03-01" })");
  EXPECT_THAT(story.Ask("2025-03-02", R"(consent_given {
      consent_id: "$C2" by_id: "$mother" scope: "private" to: "private" expires_on: "2025-03-01" })"),
              ElementsAre(By(Rule::kIntervalReversed, "consentGiven.expiresOn")));

  story.Given("2025-03-02", revoked);

  EXPECT_THAT(story.Ask("2025-03-03", revoked), ElementsAre(By(Rule::kIntervalNotOpen)));
}

TEST(PeopleRulesTest, TheSamePersonIsRecognisedByTheIdInThisCase) {
  Story story = Story::OfAFamily().Given("2025-01-03", R"(participant_joined {
      participant_id: "$father" person_id: "$person" capacity: CAPACITY_ADULT name: "private" })");
  const auto same = [](absl::string_view id, absl::string_view other) {
    return absl::StrCat(R"(same_person_recognised { participant_id: "$father" person_id: "$)", id,
                        R"(" other_person_id: "$)", other, R"(" basis: "private" })");
  };

  EXPECT_THAT(story.Ask("2025-03-01", same("person", "known")), IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-01", same("another", "known")),
              ElementsAre(By(Rule::kRefWrongKind, "samePersonRecognised.personId")));
  EXPECT_THAT(story.Ask("2025-03-01", same("person", "person")),
              ElementsAre(By(Rule::kRefWrongKind, "samePersonRecognised.otherPersonId")));
}

}  // namespace
}  // namespace casejournal::services
