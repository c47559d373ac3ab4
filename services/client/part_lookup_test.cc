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

TEST(PartLookup, EmptyTextIsInEveryPart) { EXPECT_EQ(FindParts(Plan(), "").size(), 5U); }

TEST(PartLookup, TextThatNoPartHasFindsNone) {
  EXPECT_THAT(FindParts(Plan(), "adoption"), IsEmpty());
  EXPECT_THAT(FindParts(v1::CasePlan(), "counselling"), IsEmpty());
}

TEST(PartLookup, EachKindOfPartIsOffered) {
  v1::CasePlan plan;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        participants { participant_id: "p" name: "Home, Ada" }
        goals { goal_id: "g" statement: "safe at home" }
        objectives {
          objective_id: "o"
          terms { statement: "home visits" }
        }
        activities {
          activity_id: "a"
          terms { what: "clean the home" }
        }
        needs {
          need_id: "n"
          terms { need: "a home" }
        }
        conditions { condition_id: "c" condition: "HOME is safe" })pb",
      &plan));
  EXPECT_THAT(FindParts(plan, "hoMe"),
              ElementsAre(PlanPart{"g", "goal: safe at home"}, PlanPart{"o", "objective: home visits"},
                          PlanPart{"a", "activity: clean the home"}, PlanPart{"n", "need: a home"},
                          PlanPart{"c", "condition: HOME is safe"}, PlanPart{"p", "participant: Home, Ada"}));
}

// A number that is also a word of the statement names the objective once.
TEST(PartLookup, ObjectiveIsOfferedOnce) {
  v1::CasePlan plan;
  plan.add_objectives()->set_objective_id("o");
  plan.mutable_objectives(0)->mutable_terms()->set_number("2.01");
  plan.mutable_objectives(0)->mutable_terms()->set_statement("as in 2.01");
  EXPECT_THAT(FindParts(plan, "2.01"), ElementsAre(PlanPart{"o", "objective: as in 2.01"}));
}

}  // namespace
}  // namespace casejournal::services
