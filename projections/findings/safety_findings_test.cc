// Threats of imminent harm. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

class SafetyFindingsTest : public FindingsCase {};

// Practice: a safety plan for a child at high risk of imminent harm, at home if possible.
TEST_F(SafetyFindingsTest, AThreatIsAnsweredBySafetyPlanOrRemoval) {
  Tell("2025-01-10", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  EXPECT_THAT(NamesOn(), Contains(Named("threat.no-plan", "T")));

  Tell("2025-01-11", R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T"
      strategies: SAFETY_STRATEGY_RESPITE_CARE stays_with: "her aunt" monitoring: "weekly" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("threat.no-plan", "T"))));
}

// A plan that failed, or that ended while the threat remains, protects no one.
TEST_F(SafetyFindingsTest, AnEndedSafetyPlanProtectsOnlyWhereTheThreatDoesNotRemain) {
  Tell("2025-01-10", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  Tell("2025-01-11", R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T"
      strategies: SAFETY_STRATEGY_RESPITE_CARE stays_with: "her aunt" monitoring: "weekly" })");
  Tell("2025-02-11", R"(safety_plan_ended { plan_id: "$S" threats_now: "as before"
      why: SAFETY_PLAN_END_REASON_FAILED threats { threat_id: "$T" state: THREAT_STATE_REMAINS } })");
  EXPECT_EQ(The(Named("threat.no-plan", "T")).says(),
            "The threat to Ana identified on 2025-01-10 has neither a safety plan nor a removal.");

  TellOn("2025-02-12", Correcting(last(), EventFromText("2025-02-11", R"(safety_plan_ended {
      plan_id: "$S" threats_now: "a neighbour is there" why: SAFETY_PLAN_END_REASON_NO_LONGER_NEEDED
      threats { threat_id: "$T" state: THREAT_STATE_CONTROLLED } })")));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("threat.no-plan", "T"))));
}

// A finding that existed when the case was closed stays.
TEST_F(SafetyFindingsTest, AThreatLeftWithoutAPlanIsShownOfAClosedCase) {
  Tell("2025-01-10", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  Tell("2025-04-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");

  EXPECT_THAT(NamesOn(), Contains(Named("threat.no-plan", "T")));
}

// Who suffers: a child whose protection ran out on a day that nobody watched.
TEST_F(SafetyFindingsTest, ASafetyPlanIsEndedOrReplacedByItsLastDay) {
  Tell("2025-01-10", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  Tell("2025-01-11", R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T" until: "2025-06-29"
      strategies: SAFETY_STRATEGY_RESPITE_CARE stays_with: "her aunt" monitoring: "weekly" })");
  EXPECT_THAT(NamesOn("2025-06-29"), Not(Contains(Named("safety-plan.past-end", "S"))));
  EXPECT_EQ(The(Named("safety-plan.past-end", "S")).says(),
            "The safety plan of 2025-01-11 for Ana was to last until 2025-06-29, and was neither ended nor replaced.");
  Tell("2025-06-30", R"(safety_plan_ended { plan_id: "$S" threats_now: "none"
      why: SAFETY_PLAN_END_REASON_REPLACED threats { threat_id: "$T" state: THREAT_STATE_GONE } })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("safety-plan.past-end", "S"))));
}

}  // namespace
}  // namespace casejournal::projections
