#include "services/rules/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

// A court's order that ended before it took effect cannot be understood.
TEST(CourtRulesTest, OrderDoesNotEndBeforeItTakesEffect) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask("2025-03-01", R"(order_made {
                order_id: "$order" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE
                takes_effect_on: "2025-03-10" ends_on: "2025-03-09" })"),
              ElementsAre(By(Rule::kIntervalReversed, "orderMade.endsOn")));
  EXPECT_THAT(story.Ask("2025-03-01", R"(order_made {
                order_id: "$order" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE
                ends_on: "2025-02-28" })"),
              ElementsAre(By(Rule::kIntervalReversed, "orderMade.endsOn")));
}

}  // namespace
}  // namespace casejournal::services
