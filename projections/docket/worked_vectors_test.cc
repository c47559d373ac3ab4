// The worked vectors: one removal and every date that follows from it by the federal rules and Ohio's, computed
// separately by hand; and months that do not have such a day. Removal, placement, and shelter care on 2026-01-15,
// complaint on 2026-01-16, adjudication on 2026-03-20.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::kAdjudicated;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kVisitAtHome[] =
    R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria" type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })";
constexpr char kTemporaryCustody[] =
    R"(order_made { order_id: "$T" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY entry_number: "1" })";

class WorkedVectorsTest : public DocketCase {
 protected:
  WorkedVectorsTest() {
    Tell("2026-01-15", kRemoved);
    Tell("2026-01-15", kPlaced);
    Tell("2026-01-16", kComplaint);
    Tell("2026-03-20", kAdjudicated);
  }
  std::vector<std::string> DatesOf(absl::string_view rule, absl::string_view day = "2027-12-31") const {
    std::vector<std::string> dates;
    for (const v1::DocketItem& item : ItemsOf(rule, day)) dates.push_back(item.due());
    return dates;
  }
};

// 42 USC 675(5)(F): the earlier of the finding and removal + 60 days.
TEST_F(WorkedVectorsTest, EnteredFosterCareSixtyDaysAfterTheRemoval) {
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-06-01"), "2026-03-16");
}

// 45 CFR 1356.21(g)(2) and (b)(1).
TEST_F(WorkedVectorsTest, FederalPlanAndEffortsToPreventRemoval) {
  EXPECT_THAT(DatesOf("us-federal.case-plan"), ElementsAre("2026-03-16"));
  EXPECT_THAT(DatesOf("us-federal.reasonable-efforts-to-prevent-removal"), ElementsAre("2026-03-16"));
}

// ORC 2151.412: thirty days from the earlier anchor, a Saturday, which ORC 1.14 does not roll; adjudication + 30, a
// Sunday, which it does.
TEST_F(WorkedVectorsTest, OhioPlanFiledAndComplete) {
  EXPECT_THAT(DatesOf("us-oh.case-plan-filed"), ElementsAre("2026-02-14"));
  const std::vector<v1::DocketItem> complete = ItemsOf("us-oh.case-plan-complete", "2026-04-01");
  ASSERT_EQ(complete.size(), 1u);
  EXPECT_EQ(complete[0].due(), "2026-04-20");
  ASSERT_EQ(complete[0].rolls_size(), 1);
  EXPECT_EQ(complete[0].rolls(0).last_day(), "2026-04-19");
  EXPECT_EQ(complete[0].rolls(0).why(), "Sunday");
}

// OAC 5101:2-38-09: every ninety days; every second one is the semi-annual review.
TEST_F(WorkedVectorsTest, CaseReviewsEveryNinetyDays) {
  EXPECT_THAT(DatesOf("us-oh.case-review", "2027-01-09"),
              ElementsAre("2026-04-15", "2026-07-14", "2026-10-12", "2027-01-10"));
}

// OAC 5101:2-38-10: 180 days, not earlier than thirty days before. The statute's six months drift away from this grid.
TEST_F(WorkedVectorsTest, SemiAnnualReviewsByRuleAndByStatute) {
  const std::vector<v1::DocketItem> by_rule = ItemsOf("us-oh.semi-annual-review", "2027-07-01");
  ASSERT_EQ(by_rule.size(), 3u);
  EXPECT_EQ(by_rule[0].due(), "2026-07-14");
  EXPECT_EQ(by_rule[0].window_opens(), "2026-06-14");
  EXPECT_EQ(by_rule[1].due(), "2027-01-10");
  EXPECT_EQ(by_rule[2].due(), "2027-07-09");
  EXPECT_THAT(DatesOf("us-oh.semi-annual-review-by-statute", "2027-07-01"),
              ElementsAre("2026-07-15", "2027-01-15", "2027-07-15"));
}

TEST_F(WorkedVectorsTest, FederalReviewAndPermanencyHearing) {
  EXPECT_THAT(DatesOf("us-federal.six-month-review", "2026-09-01"), ElementsAre("2026-09-16"));
  EXPECT_THAT(DatesOf("us-federal.permanency-hearing", "2026-09-01"), ElementsAre("2027-03-16"));
}

// ORC 2151.417, 2151.353, 2151.415(A).
TEST_F(WorkedVectorsTest, AnnualReviewSunsetAndTheMotionBefore) {
  Tell("2026-03-21", kTemporaryCustody);
  EXPECT_THAT(DatesOf("us-oh.annual-court-review", "2026-12-01"), ElementsAre("2027-01-15"));
  EXPECT_THAT(DatesOf("us-oh.temporary-custody-ends", "2026-12-01"), ElementsAre("2027-01-15"));
  EXPECT_THAT(DatesOf("us-oh.motion-for-disposition", "2026-12-01"), ElementsAre("2026-12-16"));
  Tell(
      "2027-01-10",
      R"(order_made { order_id: "$E" child_id: "$ana" kind: ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY entry_number: "2" })");
  EXPECT_THAT(DatesOf("us-oh.temporary-custody-ends", "2027-02-01"), ElementsAre("2027-07-15"));
  Tell(
      "2027-07-10",
      R"(order_made { order_id: "$F" child_id: "$ana" kind: ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY entry_number: "3" })");
  EXPECT_THAT(DatesOf("us-oh.temporary-custody-ends", "2027-08-01"), ElementsAre("2028-01-15"));
  Tell(
      "2028-01-10",
      R"(order_made { order_id: "$G" child_id: "$ana" kind: ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY entry_number: "4" })");
  EXPECT_THAT(DatesOf("us-oh.temporary-custody-ends", "2028-01-11"), ElementsAre("2028-01-15"))
      << "two years are the outer limit";
}

TEST_F(WorkedVectorsTest, TwelveAndFifteenOfTwentyTwo) {
  EXPECT_THAT(DatesOf("us-oh.permanent-custody-12-of-22", "2026-12-01"), ElementsAre("2027-03-16"));
  EXPECT_THAT(DatesOf("us-federal.petition-15-of-22", "2026-12-01"), ElementsAre("2027-06-16"));
}

// A trial home visit of 91 days and 30 days of running away do not count (45 CFR 1356.21(i)(1)(i)).
TEST_F(WorkedVectorsTest, FifteenOfTwentyTwoLeavesOutTrialHomeVisitsAndRunningAway) {
  Tell("2026-09-01", kVisitAtHome);
  Tell("2026-12-01", R"(placement_ended { placement_id: "$V" reason: "failed" })");
  Tell(
      "2026-12-01",
      R"(placement_began { placement_id: "$Q" child_id: "$ana" with_whom: "the Millers" type: PLACEMENT_TYPE_FOSTER_HOME reason: "back" })");
  Tell("2027-01-10", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  Tell("2027-02-09", R"(absence_ended { absence_id: "$A" how: ABSENCE_END_KIND_CAME_BACK })");
  const std::vector<v1::DocketItem> by_months = ItemsOf("us-federal.petition-15-of-22", "2027-03-01");
  ASSERT_EQ(by_months.size(), 1u);
  EXPECT_EQ(by_months[0].due(), "2027-10-15");
  ASSERT_EQ(by_months[0].excluded_size(), 2);
  EXPECT_EQ(by_months[0].excluded(0).days(), 91u);
  EXPECT_EQ(by_months[0].excluded(1).days(), 30u);
  Choose("partial_months: PARTIAL_MONTHS_THIRTY_DAYS");
  EXPECT_THAT(DatesOf("us-federal.petition-15-of-22", "2027-03-01"), ElementsAre("2027-10-07"));
}

// Child Welfare Policy Manual 8.3C.2: detention is not foster care. Either clocks stop and continue, or the return is a
// new entry.
TEST_F(WorkedVectorsTest, BothAnswersToAnInterruption) {
  Tell("2026-05-01", R"(absence_began { absence_id: "$D" child_id: "$ana" kind: ABSENCE_KIND_DETENTION })");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-05-10"), "2026-09-26 TOLLED");
  Tell("2026-05-31", R"(absence_ended { absence_id: "$D" how: ABSENCE_END_KIND_CAME_BACK })");
  EXPECT_THAT(DatesOf("us-federal.six-month-review", "2026-07-01"), ElementsAre("2026-10-16"));
  Choose("interruptions: INTERRUPTIONS_NEW_ENTRY");
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-07-01"), "2026-07-30");
  EXPECT_THAT(DatesOf("us-federal.six-month-review", "2026-07-29"), IsEmpty())
      << "the first stay ended before it was due";
  EXPECT_THAT(DatesOf("us-federal.six-month-review", "2026-08-01"), ElementsAre("2027-01-30"));
}

// Every order of events has a docket.
TEST(DocketTest, AnOrderThatMakesNoSenseHasADocketAllTheSame) {
  casejournal::testing::CaseBuilder built;
  for (const char* text : {kAdjudicated, kPlaced, kRemoved})
    built.Record("2026-05-01 12:00", {casejournal::testing::EventFromText("2026-04-01", text)});
  built.Record("2026-05-02 12:00", {casejournal::testing::EventFromText("2026-04-30", kComplaint)});
  const absl::CivilDay day = *ParseDay("2026-06-01");
  const Docket docket = DocketOf(built.entries(), *casejournal::testing::ShippedRules().LawOn(day), {.day = day});
  EXPECT_THAT(docket.items, IsEmpty()) << "no child has joined the case";
}

}  // namespace
}  // namespace casejournal::projections
