#include "tests/support/story.h"

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

constexpr char kCourtHearingSet[] =
    R"(hearing_set { hearing_id: "$H" child_id: "$ana" court_number: "JV1" kind: HEARING_KIND_REVIEW held_on: "2025-05-01" })";
constexpr char kCourtHearingVacated[] = R"(hearing_vacated { hearing_id: "$H" reason: "private" })";

// A hearing can be vacated once, while it is on the calendar.
TEST(CourtRulesTest, AHearingIsVacatedOnceAndNotAfterItWasHeld) {
  Story story = Story::OfAFamily();
  EXPECT_THAT(story.Ask("2025-03-01", kCourtHearingVacated),
              ElementsAre(By(Rule::kRefUnknown, "hearingVacated.hearingId")));
  story.Given("2025-03-01", kCourtHearingSet);
  EXPECT_THAT(story.Ask("2025-02-01", kCourtHearingVacated),
              ElementsAre(By(Rule::kIntervalReversed, "hearingVacated.hearingId")));
  story.Given("2025-04-01", kCourtHearingVacated);
  EXPECT_THAT(story.Ask("2025-04-02", kCourtHearingVacated),
              ElementsAre(By(Rule::kIntervalNotOpen, "hearingVacated.hearingId")));
  story.Given("2025-04-03", kCourtHearingSet);
  story.Given("2025-05-01",
              R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1" kind: HEARING_KIND_REVIEW })");
  EXPECT_THAT(story.Ask("2025-05-02", kCourtHearingVacated),
              ElementsAre(By(Rule::kIntervalNotOpen, "hearingVacated.hearingId")));
}

}  // namespace
}  // namespace casejournal::services
