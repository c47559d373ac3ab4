#include "projections/words/phrase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

event::v1::ReviewHeld Review() {
  event::v1::ReviewHeld review;
  review.set_kind(event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW);
  auto& member = *review.add_panel();
  member.mutable_staff()->set_name("Dana Reed");
  member.set_seat(event::v1::PANEL_SEAT_CASEWORKER);
  member.set_responsible_for_plan(true);
  review.add_panel()->mutable_staff()->set_subject("lee@county");
  return review;
}

TEST(PhraseTest, MessageReadsAsWhatItIsAndInBracketsTheRest) {
  EXPECT_EQ(Phrase("{kind}: {panel}", Review(), Names({})),
            "semi-annual review: Dana Reed (caseworker, responsible for plan) and lee@county");
}

TEST(PhraseTest, WhatItSaysIsGivenAsData) {
  const auto family = BuildAnaCase();
  const v1::CasePlan plan = family.built.record().plan();
  CaseEvent event = On("2025-03-10");
  event::v1::OutcomeChosen& chosen = *event.mutable_outcome_chosen();
  chosen.set_child_id(Id("Ana"));
  chosen.set_outcome(event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY);
  chosen.set_target_on("2025-09-01");

  const v1::Wording wording =
      PhraseWording("{child_id}: {outcome}[, by {target_on}][ with {with_ids}].", chosen, Names({&plan}));

  ASSERT_EQ(wording.parameters_size(), 4);
  EXPECT_EQ(wording.parameters(0).name(), "child_id");
  EXPECT_EQ(wording.parameters(0).values(0).id(), Id("Ana"));
  EXPECT_EQ(wording.parameters(0).words(), Names({&plan}).Find(Id("Ana")));
  EXPECT_EQ(wording.parameters(1).values(0).code(), "PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY");
  EXPECT_EQ(wording.parameters(1).words(), EnumWords(event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY));
  EXPECT_EQ(wording.parameters(2).values(0).day(), "2025-09-01");
  EXPECT_EQ(wording.parameters(2).words(), "");
  EXPECT_TRUE(wording.parameters(3).values().empty()) << "the part in brackets is left out";
}

TEST(PhraseTest, BracketsDisappearWithAnEmptyField) {
  EXPECT_EQ(Phrase("A[ with {present_ids}][ under {hearing_id}].", Review(), Names({})), "A.");
}

TEST(PhraseTest, PathReachesIntoMessages) {
  const CaseEvent event = ObjectiveAdded("2025-03-12", "O", "G", "counselling");

  EXPECT_EQ(Phrase("{objective_added.terms.statement}", event, Names({})), "counselling");
}

TEST(PhraseTest, AFindingIsReadByItsIdAlone) {
  CaseEvent event = On("2025-03-10");
  event.mutable_finding_answered()->set_finding(absl::StrCat("activity.over-six-months/", Id("A")));

  EXPECT_EQ(Phrase("{finding_answered.finding}", event, Names({})), "activity.over-six-months");
}

TEST(PhraseTest, WordsThatEndASentenceGetNoSecondFullStop) {
  CaseEvent event = On("2025-03-10");
  event.mutable_case_note_written()->set_occasion("a call");
  for (const char* words : {"He came.", "Will he come?", "He will not come!"}) {
    event.mutable_case_note_written()->set_text(words);
    EXPECT_EQ(Phrase("{case_note_written.text}. On {case_note_written.occasion}.", event, Names({})),
              absl::StrCat(words, " On a call."));
  }
}

TEST(PhraseTest, FormsThatCannotBeFilledAreFound) {
  const auto& review = *event::v1::ReviewHeld::descriptor();

  EXPECT_THAT(CheckPhrase("{kind}[: {panel}]", review), IsOk());
  EXPECT_THAT(CheckPhrase("{kinds}", review), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckPhrase("{panel.seat}", review), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckPhrase("[{kind}", review), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(NamesTest, EachKindOfPartHasItsWords) {
  const AnaCase ana = BuildAnaCase();
  const Names names({&ana.built.record().plan()});

  EXPECT_EQ(names.Find(Id("Ana")), "Ana");
  EXPECT_EQ(names.Find(Id("O")), "every week, with her mother");
  EXPECT_EQ(names.Find(Id("P2")), "her aunt");
  EXPECT_EQ(names.Find(Id("Ana's removal")), "removal of 2025-02-01");
  EXPECT_EQ(names.Find(Id("the case plan")), "case plan");
  EXPECT_EQ(names.OfVersion(ana.version.digest), "version 1.0 of the case plan");
  EXPECT_EQ(names.Find(Id("nobody")), "");
  EXPECT_EQ(names.Of(Id("nobody"), event::v1::PART_KIND_CHILD), "someone no longer in the record");
}

// A part that was only left out is not described as gone.
TEST(NamesTest, NamesOfAPartOfTheRecordDoNotSayWhatIsNoLongerInIt) {
  const v1::CasePlan nothing;
  const AnaCase ana = BuildAnaCase();
  const Names names({&nothing}, Absence::kLeftOut);

  EXPECT_EQ(names.Of(Id("Ana"), event::v1::PART_KIND_CHILD), "someone not in this exhibit");
  EXPECT_EQ(names.Of(Id("O"), event::v1::PART_KIND_UNSPECIFIED), "something not in this exhibit");
  EXPECT_EQ(names.OfVersion(ana.version.digest), "a plan version not in this exhibit");
  EXPECT_EQ(names.And(&ana.built.record().plan()).Of(Id("Ana"), event::v1::PART_KIND_CHILD), "Ana");
}

TEST(NamesTest, LongWordsAreCutBetweenWordsAndNeverInsideACharacter) {
  const std::string sentence("Maria attends every counselling session and speaks with the counsellor about them");

  EXPECT_EQ(Shortened(sentence), "Maria attends every counselling session and speaks with the…");
  std::string accents;
  for (int i = 0; i < 40; ++i) accents += "é";
  EXPECT_EQ(Shortened("x" + accents).size() % 2, 0U);
  EXPECT_EQ(Shortened("short"), "short");
}

}  // namespace
}  // namespace casejournal::projections
