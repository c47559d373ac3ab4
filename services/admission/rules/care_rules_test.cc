#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent Began(absl::string_view day, absl::string_view id, absl::string_view child = "ana") {
  return EventFromText(day, absl::StrCat("placement_began { placement_id: \"$", id, "\" child_id: \"$", child,
                                         "\" with_whom: \"private\" reason: \"private\" "
                                         "type: PLACEMENT_TYPE_FOSTER_HOME }"));
}

CaseEvent Ended(absl::string_view day, absl::string_view id) {
  return EventFromText(day, absl::StrCat("placement_ended { placement_id: \"$", id, "\" reason: \"private\" }"));
}

CaseEvent Removed(absl::string_view day, absl::string_view id, absl::string_view child = "ana") {
  return EventFromText(day, absl::StrCat("child_removed { removal_id: \"$", id, "\" child_id: \"$", child,
                                         "\" manner: REMOVAL_MANNER_PHYSICAL from_household_id: \"$home\" "
                                         "circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: \"private\" }"));
}

CaseEvent LeftCare(absl::string_view day, absl::string_view id, absl::string_view child = "ana") {
  return EventFromText(day, absl::StrCat("care_episode_ended { removal_id: \"$", id, "\" child_id: \"$", child,
                                         "\" reason: EXIT_REASON_REUNIFIED to_whom: \"private\" }"));
}

// Placed with P1 on 1 February.
Story Placed() { return Story::OfAFamily().Given(Began("2025-02-01", "P1")); }

TEST(CareRulesTest, ChildIsNotInTwoPlacements) {
  EXPECT_THAT(Placed().Ask(Began("2025-03-01", "P2")),
              ElementsAre(By(Rule::kIntervalOverlaps, "placementBegan.placementId", Ids{Id("P2"), Id("P1")})));
}

// The rule applies to one child at a time; a sibling's placement does not matter.
TEST(CareRulesTest, SiblingsAreApart) { EXPECT_THAT(Placed().Ask(Began("2025-03-01", "P2", "ben")), IsEmpty()); }

// Worked example 3: moved on 1 March, recorded late in one request. The two share the day of the change.
TEST(CareRulesTest, PlacementsShareTheDayOfTheMove) {
  const Story story = Placed();

  EXPECT_THAT(story.AskAll({Ended("2025-03-01", "P1"), Began("2025-03-01", "P2")}), IsEmpty());
  EXPECT_THAT(story.AskAll({Began("2025-03-01", "P2"), Ended("2025-03-01", "P1")}), IsEmpty());
  EXPECT_THAT(story.AskAll({Ended("2025-03-02", "P1"), Began("2025-03-01", "P2")}),
              ElementsAre(By(Rule::kIntervalOverlaps)));
}

// It became known later that she had been elsewhere before: the end comes with the beginning.
TEST(CareRulesTest, PastPlacementIsRecordedWithItsEnd) {
  const Story story = Placed();

  EXPECT_THAT(story.Ask(Began("2025-01-20", "P0")), ElementsAre(By(Rule::kIntervalOverlaps)));
  EXPECT_THAT(story.AskAll({Began("2025-01-20", "P0"), Ended("2025-02-01", "P0")}), IsEmpty());
  EXPECT_THAT(story.AskAll({Began("2025-01-20", "P0"), Ended("2025-02-02", "P0")}),
              ElementsAre(By(Rule::kIntervalOverlaps), By(Rule::kIntervalOverlaps)));
}

TEST(CareRulesTest, PlacementDoesNotEndBeforeItBegan) {
  EXPECT_THAT(Placed().Ask(Ended("2025-01-31", "P1")),
              ElementsAre(By(Rule::kIntervalReversed, "placementEnded.placementId", Ids{Id("P1")})));
  EXPECT_THAT(Placed().Ask(Ended("2025-02-01", "P1")), IsEmpty());
}

// Something that begins once ends once, whether the recorded end is earlier or later.
TEST(CareRulesTest, PlacementEndsOnce) {
  Story story = Placed();
  story.Given(Ended("2025-04-01", "P1"));

  EXPECT_THAT(story.Ask(Ended("2025-05-01", "P1")),
              ElementsAre(By(Rule::kIntervalNotOpen, "placementEnded.placementId", Ids{Id("P1")})));
  EXPECT_THAT(story.Ask(Ended("2025-03-01", "P1")), ElementsAre(By(Rule::kIntervalNotOpen)));
}

// A correction is checked without its original.
TEST(CareRulesTest, CorrectedDaysAreNotComparedWithThemselves) {
  Story story = Placed();                                                   // 7
  story.Given(Ended("2025-03-01", "P1")).Given(Began("2025-03-01", "P2"));  // 8, 9

  EXPECT_THAT(story.Ask(Correcting(7, Began("2025-02-03", "P1"))), IsEmpty());
  EXPECT_THAT(story.Ask(Correcting(8, Ended("2025-02-20", "P1"))), IsEmpty());
  EXPECT_THAT(story.Ask(Correcting(8, Ended("2025-03-05", "P1"))), ElementsAre(By(Rule::kIntervalOverlaps)));
  EXPECT_THAT(story.Ask(Correcting(7, Began("2025-03-02", "P1"))),
              ElementsAre(By(Rule::kIntervalReversed, "effectiveOn")));
  EXPECT_THAT(story.AskAll({Correcting(9, Began("2025-03-05", "P2")), Correcting(8, Ended("2025-03-05", "P1"))}),
              IsEmpty());
}

// She is never in two placements, whatever is withdrawn.
TEST(CareRulesTest, EndIsNotWithdrawnUnderTheNextPlacement) {
  Story story = Placed();                                                   // 7
  story.Given(Ended("2025-03-01", "P1")).Given(Began("2025-03-01", "P2"));  // 8, 9

  EXPECT_THAT(story.Ask(Retracting(8)),
              ElementsAre(By(Rule::kIntervalOverlaps, "entryRetracted.revision", Ids{Id("P1"), Id("P2")})));
  EXPECT_THAT(story.AskAll({Retracting(9), Retracting(8)}), IsEmpty());
  EXPECT_THAT(story.AskAll({Retracting(8), Ended("2025-02-20", "P1")}), IsEmpty());
}

TEST(CareRulesTest, WithdrawnEndLeavesThePlacementOpen) {
  Story story = Placed();
  story.Given(Ended("2025-03-01", "P1")).Given(Retracting(8));

  EXPECT_THAT(story.Ask(Began("2025-03-01", "P2")), ElementsAre(By(Rule::kIntervalOverlaps)));
  EXPECT_THAT(story.Ask(Ended("2025-03-02", "P1")), IsEmpty());
}

TEST(CareRulesTest, ChildIsRemovedOnceAtATime) {
  Story story = Story::OfAFamily();
  story.Given(Removed("2025-02-01", "R1"));

  EXPECT_THAT(story.Ask(Removed("2025-03-01", "R2")),
              ElementsAre(By(Rule::kIntervalOverlaps, "childRemoved.removalId", Ids{Id("R2"), Id("R1")})));
  story.Given(LeftCare("2025-03-01", "R1"));
  EXPECT_THAT(story.Ask(Removed("2025-03-01", "R2")), IsEmpty());
}

TEST(CareRulesTest, CareEpisodeEndsOnceAndForItsOwnChild) {
  Story story = Story::OfAFamily();
  story.Given(Removed("2025-02-01", "R1"));

  EXPECT_THAT(story.Ask(LeftCare("2025-01-31", "R1")), ElementsAre(By(Rule::kIntervalReversed)));
  EXPECT_THAT(story.Ask(LeftCare("2025-03-01", "R1", "ben")),
              ElementsAre(By(Rule::kRefWrongKind, "careEpisodeEnded.removalId", Ids{Id("R1"), Id("ben")})));
  story.Given(LeftCare("2025-03-01", "R1"));
  EXPECT_THAT(story.Ask(LeftCare("2025-03-02", "R1")), ElementsAre(By(Rule::kIntervalNotOpen)));
}

// Reject acts, never facts: a placement without a removal or order is recorded, and shows as a finding.
TEST(CareRulesTest, PlacementWithoutAuthorityIsAFact) {
  EXPECT_THAT(Story::OfAFamily().Ask(Began("2025-03-01", "P1")), IsEmpty());
}

CaseEvent Away(absl::string_view day, absl::string_view id) {
  return EventFromText(
      day, absl::StrCat(R"(absence_began { absence_id: "$)", id, R"(" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })"));
}

CaseEvent Back(absl::string_view day, absl::string_view id) {
  return EventFromText(day,
                       absl::StrCat(R"(absence_ended { absence_id: "$)", id, R"(" how: ABSENCE_END_KIND_CAME_BACK })"));
}

TEST(CareRulesTest, AChildIsAwayOnceAtATime) {
  Story story = Story::OfAFamily().Given(Away("2025-02-01", "A1"));
  EXPECT_THAT(story.Ask(Away("2025-02-05", "A2")), ElementsAre(By(Rule::kIntervalOverlaps, "absenceBegan.absenceId")));
  EXPECT_THAT(story.Ask(Back("2025-01-31", "A1")), ElementsAre(By(Rule::kIntervalReversed)));

  story.Given(Back("2025-02-03", "A1"));

  EXPECT_THAT(story.Ask(Away("2025-02-03", "A2")), IsEmpty());
  EXPECT_THAT(story.Ask(Back("2025-02-04", "A1")), ElementsAre(By(Rule::kIntervalNotOpen)));
}

TEST(CareRulesTest, AWithdrawnReturnMayNotPutTwoAbsencesOnOneDay) {
  Story story = Story::OfAFamily()
                    .Given(Away("2025-02-01", "A1"))
                    .Given(Back("2025-02-03", "A1"))
                    .Given(Away("2025-02-05", "A2"));

  EXPECT_THAT(story.Ask(Retracting(8)), ElementsAre(By(Rule::kIntervalOverlaps)));
}

}  // namespace
}  // namespace casejournal::services
