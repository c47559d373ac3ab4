#include "services/client/part_lookup.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::CasePlan Plan() {
  v1::CasePlan plan;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        participants { participant_id: "p1" name: "Ana Lopez" }
        goals { goal_id: "g1" statement: "Ana lives safely at home" }
        objectives {
          objective_id: "o1"
          terms { statement: "Counselling every week" number: "2.01" }
        }
        objectives {
          objective_id: "o2"
          terms { statement: "Visits every week" number: "2.02" }
        }
        activities {
          activity_id: "a1"
          terms { what: "Drive to counselling" }
        })pb",
      &plan));
  return plan;
}

TEST(PartLookup, FindsWordsInEitherCase) {
  EXPECT_THAT(FindParts(Plan(), "visits"), ElementsAre(PlanPart{"o2", "objective: Visits every week"}));
}

TEST(PartLookup, OffersEveryPartThatMayBeMeant) {
  EXPECT_THAT(FindParts(Plan(), "counselling"), ElementsAre(PlanPart{"o1", "objective: Counselling every week"},
                                                            PlanPart{"a1", "activity: Drive to counselling"}));
  EXPECT_THAT(FindParts(Plan(), "ana"),
              ElementsAre(PlanPart{"g1", "goal: Ana lives safely at home"}, PlanPart{"p1", "participant: Ana Lopez"}));
}

TEST(PartLookup, KnowsTheNumberOfAnObjective) {
  EXPECT_THAT(FindParts(Plan(), "2.02"), ElementsAre(PlanPart{"o2", "objective: Visits every week"}));
  EXPECT_THAT(FindParts(Plan(), "2.0"), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
