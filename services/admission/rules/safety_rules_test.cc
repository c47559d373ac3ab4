#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Made(absl::string_view id, absl::string_view more = "") {
  return absl::StrCat("safety_plan_made { plan_id: \"$", id,
                      "\" children_ids: \"$ana\" threat_ids: \"$T\" monitoring: \"private\" "
                      "stays_with: \"private\" strategies: SAFETY_STRATEGY_RESPITE_CARE ",
                      more, " }");
}
std::string Ended(absl::string_view id, absl::string_view why = "NO_LONGER_NEEDED") {
  return absl::StrCat("safety_plan_ended { plan_id: \"$", id, "\" why: SAFETY_PLAN_END_REASON_", why,
                      " threats_now: \"private\" }");
}

// A threat (7), a safety plan (8) since February, and a case plan (9).
Story WithSafetyPlan() {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana"
                                                          threat: "private" })");
  story.Given("2025-02-01", Made("S"));
  story.Given("2025-02-02", R"(plan_version_drawn_up {
    plan_id: "$caseplan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana"
    as_of_revision: 8 digest: "@d1" })");
  return story;
}

TEST(SafetyRulesTest, SafetyPlanEndsOnceAndAfterItWasMade) {
  Story story = WithSafetyPlan();

  EXPECT_THAT(story.Ask("2025-01-31", Ended("S")),
              ElementsAre(By(Rule::kIntervalReversed, "safetyPlanEnded.planId", Ids{Id("S")})));
  story.Given("2025-03-01", Ended("S"));
  EXPECT_THAT(story.Ask("2025-03-02", Ended("S")), ElementsAre(By(Rule::kIntervalNotOpen)));
}

// A changed plan is a new one that replaces the old. Its end may be recorded once more, with the state of each threat.
TEST(SafetyRulesTest, ReplacedPlanHasEnded) {
  Story story = WithSafetyPlan();
  story.Given("2025-03-01", Made("S2", "replaces_id: '$S'"));

  EXPECT_THAT(story.Ask("2025-03-01", Ended("S", "REPLACED")), IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-01", Ended("S", "FAILED")), ElementsAre(By(Rule::kIntervalNotOpen)));
}

TEST(SafetyRulesTest, CasePlanIsNoSafetyPlan) {
  const Story story = WithSafetyPlan();

  EXPECT_THAT(story.Ask("2025-03-01", Ended("caseplan")),
              ElementsAre(By(Rule::kRefWrongKind, "safetyPlanEnded.planId")));
  EXPECT_THAT(story.Ask("2025-03-01", R"(safety_plan_checked { plan_id: "$caseplan" seen: "private"
                                           kept: SAFETY_PLAN_KEPT_KEPT })"),
              ElementsAre(By(Rule::kRefWrongKind, "safetyPlanChecked.planId")));
  EXPECT_THAT(story.Ask("2025-03-01", Made("S2", "replaces_id: '$caseplan'")),
              ElementsAre(By(Rule::kRefWrongKind, "safetyPlanMade.replacesId")));
}

TEST(SafetyRulesTest, SafetyPlanDoesNotReplaceItself) {
  EXPECT_THAT(WithSafetyPlan().Ask("2025-03-01", Made("S2", "replaces_id: '$S2'")),
              ElementsAre(By(Rule::kRefWrongKind, "safetyPlanMade.replacesId")));
}

TEST(SafetyRulesTest, SafetyPlanLastsAtLeastItsDay) {
  EXPECT_THAT(WithSafetyPlan().Ask("2025-03-01", Made("S2", "until: '2025-02-28'")),
              ElementsAre(By(Rule::kIntervalReversed, "safetyPlanMade.until")));
}

// An observation of a plan that had ended is a fact.
TEST(SafetyRulesTest, EndedPlanMayHaveBeenChecked) {
  Story story = WithSafetyPlan();
  story.Given("2025-03-01", Ended("S"));

  EXPECT_THAT(story.Ask("2025-03-02", R"(safety_plan_checked { plan_id: "$S" seen: "private"
                                           kept: SAFETY_PLAN_KEPT_NOT_KEPT })"),
              IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
