// Placements, removals, concurrent planning. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kAnaFostered;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class CareFindingsTest : public FindingsCase {};

// Practice and 42 USC 671(a)(19): people the child knows are explored first. ORC 2151.31: a child
// is not placed without authority.
TEST_F(CareFindingsTest, FosterCareIsTheLastResortAndHasAuthority) {
  Tell("2025-02-01", kAnaFostered);
  EXPECT_THAT(NamesOn(), Contains(Named("care.no-alternative-explored", "P")));
  EXPECT_THAT(NamesOn(), Contains(Named("care.no-authority", "P")));

  TellOn("2025-02-02", EventFromText("2025-01-31", kAnaRemoved));
  TellOn("2025-02-02", EventFromText("2025-02-01",
                                     R"(alternative_explored { child_id: "$ana" who: "an aunt" how_related: "aunt"
                                                                      result: ALTERNATIVE_RESULT_DECLINED })"));

  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-alternative-explored", "P"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-authority", "P"))));
}

// 42 USC 671(a)(31): siblings together, or a reason.
TEST_F(CareFindingsTest, SiblingsApartHaveAReason) {
  Tell("2025-01-02", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  Tell("2025-01-02",
       R"(relation_established { from_id: "$mother" to_id: "$ben" relation: RELATION_MOTHER
                                               kind: RELATION_KIND_LEGAL basis: "certificate" })");
  Tell("2025-02-01", kAnaFostered);
  Tell("2025-02-01", R"(placement_began { placement_id: "$Q" child_id: "$ben" with_whom: "his aunt"
      type: PLACEMENT_TYPE_RELATIVE_HOME reason: "near" why_apart_from_siblings: "no room for two" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.siblings-apart", "P"))))
      << "the reason stands on his sister's placement";
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.siblings-apart", "Q"))));

  TellOn("2025-02-02",
         Correcting(last(), EventFromText("2025-02-01", R"(placement_began { placement_id: "$Q" child_id: "$ben"
      with_whom: "his aunt" type: PLACEMENT_TYPE_RELATIVE_HOME reason: "near" })")));
  EXPECT_THAT(NamesOn(), Contains(Named("care.siblings-apart", "P")));
  EXPECT_THAT(NamesOn(), Contains(Named("care.siblings-apart", "Q")));

  Tell("2025-03-01", R"(placement_ended { placement_id: "$P" reason: "moved" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.siblings-apart", "P"))));
}

// AFCARS 2020, elements E72 and E73.
TEST_F(CareFindingsTest, CircumstancesThatExcludeEachOther) {
  Tell("2025-02-01",
       R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
      from_household_id: "$home" circumstances: [REMOVAL_CIRCUMSTANCE_RUNAWAY, REMOVAL_CIRCUMSTANCE_WHEREABOUTS_UNKNOWN]
      authority: "order" })");

  EXPECT_THAT(The(Named("care.circumstances-exclusive", "R") + "/1").says(), HasSubstr("runaway, whereabouts unknown"));
}

// ORC 2151.412(J); OAC 5101:2-38-10: a review can say that no concurrent plan is needed.
TEST_F(CareFindingsTest, TemporaryCustodyHasAConcurrentOutcome) {
  const std::string name = Named("concurrent.missing", "ana");
  Tell("2025-02-01",
       R"(order_made { order_id: "$T" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY entry_number: "1"
                                     ends_on: "2026-02-01" })");
  EXPECT_THAT(NamesOn("2025-02-01"), Contains(name));
  EXPECT_THAT(NamesOn("2026-02-01"), Not(Contains(name))) << "the order has ended by then";

  Tell("2025-03-01",
       R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED
                                         track: OUTCOME_TRACK_CONCURRENT })");
  EXPECT_THAT(NamesOn("2025-03-01"), Not(Contains(name)));
}

// 42 USC 675(5)(A): close to home, or a reason.
TEST_F(CareFindingsTest, AHomeFarOffHasAReason) {
  const auto placed = [](absl::string_view why) {
    return EventFromText("2025-02-01", absl::StrCat(R"(placement_began { placement_id: "$P" child_id: "$ana"
        with_whom: "an uncle" type: PLACEMENT_TYPE_RELATIVE_HOME reason: "asked for her"
        location: PLACEMENT_LOCATION_OUT_OF_STATE )",
                                                    why, " }"));
  };
  TellOn("2025-02-01", placed(""));
  EXPECT_EQ(The(Named("care.siblings-apart", "P") + "/far").says(),
            "The placement of Ana with an uncle from 2025-02-01 is out of state, and no reason is "
            "recorded.");

  TellOn("2025-02-02", Correcting(last(), placed(R"(why_far: "no relative is nearer")")));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.siblings-apart", "P") + "/far")));
}

// AFCARS 2020: at most one of elements E80, E81, and E97.
TEST_F(CareFindingsTest, OnlyOneOfAbandonmentFailureToReturnAndRelinquishment) {
  const auto removed = [](absl::string_view circumstances) {
    return EventFromText("2025-02-01", absl::StrCat(R"(child_removed { removal_id: "$R" child_id: "$ana"
        manner: REMOVAL_MANNER_PHYSICAL authority: "order" circumstances: [REMOVAL_CIRCUMSTANCE_NEGLECT, )",
                                                    circumstances, "] }"));
  };
  const std::string name = Named("care.circumstances-exclusive", "R") + "/9";
  TellOn("2025-02-01", removed("REMOVAL_CIRCUMSTANCE_FAILURE_TO_RETURN, "
                               "REMOVAL_CIRCUMSTANCE_VOLUNTARY_RELINQUISHMENT_FOR_ADOPTION"));
  EXPECT_EQ(The(name).says(),
            "The removal of Ana on 2025-02-01 has circumstances that exclude each other: failure to "
            "return, voluntary relinquishment for adoption.");

  TellOn("2025-02-02", Correcting(last(), removed("REMOVAL_CIRCUMSTANCE_FAILURE_TO_RETURN")));
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// OAC 5101:2-38-10: a review can find that no concurrent plan is needed.
TEST_F(CareFindingsTest, AReviewMaySayThatNoConcurrentPlanIsNeeded) {
  const std::string name = Named("concurrent.missing", "ana");
  Tell("2025-02-01", R"(order_made { order_id: "$T" child_id: "$ana" entry_number: "1"
                                     kind: ORDER_KIND_TEMPORARY_CUSTODY })");
  EXPECT_EQ(The(name).says(),
            "Ana has been in temporary custody since 2025-02-01, and no concurrent outcome is sought.");

  Tell("2025-06-01", R"(review_finding_made { meeting_id: "$M" child_id: "$ana" progress: "much"
      plan_followed: PLAN_FOLLOWED_YES outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
      concurrent_plan_needed: false })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// ORC 2151.33: an order also gives the authority.
TEST_F(CareFindingsTest, AnOrderCoversAPlacement) {
  Tell("2025-02-01", kAnaFostered);
  EXPECT_EQ(
      The(Named("care.no-authority", "P")).says(),
      "The placement of Ana with the Millers from 2025-02-01 is not covered by a removal or an order on that day.");

  TellOn("2025-02-02", EventFromText("2025-02-01", R"(order_made { order_id: "$S" child_id: "$ana"
      kind: ORDER_KIND_SHELTER_CARE entry_number: "1" })"));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-authority", "P"))));
}

// Who suffers: a child who is moved from one foster home to the next, while her aunt is not asked again.
TEST_F(CareFindingsTest, EachHomeWithStrangersHasItsOwnSearchForPeopleWhomTheChildKnows) {
  Tell("2025-01-31", R"(alternative_explored { child_id: "$ana" who: "an aunt" how_related: "aunt"
                                               result: ALTERNATIVE_RESULT_DECLINED })");
  Tell("2025-02-01", kAnaFostered);
  Tell("2025-03-01", R"(placement_ended { placement_id: "$P" reason: "moved" })");
  const std::string second = R"(placement_began { placement_id: "$Q" child_id: "$ana" with_whom: "the Bakers"
      type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })";
  Tell("2025-03-01", second);
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-alternative-explored", "P"))));
  EXPECT_EQ(
      The(Named("care.no-alternative-explored", "Q")).says(),
      "The placement of Ana with the Bakers from 2025-03-01 (foster home) began when no relative, friend, or known "
      "person had been explored since the placement of 2025-02-01.");
  TellOn("2025-03-02", EventFromText("2025-02-27",
                                     R"(alternative_explored { child_id: "$ana" who: "a friend" how_related: "friend"
                                                               result: ALTERNATIVE_RESULT_NOT_SUITABLE })"));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.no-alternative-explored", "Q"))));
}

// Practice: conditions necessary for a safe return. Who suffers: a child who is sent home too early.
TEST_F(CareFindingsTest, AChildGoesHomeWhenTheConditionsAreMet) {
  Tell("2025-01-05", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "a lock on the gate" })");
  Tell("2025-02-01", R"(return_condition_judged { condition_id: "$C" judgement: CONDITION_JUDGEMENT_NOT_MET
                                                  evidence: "seen" })");
  Tell("2025-02-02", R"(placement_began { placement_id: "$H" child_id: "$ana" with_whom: "her mother"
      type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })");
  EXPECT_EQ(
      The(Named("return.condition-not-met", "H")).says(),
      "The trial home visit of Ana began on 2025-02-02 while a condition for return was judged not met: “a lock on "
      "the gate”.");
  TellOn("2025-02-03", EventFromText("2025-02-02", R"(return_condition_judged { condition_id: "$C"
      judgement: CONDITION_JUDGEMENT_MET evidence: "mended that morning" })"));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("return.condition-not-met", "H"))));
}

// 42 USC 675(5)(A).
TEST_F(CareFindingsTest, APlacementSaysHowItIsTheLeastRestrictive) {
  Tell("2025-01-31", kAnaRemoved);
  Tell("2025-02-01", kAnaFostered);
  EXPECT_THAT(NamesOn(), Contains(Named("care.least-restrictive-not-said", "P")));

  Tell("2025-03-01", R"(placement_ended { placement_id: "$P" reason: "moved" })");
  Tell("2025-03-01", R"(placement_began { placement_id: "$Q" child_id: "$ana" with_whom: "her aunt"
      type: PLACEMENT_TYPE_RELATIVE_HOME reason: "near" least_restrictive: "a relative's home" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.least-restrictive-not-said", "P"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("care.least-restrictive-not-said", "Q"))));
}

// 42 USC 675(5)(A): in close proximity to the home.
TEST_F(CareFindingsTest, APlacementFarFromHomeHasAReason) {
  const auto far = Named("care.siblings-apart", "P") + "/far";
  Tell("2025-01-31", kAnaRemoved);
  Tell("2025-02-01", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
      type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" miles_from_home: 50 })");
  EXPECT_THAT(NamesOn(), Not(Contains(far)));

  TellOn("2025-02-02", Correcting(last(), EventFromText("2025-02-01", R"(placement_began { placement_id: "$P"
      child_id: "$ana" with_whom: "the Millers" type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else"
      miles_from_home: 51 })")));
  EXPECT_EQ(The(far).says(),
            "The placement of Ana with the Millers from 2025-02-01 is 51 miles from home, and no reason is recorded.");

  TellOn("2025-02-03", Correcting(last() - 1, EventFromText("2025-02-01", R"(placement_began { placement_id: "$P"
      child_id: "$ana" with_whom: "the Millers" type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else"
      miles_from_home: 51 why_far: "the only home with a ramp" })")));
  EXPECT_THAT(NamesOn(), Not(Contains(far)));
}

}  // namespace
}  // namespace casejournal::projections
