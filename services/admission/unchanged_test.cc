// ExpectedRevision.unchanged_since: a form with hours of work in it is not rejected because someone added a note.
#include "services/admission/unchanged.h"

#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kReworded[] =
    R"(objective_revised { objective_id: "$O" terms { statement: "private" } reason: "private" })";

// Goal G is revision 7, objective O revision 8.
Story WithGoalAndObjective() { return Story::OfAFamily().Given("2025-03-01", kGoal).Given("2025-03-01", kObjective); }

std::vector<std::string> Touched(const Story& story, eventstore::Revision since, const CaseEvent& event) {
  const CaseEvent* const events[] = {&event};
  return TouchedSince(story.record(), since, events);
}

TEST(UnchangedTest, NothingSinceTouchesNothing) {
  EXPECT_THAT(Touched(WithGoalAndObjective(), 8, EventFromText("2025-03-03", kReworded)), IsEmpty());
}

TEST(UnchangedDeathTest, ItsWriterLookedAtARevisionThatIsThere) {
  const Story story = WithGoalAndObjective();
  const CaseEvent event = EventFromText("2025-03-03", kReworded);

  EXPECT_DEATH(Touched(story, 9, event), "since");
}

TEST(UnchangedTest, ANoteTouchesNothing) {
  const Story story = WithGoalAndObjective().Given("2025-03-02", kNote);

  EXPECT_THAT(Touched(story, 8, EventFromText("2025-03-03", kReworded)), IsEmpty());
}

TEST(UnchangedTest, WhatOnlyNamesTheSameThingsTouchesNoneOfThem) {
  const Story story = WithGoalAndObjective().Given("2025-03-02", R"(objective_added {
      objective_id: "$O2" goal_id: "$G" terms { statement: "private" who_ids: "$mother" } })");

  EXPECT_THAT(Touched(story, 8, EventFromText("2025-03-03", kObjective)), IsEmpty());
  EXPECT_THAT(Touched(story, 8, EventFromText("2025-03-03", R"(contact_made {
      kind: CONTACT_KIND_CALL with_ids: "$mother" result: CONTACT_RESULT_TOOK_PLACE })")),
              IsEmpty());
}

TEST(UnchangedTest, APartThatReadsOtherwiseIsTouched) {
  const Story story =
      WithGoalAndObjective().Given("2025-03-02", R"(objective_met { objective_id: "$O" evidence: "private" })");
  EXPECT_THAT(Touched(story, 8, EventFromText("2025-03-03", kReworded)), ElementsAre(Id("O")));
  EXPECT_THAT(Touched(story, story.last_revision(), EventFromText("2025-03-03", kReworded)), IsEmpty());
}

TEST(UnchangedTest, APartThatAppearedSinceIsTouched) {
  EXPECT_THAT(Touched(WithGoalAndObjective(), 7, EventFromText("2025-03-03", kReworded)), ElementsAre(Id("O")));
}

TEST(UnchangedTest, AVersionThatWasSignedSinceIsTouched) {
  const Story story = Story::OfAFamily()
                          .Given("2025-03-01", R"(plan_version_drawn_up {
      plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" as_of_revision: 6 digest: "@d1" })")
                          .Given("2025-03-02", R"(plan_signed {
      digest: "@d1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");

  EXPECT_THAT(Touched(story, 7, EventFromText("2025-03-03", R"(plan_took_effect { digest: "@d1" children_ids: "$ana"
      basis: EFFECT_BASIS_SIGNATURES_IN_AN_IN_HOME_CASE })")),
              ElementsAre(absl::BytesToHexString(Digest("d1"))));
}

TEST(UnchangedTest, AnEntryThatWasCorrectedOrWithdrawnIsTouched) {
  const CaseEvent again = Replacing(8, "2025-03-01", kObjective);
  const Story corrected = WithGoalAndObjective().Given(Replacing(8, "2025-03-01", kObjective));
  const Story noted = WithGoalAndObjective().Given("2025-03-02", kNote);

  EXPECT_THAT(Touched(corrected, 8, again), ElementsAre("8"));
  EXPECT_THAT(Touched(corrected, 9, again), IsEmpty());
  EXPECT_THAT(Touched(noted, 8, again), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
