// Findings of a whole case: closed cases, answers and when they lapse, unique names.
#include "projections/findings/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "projections/findings/finding_catalogue.h"
#include "tests/support/findings_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::CaseBuilder;
using casejournal::testing::CaseEvent;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using casejournal::testing::ObjectiveWith;
using ::testing::Contains;
using ::testing::Not;

class FindingsTest : public FindingsCase {};

TEST_F(FindingsTest, AClosedCaseIsAskedForNothingMore) {
  Tell("2025-03-10", kGoalOfAna);
  Tell("2025-04-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");

  for (const v1::Finding& finding : Find()) {
    for (const FindingText& text : FindingCatalogue()) {
      EXPECT_FALSE(text.id == finding.id() && text.asks_for_work) << finding.finding();
    }
  }
}

class AnswersTest : public FindingsTest {
 protected:
  AnswersTest() {
    Tell("2025-02-01", kGoalOfAna);
    Tell("2025-02-01", ObjectiveWith(""));
    Tell("2025-02-01", ActivityWith(R"(begins_on: "2025-03-01" due_on: "2025-12-01")"));
  }
  void Answer(absl::string_view day, absl::string_view words) {
    Tell(day, absl::StrCat(R"(finding_answered { finding: ")", name_, R"(" explanation: ")", words, R"(" })"));
  }

  const std::string name_ = Named("activity.over-six-months", "A");
};

TEST_F(AnswersTest, AnAnsweredFindingStaysShownWithTheWords) {
  Answer("2025-02-05", "the course runs nine months");

  const v1::Finding answered = The(name_);
  EXPECT_EQ(answered.state(), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(answered.explanation(), "the course runs nine months");
  EXPECT_EQ(answered.answered_by(), last());
}

TEST_F(AnswersTest, AnAnswerLapsesWhenWhatItRestedOnChanges) {
  Answer("2025-02-05", "the course runs nine months");
  const eventstore::Revision answer = last();
  Tell("2025-02-06", R"(progress_observed { of_id: "$A" extent: PROGRESS_EXTENT_BEGUN account: "began" })");
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED) << "what it did not rest on changes nothing";

  Tell("2025-03-01",
       R"(activity_revised { activity_id: "$A" reason: "longer" terms { what: "Counselling"
      begins_on: "2025-03-01" due_on: "2026-03-01" } })");

  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(The(name_).lapsed_answer(), answer);
  EXPECT_EQ(The(name_).explanation(), "");

  Answer("2025-03-02", "a year, by its new brochure");
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED);
}

TEST_F(AnswersTest, AWithdrawnAnswerIsNone) {
  Answer("2025-02-05", "the course runs nine months");
  TellOn("2025-02-06", casejournal::testing::Retracting(last()));

  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
  EXPECT_FALSE(The(name_).has_lapsed_answer());
}

TEST_F(AnswersTest, WhatWasKnownBeforeTheAnswerHasNone) {
  const eventstore::Revision before = last();
  Answer("2025-02-05", "the course runs nine months");

  const std::vector<v1::Finding> then = FindingsOf(
      built_.case_id(), built_.record().entries(),
      {.known = KnownSet::UpToRevision(before), .day = "2025-06-30", .zone = casejournal::testing::NewYork()});

  const auto found = std::find_if(then.begin(), then.end(), [&](const auto& each) { return each.finding() == name_; });
  ASSERT_NE(found, then.end());
  EXPECT_EQ(found->state(), v1::FINDING_STATE_OPEN);
}

TEST_F(AnswersTest, AFindingThatIsGoneShowsNothing) {
  Answer("2025-02-05", "the course runs nine months");
  Tell("2025-03-01", R"(activity_completed { activity_id: "$A" })");

  EXPECT_THAT(NamesOn(), Not(Contains(name_)));
}

// A correction of the words is not a new answer: it explains what existed when the answer was given.
TEST_F(AnswersTest, CorrectedWordsReviveNoLapsedAnswer) {
  Answer("2025-02-05", "the course runs nine mnths");
  const eventstore::Revision answer = last();
  const CaseEvent corrected = EventFromText(
      "2025-02-05",
      absl::StrCat(R"(finding_answered { finding: ")", name_, R"(" explanation: "the course runs nine months" })"));
  TellOn("2025-02-06", Correcting(answer, corrected));
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(The(name_).answered_by(), answer);
  EXPECT_EQ(The(name_).explanation(), "the course runs nine months");

  Tell("2025-03-01", R"(activity_revised { activity_id: "$A" reason: "longer" terms {
      what: "Counselling" begins_on: "2025-03-01" due_on: "2026-03-01" } })");
  TellOn("2025-03-02", Correcting(answer, corrected));
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(The(name_).lapsed_answer(), answer);
}

// What had been answered by then stays answered, whatever came later.
TEST_F(AnswersTest, AnAnswerHoldsInWhatWasKnownBeforeItLapsed) {
  Answer("2025-02-05", "the course runs nine months");
  const eventstore::Revision answer = last();
  Tell("2025-03-01", R"(activity_revised { activity_id: "$A" reason: "longer" terms {
      what: "Counselling" begins_on: "2025-03-01" due_on: "2026-03-01" } })");
  const auto in = [&](const FindingsAsked& asked) {
    for (const v1::Finding& finding : Ask(asked)) {
      if (finding.finding() == name_) return finding.state();
    }
    return v1::FINDING_STATE_UNSPECIFIED;
  };

  EXPECT_EQ(in({.known = KnownSet::UpToRevision(answer), .day = "2025-06-30"}), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(in({.effective_on = "2025-02-28", .day = "2025-02-28"}), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(in({.effective_on = "2025-02-04", .day = "2025-02-04"}), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(in({.day = "2025-06-30"}), v1::FINDING_STATE_OPEN);
}

// Whatever is recorded, in any order: each finding has a unique name and a sentence without ids.
TEST(FindingsPropertyTest, AnyCaseHasFindingsWithNamesOfTheirOwn) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (int i = 0; i < 40; ++i) {
    casejournal::testing::RandomCase random(seed + static_cast<uint64_t>(i));
    const CaseBuilder built = casejournal::testing::BuildCase(random.Events(60));
    std::set<std::string> names;
    for (const v1::Finding& finding : FindingsOf(built.case_id(), built.record().entries(),
                                                 {.day = "2025-12-31", .zone = casejournal::testing::NewYork()})) {
      EXPECT_TRUE(names.insert(finding.finding()).second) << finding.finding();
      EXPECT_THAT(finding.says(), ::testing::EndsWith("."));
      EXPECT_THAT(finding.says(), Not(::testing::ContainsRegex("[0-9a-f]{8}-[0-9a-f]{4}-"))) << finding.finding();
    }
  }
}

// Answers name ids forever: each id is written once, and no two findings have the same.
TEST(FindingCatalogueTest, EveryFindingHasAnIdWordsAndASource) {
  std::vector<absl::string_view> ids;
  for (const FindingText& text : FindingCatalogue()) {
    EXPECT_FALSE(text.shows.empty()) << text.id;
    EXPECT_FALSE(text.source.empty()) << text.id;
    EXPECT_THAT(ids, Not(Contains(text.id)));
    ids.push_back(text.id);
  }
}

}  // namespace
}  // namespace casejournal::projections
