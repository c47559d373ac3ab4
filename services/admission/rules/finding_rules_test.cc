// A finding that the record shows can be explained, one that it does not show cannot.
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Explained(absl::string_view finding) {
  return absl::StrCat(R"(finding_answered { finding: ")", finding, R"(" explanation: "private" })");
}

TEST(FindingRulesTest, OnlyAFindingThatIsThereIsAnswered) {
  const std::string name = absl::StrCat("goal.no-objective/", Id("G"));
  Story story = Story::OfAFamily();
  EXPECT_THAT(story.Ask("2025-03-01", Explained(name)),
              ElementsAre(By(Rule::kFindingNotOpen, "findingAnswered.finding")));

  story.Given("2025-03-01", kGoal);
  EXPECT_THAT(story.Ask("2025-03-01", Explained(name)), IsEmpty());

  story.Given("2025-03-02", kObjective);
  EXPECT_THAT(story.Ask("2025-03-03", Explained(name)), ElementsAre(By(Rule::kFindingNotOpen)));
}

TEST(FindingRulesTest, AnAnsweredFindingMayBeAnsweredAnew) {
  const std::string name = absl::StrCat("goal.no-objective/", Id("G"));
  const Story story = Story::OfAFamily().Given("2025-03-01", kGoal).Given("2025-03-01", Explained(name));

  EXPECT_THAT(story.Ask("2025-03-02", Explained(name)), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
