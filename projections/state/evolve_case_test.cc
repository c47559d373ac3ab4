// Opening, closing, reopening, numbers, assignments, links, and the end of responsibility for a case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/plan_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kCaseOpening[] = R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })";
constexpr char kCaseClosing[] = R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED
    outcomes { child_id: "$ana" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY } })";
constexpr char kCaseReopening[] = R"(case_reopened { origin: CASE_ORIGIN_COURT_ORDER reason: "a new report" })";

class EvolveCaseTest : public casejournal::testing::PlanCase {
 protected:
  // "lee since 2025-01-10 until 2025-05-01", in the order of the plan.
  std::vector<std::string> Assignments() const {
    std::vector<std::string> told;
    for (const v1::Assignment& each : plan().assignments()) {
      told.push_back(each.staff().subject() + " since " + each.since() +
                     (each.until().empty() ? "" : " until " + each.until()));
    }
    return told;
  }
};

TEST_F(EvolveCaseTest, ACaseWithoutEntriesHasNoStatus) {
  EXPECT_EQ(plan().status(), v1::CASE_STATUS_UNSPECIFIED);
  EXPECT_EQ(plan().case_id(), built_.case_id());
}

TEST_F(EvolveCaseTest, AnOpeningBeginsTheFirstEpisode) {
  Tell("2025-01-10", kCaseOpening);

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(plan().opened_on(), "2025-01-10");
  EXPECT_EQ(plan().episode(), 1U);
  EXPECT_EQ(plan().kind(), event::v1::CASE_KIND_FAMILY);
  EXPECT_EQ(plan().origin(), event::v1::CASE_ORIGIN_REPORT);
  EXPECT_EQ(plan().agency(), "Wren");
  EXPECT_EQ(PlanOn("2025-01-09").status(), v1::CASE_STATUS_UNSPECIFIED);
}

TEST_F(EvolveCaseTest, AReopeningKeepsTheEpisodeBeforeIt) {
  Tell("2025-01-10", kCaseOpening);
  Tell("2025-06-01", kCaseClosing);
  Tell("2025-09-01", kCaseReopening);

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(plan().episode(), 2U);
  EXPECT_EQ(plan().opened_on(), "2025-01-10");
  EXPECT_EQ(plan().reopened_on(), "2025-09-01");
  EXPECT_EQ(plan().reopened_reason(), "a new report");
  EXPECT_EQ(plan().origin(), event::v1::CASE_ORIGIN_COURT_ORDER);
  EXPECT_EQ(plan().closed_on(), "");
  EXPECT_FALSE(plan().has_closed());
  ASSERT_EQ(plan().earlier_episodes_size(), 1);
  EXPECT_EQ(plan().earlier_episodes(0).number(), 1U);
  EXPECT_EQ(plan().earlier_episodes(0).opened_on(), "2025-01-10");
  EXPECT_EQ(plan().earlier_episodes(0).closed_on(), "2025-06-01");
  EXPECT_EQ(plan().earlier_episodes(0).closed().outcomes(0).child_id(), Id("ana"));
}

TEST_F(EvolveCaseTest, EachEpisodeBeginsWithItsOwnReopening) {
  Tell("2025-01-10", kCaseOpening);
  Tell("2025-02-01", kCaseClosing);
  Tell("2025-03-01", kCaseReopening);
  Tell("2025-04-01", kCaseClosing);
  Tell("2025-05-01", kCaseReopening);

  EXPECT_EQ(plan().episode(), 3U);
  ASSERT_EQ(plan().earlier_episodes_size(), 2);
  EXPECT_EQ(plan().earlier_episodes(1).number(), 2U);
  EXPECT_EQ(plan().earlier_episodes(1).opened_on(), "2025-03-01");
  EXPECT_EQ(plan().earlier_episodes(1).closed_on(), "2025-04-01");
}

TEST_F(EvolveCaseTest, AReopeningWithoutAnOpeningIsTheSecondEpisode) {
  Tell("2025-09-01", kCaseReopening);

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(plan().episode(), 2U);
  ASSERT_EQ(plan().earlier_episodes_size(), 1);
  EXPECT_EQ(plan().earlier_episodes(0).opened_on(), "");
  EXPECT_FALSE(plan().earlier_episodes(0).has_closed());
}

TEST_F(EvolveCaseTest, AClosingRecordedAfterTheReopeningBelongsToTheEarlierEpisode) {
  Tell("2025-01-10", kCaseOpening);
  Tell("2025-09-01", kCaseReopening);
  Tell("2025-06-01", kCaseClosing);

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(plan().closed_on(), "");
  EXPECT_EQ(plan().earlier_episodes(0).closed_on(), "2025-06-01");
}

TEST_F(EvolveCaseTest, AWithdrawnReopeningLeavesTheCaseClosed) {
  Tell("2025-01-10", kCaseOpening);
  Tell("2025-06-01", kCaseClosing);
  const eventstore::Revision reopening = Tell("2025-09-01", kCaseReopening);

  Withdraw(reopening);

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_CLOSED);
  EXPECT_EQ(plan().closed_on(), "2025-06-01");
  EXPECT_EQ(plan().episode(), 1U);
  EXPECT_THAT(plan().earlier_episodes(), IsEmpty());
}

// On one day the order of revisions decides.
TEST_F(EvolveCaseTest, OnOneDayTheLaterRecordedCountsLast) {
  Tell("2025-01-10", kCaseOpening);
  Tell("2025-06-01", kCaseClosing);
  Tell("2025-06-01", kCaseReopening);
  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);

  Tell("2025-06-01", kCaseClosing);
  EXPECT_EQ(plan().status(), v1::CASE_STATUS_CLOSED);
}

// A correction keeps the place that the original has on its day.
TEST_F(EvolveCaseTest, ACorrectedClosingStillComesBeforeTheReopeningOfItsDay) {
  Tell("2025-01-10", kCaseOpening);
  const eventstore::Revision closing = Tell("2025-05-01", kCaseClosing);
  Tell("2025-06-01", kCaseReopening);

  Correct(closing, "2025-06-01", kCaseClosing);

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(plan().earlier_episodes(0).closed_on(), "2025-06-01");
}

TEST_F(EvolveCaseTest, ANumberGivenAgainHasItsLatestChildAndDay) {
  Tell("2025-01-10", R"(case_number_given { system: "Juvenile Court" number: "JV1" })");
  Tell("2025-02-10", R"(case_number_given { system: "Juvenile Court" number: "JV1" child_id: "$ana" })");
  Tell("2025-02-10", R"(case_number_given { system: "SACWIS" number: "JV1" })");

  ASSERT_EQ(plan().numbers_size(), 2);
  EXPECT_EQ(plan().numbers(0).child_id(), Id("ana"));
  EXPECT_EQ(plan().numbers(0).since(), "2025-02-10");
  EXPECT_EQ(plan().numbers(1).system(), "SACWIS");
  EXPECT_EQ(plan().numbers(1).child_id(), "");
}

TEST_F(EvolveCaseTest, AssignmentsOfOtherPartsGoOn) {
  Tell("2025-01-10", R"(case_assigned { staff { subject: "dana" } part: ASSIGNMENT_PART_CASEWORKER unit: "north" })");
  Tell("2025-01-10", R"(case_assigned { staff { subject: "grace" } part: ASSIGNMENT_PART_SUPERVISOR })");
  Tell("2025-05-01", R"(case_assigned { staff { subject: "lee" } part: ASSIGNMENT_PART_CASEWORKER })");

  EXPECT_THAT(Assignments(),
              ElementsAre("dana since 2025-01-10 until 2025-05-01", "grace since 2025-01-10", "lee since 2025-05-01"));
  EXPECT_EQ(plan().assignments(0).unit(), "north");
  EXPECT_EQ(plan().assignments(2).unit(), "");
}

TEST_F(EvolveCaseTest, OfTwoAssignmentsOnOneDayTheLastCounts) {
  Tell("2025-01-10", R"(case_assigned { staff { subject: "dana" } part: ASSIGNMENT_PART_CASEWORKER })");
  Tell("2025-05-01", R"(case_assigned { staff { subject: "lee" } part: ASSIGNMENT_PART_CASEWORKER unit: "north" })");
  Tell("2025-05-01", R"(case_assigned { staff { subject: "omar" } part: ASSIGNMENT_PART_CASEWORKER })");

  EXPECT_THAT(Assignments(), ElementsAre("dana since 2025-01-10 until 2025-05-01", "omar since 2025-05-01"));
  EXPECT_EQ(plan().assignments(1).unit(), "");
}

TEST_F(EvolveCaseTest, AWithdrawnAssignmentGivesTheCaseBack) {
  Tell("2025-01-10", R"(case_assigned { staff { subject: "dana" } part: ASSIGNMENT_PART_CASEWORKER })");
  const auto lee = Tell("2025-05-01", R"(case_assigned { staff { subject: "lee" } part: ASSIGNMENT_PART_CASEWORKER })");

  Withdraw(lee);

  EXPECT_THAT(Assignments(), ElementsAre("dana since 2025-01-10"));
}

TEST_F(EvolveCaseTest, ALateAssignmentEndsWhenTheNextOneBegan) {
  Tell("2025-05-01", R"(case_assigned { staff { subject: "lee" } part: ASSIGNMENT_PART_CASEWORKER })");
  Tell("2025-01-10", R"(case_assigned { staff { subject: "dana" } part: ASSIGNMENT_PART_CASEWORKER })");

  EXPECT_THAT(Assignments(), ElementsAre("dana since 2025-01-10 until 2025-05-01", "lee since 2025-05-01"));
}

TEST_F(EvolveCaseTest, ALinkIsOneForEachCaseAndKind) {
  Tell("2025-01-10", R"(case_linked { other_case_id: "$other" link: CASE_LINK_KIND_CONTINUES reason: "adopted" })");
  Tell("2025-02-10", R"(case_linked { other_case_id: "$other" link: CASE_LINK_KIND_IS_RELATED_TO })");
  Tell("2025-03-10", R"(case_linked { other_case_id: "$other" link: CASE_LINK_KIND_CONTINUES child_id: "$ana" })");
  Tell("2025-03-10", R"(case_linked { other_case_id: "$third" link: CASE_LINK_KIND_CONTINUES })");

  ASSERT_EQ(plan().links_size(), 3);
  EXPECT_EQ(plan().links(0).since(), "2025-03-10");
  EXPECT_EQ(plan().links(0).child_id(), Id("ana"));
  EXPECT_EQ(plan().links(0).reason(), "");
  EXPECT_EQ(plan().links(1).since(), "2025-02-10");
  EXPECT_EQ(plan().links(2).other_case_id(), Id("third"));
}

TEST_F(EvolveCaseTest, OfJoinedCasesOneGoesOnAndTheOtherIsHandedOver) {
  Tell("2025-01-10", kCaseOpening);
  Tell("2025-02-10", R"(cases_joined { other_case_id: "$other" part: JOIN_PART_GOES_ON reason: "one family" })");
  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  ASSERT_EQ(plan().joined_size(), 1);
  EXPECT_EQ(plan().joined(0).other_case_id(), Id("other"));
  EXPECT_EQ(plan().joined(0).on(), "2025-02-10");
  EXPECT_FALSE(plan().has_handed_over());

  Tell("2025-03-10", R"(cases_joined { other_case_id: "$third" part: JOIN_PART_ENDS reason: "one family" })");
  EXPECT_EQ(plan().status(), v1::CASE_STATUS_HANDED_OVER);
  EXPECT_EQ(plan().joined_size(), 1);
  EXPECT_EQ(plan().handed_over().joined_to_case_id(), Id("third"));
  EXPECT_EQ(plan().handed_over().on(), "2025-03-10");
}

// Nothing of an earlier handover remains next to a later one.
TEST_F(EvolveCaseTest, ATransferReplacesWhatAJoinSaid) {
  Tell("2025-01-10", R"(cases_joined { other_case_id: "$other" part: JOIN_PART_ENDS reason: "one family" })");
  Tell("2025-02-10", R"(case_transferred_out { to_agency: "Alder" reason: "moved" last_revision: 7 })");

  EXPECT_EQ(plan().handed_over().joined_to_case_id(), "");
  EXPECT_EQ(plan().handed_over().to_agency(), "Alder");
  EXPECT_EQ(plan().handed_over().last_revision(), 7U);
  EXPECT_EQ(PlanOn("2025-01-10").handed_over().joined_to_case_id(), Id("other"));

  Tell("2025-03-10", R"(cases_joined { other_case_id: "$other" part: JOIN_PART_ENDS reason: "one family" })");
  EXPECT_EQ(plan().handed_over().to_agency(), "");
  EXPECT_EQ(plan().handed_over().last_revision(), 0U);
}

TEST_F(EvolveCaseTest, AReceivedCaseIsOpenAndNamesTheAgencyThatSentIt) {
  Tell("2025-01-10", R"(case_received { kind: CASE_KIND_CHILD_ONLY agency: "Wren" from_agency: "Alder" })");

  EXPECT_EQ(plan().status(), v1::CASE_STATUS_OPEN);
  EXPECT_EQ(plan().opened_on(), "2025-01-10");
  EXPECT_EQ(plan().episode(), 1U);
  EXPECT_EQ(plan().agency(), "Wren");
  EXPECT_EQ(plan().received().from_agency(), "Alder");
  EXPECT_EQ(plan().origin(), event::v1::CASE_ORIGIN_UNSPECIFIED);
}

}  // namespace
}  // namespace casejournal::projections
