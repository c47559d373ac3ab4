#include "services/admission/catalog/rule_catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "services/admission/catalog/violation.h"

namespace casejournal::services {
namespace {

std::filesystem::path RulesDocument() {
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path().parent_path() / "docs" / "RULES.md";
}

TEST(RuleCatalogueTest, IdsAreUnique) {
  std::set<std::string> ids;
  for (const RuleText& rule : RuleCatalogue()) {
    EXPECT_TRUE(ids.insert(std::string(rule.id)).second) << rule.id;
    EXPECT_EQ(FindRule(rule.id), rule.rule);
  }
  EXPECT_EQ(FindRule("no.such-rule"), std::nullopt);
}

TEST(RuleCatalogueTest, EveryRuleSaysWhatItRefusesAndWhatWouldDo) {
  for (const RuleText& rule : RuleCatalogue()) {
    EXPECT_FALSE(rule.refuses.empty()) << rule.id;
    EXPECT_FALSE(absl::EndsWith(rule.refuses, ".")) << rule.id;
    EXPECT_TRUE(absl::EndsWith(rule.remedy, ".")) << rule.id;
    EXPECT_TRUE(absl::EndsWith(rule.why, ".")) << rule.id;
  }
}

// Only these: setting others aside could make a record that no one can understand.
TEST(RuleCatalogueTest, ThreeRulesMayBeSetAside) {
  std::set<std::string> overridable;
  for (const RuleText& rule : RuleCatalogue()) {
    if (rule.overridable) overridable.insert(std::string(rule.id));
  }

  EXPECT_THAT(overridable,
              ::testing::ElementsAre("case.close-blocked", "case.close-unsupported", "plan.second-initial"));
}

// The recorder uses the same words for the rule that it checks.
TEST(RuleCatalogueTest, RemedyIsTheCataloguesUnlessTheRefusalHasBetterWords) {
  const Refusing refusing{
      .field = "planVersionDrawnUp.digest", .ids = {}, .message = SentenceOf("plan.content-differs")};
  Refusing with_remedy = refusing;
  with_remedy.remedy = SentenceOf("plan.wrong-version.remedy.superseded");

  EXPECT_EQ(MakeViolation(Rule::kPlanContentDiffers, refusing).remedy(), TextOf(Rule::kPlanContentDiffers).remedy);
  EXPECT_EQ(MakeViolation(Rule::kPlanContentDiffers, with_remedy).remedy(), "Name the version in force.");
}

// docs/RULES.md is generated from the catalogue. After a change, run this test once with UPDATE_DOCS=1 in the
// environment.
TEST(RuleCatalogueTest, DocumentIsThisCatalogue) {
  if (const char* update = std::getenv("UPDATE_DOCS"); update != nullptr && *update == '1') {
    std::ofstream(RulesDocument()) << RulesMarkdown();
  }

  std::ifstream file(RulesDocument());
  std::stringstream document;
  document << file.rdbuf();

  EXPECT_EQ(document.str(), RulesMarkdown())
      << "Run this test with UPDATE_DOCS=1 in the environment, and read the difference.";
}

}  // namespace
}  // namespace casejournal::services
