// What a child of the age of a party is owed. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::FindingsCase;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

class YouthFindingsTest : public FindingsCase {
 protected:
  // Ana becomes 14 on 2025-03-01.
  YouthFindingsTest() {
    Tell("2025-01-02", R"(person_details_learned { participant_id: "$ana" details { name: "Ana" born_on: "2011-03-01" }
                                                   basis: "certificate" })");
    Tell("2025-02-01", kAnaRemoved);
  }
};

// 42 USC 675(1)(D): from 14 on, the plan describes what prepares a child for adult life.
TEST_F(YouthFindingsTest, AYouthInCareIsPreparedForAdultLife) {
  EXPECT_THAT(NamesOn("2025-02-28"), Not(Contains(Named("youth.not-prepared", "ana"))));
  EXPECT_THAT(NamesOn("2025-03-01"), Contains(Named("youth.not-prepared", "ana")));

  Tell("2025-03-02", R"(independent_living_planned { child_id: "$ana" description: "to cook, and to budget"
      services { area: INDEPENDENT_LIVING_AREA_MONEY what: "a course" } })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("youth.not-prepared", "ana"))));
}

// 42 USC 675a(b): the child signs that it was given the list and that it was explained.
TEST_F(YouthFindingsTest, AYouthSignsThatTheRightsWereExplained) {
  Tell("2025-03-02", R"(rights_explained { child_id: "$ana" document: "the list" acknowledged: false })");
  EXPECT_THAT(NamesOn(), Contains(Named("youth.rights-not-explained", "ana"))) << "explained, and not signed";

  Tell("2025-03-03", R"(rights_explained { child_id: "$ana" document: "the list" acknowledged: true })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("youth.rights-not-explained", "ana"))));
}

TEST_F(YouthFindingsTest, AYouthAtHomeIsOwedNeither) {
  Tell("2025-04-01", R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED
                                             to_whom: "Maria" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("youth.not-prepared", "ana"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("youth.rights-not-explained", "ana"))));
}

// The age is a number of the law, and another state's may differ.
TEST_F(YouthFindingsTest, AnAdoptedRuleSetChangesTheAge) {
  AdoptedRules adopted;
  adopted.set.emplace().set_id("county");
  rules::v1::Threshold& age = *adopted.set->add_threshold();
  age.set_name("party-age-years");
  age.set_value(16);
  const Law law({std::make_shared<const AdoptedRules>(adopted)});

  std::vector<std::string> names;
  for (const v1::Finding& finding : Ask({.day = "2025-06-30", .law = &law})) names.push_back(finding.finding());

  EXPECT_THAT(names, Not(Contains(Named("youth.not-prepared", "ana"))));
}

}  // namespace
}  // namespace casejournal::projections
