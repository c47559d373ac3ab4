#include "services/admission/catalog/violation_wordings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsProto;
using casejournal::testing::IsOk;
using projections::WordingText;

// The rule that an id begins with, or nothing.
std::string RuleIn(absl::string_view id) {
  for (const RuleText& rule : RuleCatalogue()) {
    if (id == rule.id || absl::StartsWith(id, absl::StrCat(rule.id, "."))) return std::string(rule.id);
  }
  return "";
}

bool IsRemedy(absl::string_view id) { return absl::StrContains(id, ".remedy"); }

TEST(ViolationWordingsTest, IdsAreUniqueAndSentencesWellFormed) {
  std::set<std::string> ids;
  for (const WordingText& wording : ViolationWordings()) {
    EXPECT_TRUE(ids.insert(std::string(wording.id)).second) << wording.id;
    EXPECT_THAT(projections::CheckWordingText(wording), IsOk());
    EXPECT_FALSE(wording.text.empty()) << wording.id;
    EXPECT_EQ(wording.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-."), absl::string_view::npos)
        << wording.id;
    EXPECT_FALSE(absl::StrContains(wording.id, "..") || absl::EndsWith(wording.id, ".")) << wording.id;
  }
  EXPECT_EQ(ids.size(),
            kRefusalSentences.size() + kRemedySentences.size() + RuleCatalogue().size() + kShapeSentences.size());
}

TEST(ViolationWordingsTest, EachSentenceIsOfARuleOrOfTheShape) {
  for (const WordingText& wording : kRefusalSentences) {
    EXPECT_NE(RuleIn(wording.id), "") << wording.id;
    EXPECT_FALSE(IsRemedy(wording.id)) << wording.id;
    EXPECT_TRUE(absl::EndsWith(wording.text, ".")) << wording.text;
  }
  for (const WordingText& wording : kRemedySentences) {
    EXPECT_TRUE(absl::StartsWith(wording.id, absl::StrCat(RuleIn(wording.id), ".remedy."))) << wording.id;
    EXPECT_TRUE(absl::EndsWith(wording.text, ".")) << wording.text;
  }
  for (const WordingText& wording : kShapeSentences) {
    EXPECT_TRUE(absl::StartsWith(wording.id, "shape.")) << wording.id;
    EXPECT_FALSE(absl::EndsWith(wording.text, ".")) << wording.text << ": it follows the word expected";
  }
}

TEST(ViolationWordingsTest, EveryRuleHasASentenceAndARemedy) {
  std::set<std::string> said;
  for (const WordingText& wording : kRefusalSentences) said.insert(RuleIn(wording.id));
  for (const RuleText& rule : RuleCatalogue()) {
    EXPECT_TRUE(said.contains(std::string(rule.id))) << rule.id;
    EXPECT_EQ(RemedyOf(rule.rule).id, absl::StrCat(rule.id, ".remedy"));
    EXPECT_EQ(RemedyOf(rule.rule).text, rule.remedy);
    const auto all = ViolationWordings();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const WordingText& each) {
      return each.id == RemedyOf(rule.rule).id && each.text == rule.remedy;
    })) << rule.id;
  }
}

// A rule that says one thing has one id for it. If it says several, none of them is the id of the rule.
TEST(ViolationWordingsTest, TheIdOfARuleIsTheIdOfItsOnlySentence) {
  for (const WordingText& wording : kRefusalSentences) {
    if (FindRule(wording.id) == std::nullopt) continue;
    const auto of_rule = [&](const WordingText& each) { return RuleIn(each.id) == wording.id; };
    EXPECT_EQ(std::count_if(kRefusalSentences.begin(), kRefusalSentences.end(), of_rule), 1) << wording.id;
  }
}

TEST(ViolationWordingsTest, ASentenceIsSaidByItsId) {
  const projections::Said said = SentenceOf("ref.unknown.entry", {EntryParameter("entry", 7)});

  EXPECT_EQ(said.says, "This case has no entry 7 yet.");
  EXPECT_THAT(said.wording, EqualsProto(R"pb(id: "ref.unknown.entry"
                                             parameters {
                                               name: "entry"
                                               values { number: 7 }
                                             })pb"));
}

TEST(ViolationWordingsTest, ANumberOfAnEntryIsTrueHoweverLargeItIs) {
  EXPECT_EQ(EntryParameter("entry", 9223372036854775807U).data.values(0).number(), 9223372036854775807);
  for (const uint64_t made_up : {uint64_t{1} << 63, ~uint64_t{0}}) {
    const projections::Parameter entry = EntryParameter("entry", made_up);
    EXPECT_EQ(entry.says, absl::StrCat(made_up));
    EXPECT_EQ(entry.data.values(0).text(), absl::StrCat(made_up));
  }
}

TEST(ViolationWordingsTest, ATimeOfDayIsATime) {
  const projections::Parameter time = TimeParameter("from", "02:00");

  EXPECT_EQ(time.says, "02:00");
  EXPECT_THAT(time.data, EqualsProto(R"pb(name: "from"
                                          values { time_of_day: "02:00" })pb"));
}

}  // namespace
}  // namespace casejournal::services
