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
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsProto;
using ::testing::ElementsAre;

TEST(ViolationTest, CarriesRuleFieldIdsMessageAndRemedy) {
  const v1::Violation violation =
      MakeViolation(Rule::kIdTaken, {.field = "goalEstablished.goalId",
                                     .ids = {"b", "a"},
                                     .message = SentenceOf("id.taken.standing", {EntryParameter("entry", 7)})});

  EXPECT_EQ(violation.rule_id(), "id.taken");
  EXPECT_EQ(violation.field(), "goalEstablished.goalId");
  EXPECT_THAT(violation.ids(), ElementsAre("b", "a")) << "in the order given";
  EXPECT_EQ(violation.message(), "Entry 7 used this id for .");
  EXPECT_EQ(violation.remedy(), TextOf(Rule::kIdTaken).remedy);
  EXPECT_EQ(violation.case_index(), 0U);
  EXPECT_EQ(violation.event_index(), 0U);
}

TEST(ViolationTest, EveryRuleMakesAViolationOfItsOwnId) {
  for (const RuleText& text : RuleCatalogue()) {
    EXPECT_EQ(MakeViolation(text.rule, {.field = "f", .ids = {}, .message = SentenceOf("part.cycle")}).rule_id(),
              text.id);
    EXPECT_EQ(&TextOf(text.rule), &text);
  }
}

TEST(ViolationTest, ARefusalIsAddedAfterThoseThatAreThere) {
  std::vector<v1::Violation> violations;
  Refuse(Rule::kIdTaken, {.field = "a", .ids = {}, .message = SentenceOf("part.cycle")}, violations);
  Refuse(Rule::kIdTaken, {.field = "a", .ids = {}, .message = SentenceOf("part.cycle")}, violations);

  EXPECT_EQ(violations.size(), 2U);
}

// A clerk of another language reads the same sentence: its id, and what it is made of.
TEST(ViolationTest, SaysWhatItsSentencesAreMadeOf) {
  const v1::Violation violation = MakeViolation(
      Rule::kCorrectionNotOriginal,
      {.field = "corrects.revision",
       .ids = {"8"},
       .message = SentenceOf("correction.not-original.correction", {EntryParameter("entry", 8)}),
       .remedy = SentenceOf("correction.not-original.remedy.correction", {EntryParameter("original", 7)})});

  EXPECT_EQ(violation.remedy(), "Correct entry 7 instead; it is the original.");
  EXPECT_THAT(violation.wording(), EqualsProto(R"pb(
                id: "correction.not-original.correction"
                parameters {
                  name: "entry"
                  values { number: 8 }
                })pb"));
  EXPECT_THAT(violation.remedy_wording(), EqualsProto(R"pb(
                id: "correction.not-original.remedy.correction"
                parameters {
                  name: "original"
                  values { number: 7 }
                })pb"));
}

TEST(ViolationTest, NamesNobodyHoweverASentenceIsMade) {
  const v1::Violation violation = MakeViolation(
      Rule::kRefUnknown, {.field = "f",
                          .ids = {},
                          .message = SentenceOf("ref.unknown.part", {projections::IdParameter("wanted", "id", "Ana")}),
                          .remedy = SentenceOf("ref.unknown.remedy.court-number",
                                               {projections::IdsParameter("others", {"a", "b"}, "Ana and Ben")})});

  EXPECT_THAT(violation.wording(), EqualsProto(R"pb(id: "ref.unknown.part"
                                                    parameters {
                                                      name: "wanted"
                                                      values { id: "id" }
                                                    })pb"));
  EXPECT_THAT(violation.remedy_wording(), EqualsProto(R"pb(
                id: "ref.unknown.remedy.court-number"
                parameters {
                  name: "others"
                  values { id: "a" }
                  values { id: "b" }
                })pb"));
}

TEST(ViolationTest, AKindIsACode) {
  const projections::Parameter kind = KindParameter("kind", event::v1::PART_KIND_OBJECTIVE, "an objective");

  EXPECT_EQ(kind.says, "an objective");
  EXPECT_EQ(kind.data.values(0).code(), "PART_KIND_OBJECTIVE");
}

TEST(ViolationTest, AWrongFieldSaysWhatIsAllowed) {
  EXPECT_THAT(MakeFieldError("on", SentenceOf("shape.day.after-today", {DayParameter("today", "2025-06-15")}), "x"),
              EqualsProto(R"pb(
                field: "on"
                allowed: "a day no later than today, 2025-06-15"
                given: "x"
                wording {
                  id: "shape.day.after-today"
                  parameters {
                    name: "today"
                    values { day: "2025-06-15" }
                  }
                })pb"));
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
TEST(RuleIdsTest, TheTextOfAVersionAndWhatACallerMaySeeAreCheckedByTheRecorder) {
  std::vector<std::string> by_recorder;
  for (const RuleText& text : RuleCatalogue()) {
    if (text.checked_by == CheckedBy::kRecorder) by_recorder.emplace_back(text.id);
  }
  EXPECT_THAT(by_recorder, ElementsAre("plan.content-differs", "access.withheld"));
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
