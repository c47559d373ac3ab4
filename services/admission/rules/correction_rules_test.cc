#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kDrawnUp[] = R"(plan_version_drawn_up {
  plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" as_of_revision: 6
  digest: "@d1" })";

// Revision 7 is a goal.
Story WithGoal() { return Story::OfAFamily().Given("2025-03-01", kGoal); }

// The replacement names the same id as its original, which is not a second use of it.
TEST(CorrectionRulesTest, CorrectionKeepsTheIdOfItsOriginal) {
  EXPECT_THAT(WithGoal().Ask(Replacing(7, "2025-03-02", kGoal)), IsEmpty());
}

TEST(CorrectionRulesTest, CorrectionIntroducesNoOtherId) {
  EXPECT_THAT(WithGoal().Ask(Replacing(7, "2025-03-01", R"(goal_established {
                goal_id: "$other" area: GOAL_AREA_SAFETY statement: "private" })")),
              ElementsAre(By(Rule::kCorrectionOtherId, "goalEstablished", Ids{Id("G")})));
}

// A correction names an original entry, never another correction.
TEST(CorrectionRulesTest, CorrectionNamesAnOriginal) {
  Story story = WithGoal();
  story.Given(Replacing(7, "2025-03-02", kGoal));

  const auto violations = story.Ask(Replacing(8, "2025-03-03", kGoal));

  ASSERT_THAT(violations, ElementsAre(By(Rule::kCorrectionNotOriginal, "corrects.revision", Ids{"8"})));
  EXPECT_EQ(violations[0].remedy(), "Correct entry 7 instead; it is the original.");
}

TEST(CorrectionRulesTest, WithdrawalIsNotCorrected) {
  Story story = WithGoal();
  story.Given(Retracting(7));

  EXPECT_THAT(story.Ask(Correcting(8, Retracting(7))),
              ElementsAre(By(Rule::kCorrectionNotOriginal, "corrects.revision", Ids{"8"})));
}

TEST(CorrectionRulesTest, WithdrawnEntryIsNotCorrected) {
  Story story = WithGoal();
  story.Given(Retracting(7));

  EXPECT_THAT(story.Ask(Replacing(7, "2025-03-02", kGoal)),
              ElementsAre(By(Rule::kRefWithdrawn, "corrects.revision", Ids{"7"})));
}

TEST(CorrectionRulesTest, EntryMustBeThere) {
  EXPECT_THAT(WithGoal().Ask(Replacing(8, "2025-03-02", kGoal)),
              ElementsAre(By(Rule::kRefUnknown, "corrects.revision", Ids{"8"})));
}

// A correction has the same event type. Otherwise, withdraw the original and record the other event.
TEST(CorrectionRulesTest, ReplacementIsOfTheSameType) {
  EXPECT_THAT(WithGoal().Ask(Replacing(7, "2025-03-02", R"(case_note_written {
                occasion: "private" text: "private" })")),
              ElementsAre(By(Rule::kCorrectionOtherType, "corrects.revision", Ids{"7"})));
}

// A withdrawal that claims to correct could be either, so its meaning is unclear.
TEST(CorrectionRulesTest, WithdrawalCorrectsNothing) {
  EXPECT_THAT(WithGoal().Ask(Correcting(7, Retracting(7))), ElementsAre(By(Rule::kCorrectionOtherType)));
}

// If the reference was wrong, the replacement is checked like a new entry.
TEST(CorrectionRulesTest, ReplacementMustNameWhatIsThere) {
  EXPECT_THAT(WithGoal().Ask(Replacing(7, "2025-03-02", R"(goal_established {
                goal_id: "$G" for_ids: "$stranger" area: GOAL_AREA_SAFETY
                statement: "private" })")),
              ElementsAre(By(Rule::kRefUnknown, "goalEstablished.forIds[0]")));
}

// A version that people signed does not get another text.
TEST(CorrectionRulesTest, SignedVersionKeepsItsText) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kDrawnUp);
  const CaseEvent other_text = Replacing(7, "2025-03-01", R"(plan_version_drawn_up {
    plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.1" children_ids: "$ana" as_of_revision: 6
    digest: "@d2" })");
  EXPECT_THAT(story.Ask(other_text), IsEmpty());

  story.Given("2025-03-02", R"(plan_signed { digest: "@d1" participant_id: "$mother"
                                             agreement: AGREEMENT_AGREES })");

  EXPECT_THAT(story.Ask(other_text), ElementsAre(By(Rule::kCorrectionOtherId, "planVersionDrawnUp.digest", Ids{"8"})));
  EXPECT_THAT(story.Ask(Replacing(7, "2025-02-28", kDrawnUp)), IsEmpty());
  // If it were omitted, the server would fill in the current text.
  CaseEvent no_digest = Replacing(7, "2025-02-28", kDrawnUp);
  no_digest.mutable_plan_version_drawn_up()->clear_digest();
  EXPECT_THAT(story.Ask(no_digest), ElementsAre(By(Rule::kCorrectionOtherId)));
}

}  // namespace
}  // namespace casejournal::services
