// Violations: their words, their ids, and the words of kinds.
#include "services/admission/catalog/violation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

TEST(ViolationTest, CarriesRuleFieldIdsMessageAndRemedy) {
  const v1::Violation violation =
      MakeViolation(Rule::kIdTaken, {.field = "goalEstablished.goalId", .ids = {"b", "a"}, .message = "Taken."});

  EXPECT_EQ(violation.rule_id(), "id.taken");
  EXPECT_EQ(violation.field(), "goalEstablished.goalId");
  EXPECT_THAT(violation.ids(), ElementsAre("b", "a")) << "in the order given";
  EXPECT_EQ(violation.message(), "Taken.");
  EXPECT_EQ(violation.remedy(), TextOf(Rule::kIdTaken).remedy);
  EXPECT_EQ(violation.case_index(), 0U);
  EXPECT_EQ(violation.event_index(), 0U);
}

TEST(ViolationTest, EveryRuleMakesAViolationOfItsOwnId) {
  for (const RuleText& text : RuleCatalogue()) {
    EXPECT_EQ(MakeViolation(text.rule, {.field = "f", .ids = {}, .message = "M."}).rule_id(), text.id);
    EXPECT_EQ(&TextOf(text.rule), &text);
  }
}

TEST(ViolationTest, ARefusalIsAddedAfterThoseThatAreThere) {
  std::vector<v1::Violation> violations;
  Refuse(Rule::kIdTaken, {.field = "a", .ids = {}, .message = "A."}, violations);
  Refuse(Rule::kIdTaken, {.field = "a", .ids = {}, .message = "A."}, violations);

  EXPECT_EQ(violations.size(), 2U);
}

TEST(ViolationTest, ADigestIsShownInLowerCase) {
  EXPECT_EQ(Hex(""), "");
  EXPECT_EQ(Hex(std::string("\x00\x0a\xff", 3)), "000aff");
}

TEST(ViolationWordsTest, AnArticleFitsTheFirstLetter) {
  EXPECT_EQ(WithArticle("goal"), "a goal");
  EXPECT_EQ(WithArticle("objective"), "an objective");
  EXPECT_EQ(WithArticle("activity"), "an activity");
  EXPECT_EQ(WithArticle("household"), "a household");
}

TEST(ViolationWordsTest, EveryKindHasWords) {
  for (int i = 1; i < event::v1::PartKind_descriptor()->value_count(); ++i) {
    const auto kind = static_cast<event::v1::PartKind>(event::v1::PartKind_descriptor()->value(i)->number());
    EXPECT_NE(KindWords(kind), "") << event::v1::PartKind_Name(kind);
    EXPECT_FALSE(absl::StrContains(KindWords(kind), "_"));
  }
  EXPECT_EQ(KindWords(event::v1::PART_KIND_GOAL), "goal");
  EXPECT_TRUE(absl::StrContains(KindWords(event::v1::PART_KIND_PROGRESS_SUBJECT), "condition"));
}

// An id of an old refusal still finds its rule, and a part of an id finds none.
TEST(RuleIdsTest, AnIdIsFoundAsAWhole) {
  EXPECT_EQ(FindRule("part.cycle"), Rule::kPartCycle);
  for (const char* id : {"", "part", "part.", "part.cycle ", "PART.CYCLE", "part.cycles"})
    EXPECT_EQ(FindRule(id), std::nullopt);
}

TEST(RuleIdsTest, IdsAreWordsAndAGroup) {
  for (const RuleText& text : RuleCatalogue()) {
    EXPECT_EQ(std::count(text.id.begin(), text.id.end(), '.'), 1) << text.id;
    EXPECT_EQ(text.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-."), absl::string_view::npos) << text.id;
  }
}

// What the recorder checks is not checked by Admit, and the reverse.
TEST(RuleIdsTest, OnlyTheTextOfAVersionIsCheckedByTheRecorder) {
  std::vector<std::string> by_recorder;
  for (const RuleText& text : RuleCatalogue()) {
    if (text.checked_by == CheckedBy::kRecorder) by_recorder.emplace_back(text.id);
  }
  EXPECT_THAT(by_recorder, ElementsAre("plan.content-differs"));
}

TEST(RulesDocumentTest, EveryRuleHasASection) {
  const std::string document = RulesMarkdown();
  const std::string in_one_line = absl::StrReplaceAll(document, {{"\n  ", " "}, {"\n", " "}});
  for (const RuleText& text : RuleCatalogue()) {
    const std::string heading = "\n## `" + std::string(text.id) + "`\n";
    EXPECT_TRUE(absl::StrContains(document, heading)) << text.id;
    EXPECT_TRUE(absl::StrContains(in_one_line, text.why)) << text.id;
  }
  EXPECT_FALSE(absl::StrContains(document, "\r"));
  EXPECT_EQ(document.back(), '\n');
}

}  // namespace
}  // namespace casejournal::services
