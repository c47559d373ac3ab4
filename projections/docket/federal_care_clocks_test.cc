// The federal clocks of tribes, programs, notices, visits, and youths, one by one: when each is due, that it is met in
// time, and what is missed or late. Unless a test says otherwise Ana was removed and placed on 2026-01-15.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/federal_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::FederalCase;
using casejournal::testing::kFedCasePlan;
using casejournal::testing::kFedLeftCare;
using casejournal::testing::kFedPlacedAgain;
using casejournal::testing::kFedRemovedAgain;
using casejournal::testing::kRemoved;

constexpr char kFedReasonToKnow[] =
    R"(tribal_inquiry_made { child_id: "$ana" asked: "Maria" answer: TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW })";
constexpr char kFedTribeJoined[] =
    R"(participant_joined { participant_id: "$tribe" capacity: CAPACITY_TRIBE name: "the Wren band" })";
constexpr char kFedProgram[] =
    R"(placement_began { placement_id: "$Q" child_id: "$ana" with_whom: "the program" reason: "need"
        type: PLACEMENT_TYPE_QUALIFIED_RESIDENTIAL_TREATMENT_PROGRAM })";
constexpr char kFedProgramAgain[] =
    R"(placement_began { placement_id: "$Q2" child_id: "$ana" with_whom: "the program" reason: "need"
        type: PLACEMENT_TYPE_QUALIFIED_RESIDENTIAL_TREATMENT_PROGRAM })";

class FederalCareClocksTest : public FederalCase {};

// 25 USC 1912(a): received ten days before the hearing; a receipt after that day is none.
TEST_F(FederalCareClocksTest, TheTribeHasNoticeTenDaysBeforeTheHearing) {
  Tell("2026-02-01", kFedTribeJoined);
  Tell("2026-02-10",
       R"(notice_sent { notice_id: "$note" of: NOTICE_OF_NOTICE_TO_A_TRIBE to_ids: "$tribe" child_id: "$ana" })");
  HearingSet("2026-03-01", "ADJUDICATORY", "2026-04-30");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-03-05"), "") << "no reason to know";
  Tell("2026-03-02", kFedReasonToKnow);
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-03-05"), "2026-04-20 OPEN");
  Tell("2026-04-21", R"(notice_received { notice_id: "$note" by_id: "$tribe" })");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-04-22"), "2026-04-20 MISSED");
  HearingSet("2026-04-22", "ADJUDICATORY", "2026-05-15");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-04-23"), "2026-05-05 MET 2026-04-21")
      << "the hearing moved";
}

// 25 USC 1912(a): twenty days more on request. Shelter care hearings cannot wait.
TEST_F(FederalCareClocksTest, TheTribeMayHaveTwentyDaysMore) {
  Tell("2026-02-01", kFedTribeJoined);
  Tell("2026-02-01", kFedReasonToKnow);
  HearingSet("2026-02-02", "SHELTER_CARE", "2026-04-30");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-02-02"), "");
  HearingSet("2026-03-01", "ADJUDICATORY", "2026-04-30");
  Did("2026-03-05", "icwa-more-time");
  Did("2026-03-06", "icwa-more-time");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-03-07"), "2026-03-31 OPEN");
}

// 25 CFR 23.11: fifteen days, where no tribe is known.
TEST_F(FederalCareClocksTest, TheBureauAnswersInFifteenDays) {
  Tell("2026-02-01",
       R"(participant_joined { participant_id: "$bia" capacity: CAPACITY_AUTHORITY name: "the Bureau" })");
  Tell("2026-02-10",
       R"(notice_sent { notice_id: "$note" of: NOTICE_OF_NOTICE_TO_A_TRIBE to_ids: "$bia" child_id: "$ana" })");
  Did("2026-03-02", "bia-answer");
  EXPECT_EQ(Says("us-federal.icwa-answer-of-the-bureau", "2026-02-26"), "2026-02-25 MISSED");
  EXPECT_EQ(Says("us-federal.icwa-answer-of-the-bureau", "2026-03-03"), "2026-02-25 MET_LATE 2026-03-02");
  TellLate("2026-03-03", "2026-02-25", R"(tribe_responded { child_id: "$ana" tribe_id: "$bia" notice_id: "$note"
                                            answer: TRIBE_ANSWER_NEEDS_MORE_INFORMATION })");
  EXPECT_EQ(Says("us-federal.icwa-answer-of-the-bureau", "2026-03-03"), "2026-02-25 MET 2026-02-25");
  TellLate("2026-03-04", "2026-02-01", kFedTribeJoined);
  EXPECT_EQ(Says("us-federal.icwa-answer-of-the-bureau", "2026-03-04"), "") << "the tribe is known";
}

// 25 USC 1922; 25 CFR 23.113: thirty days.
TEST_F(FederalCareClocksTest, AnEmergencyRemovalOfAnIndianChildLastsThirtyDays) {
  Remove();
  EXPECT_EQ(Says("us-federal.icwa-emergency-removal", "2026-01-20"), "") << "no reason to know";
  Tell("2026-01-20", kFedReasonToKnow);
  Tell("2026-02-20", R"(order_made { order_id: "$T" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY })");
  EXPECT_EQ(Says("us-federal.icwa-emergency-removal", "2026-02-15"), "2026-02-14 MISSED");
  EXPECT_EQ(Says("us-federal.icwa-emergency-removal", "2026-02-21"), "2026-02-14 MET_LATE 2026-02-20");
  TellLate("2026-02-21", "2026-02-14", Finding("SERIOUS_DAMAGE_LIKELY"));
  EXPECT_EQ(Says("us-federal.icwa-emergency-removal", "2026-02-21"), "2026-02-14 MET 2026-02-14");
}

// 42 USC 675a(c)(1) and (2): thirty days, and sixty.
TEST_F(FederalCareClocksTest, AProgramIsAssessedInThirtyDaysAndReviewedInSixty) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Did("2026-06-02", "qrtp-assessment");
  Did("2026-06-29", "qrtp-court-review");
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-06-01"), "2026-05-31 MISSED");
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-06-03"), "2026-05-31 MET_LATE 2026-06-02");
  EXPECT_EQ(Says("us-federal.qrtp-court-review", "2026-06-03"), "2026-06-30 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-court-review", "2026-06-30"), "2026-06-30 MET 2026-06-29");
  TellLate("2026-07-01", "2026-05-31", Duty("qrtp-assessment"));
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-07-01"), "2026-05-31 MET 2026-05-31");
}

TEST_F(FederalCareClocksTest, AProgramThatEndedIsNotAssessed) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Tell("2026-05-31", kFedPlacedAgain);
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-05-30"), "2026-05-31 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-06-10"), "");
  EXPECT_EQ(Says("us-federal.qrtp-court-review", "2026-07-10"), "");
}

// 42 USC 675a(c)(4): again and again.
TEST_F(FederalCareClocksTest, TheNeedForAProgramIsShownEverySixMonths) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Did("2026-10-20", "qrtp-shown-at-review");
  EXPECT_EQ(Says("us-federal.qrtp-shown-at-reviews", "2026-06-01"), "2026-11-01 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-shown-at-reviews", "2026-12-01"), "2026-11-01 MET 2026-10-20\n2027-04-20 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-shown-at-reviews", "2027-04-21"), "2026-11-01 MET 2026-10-20\n2027-04-20 MISSED");
}

// 42 USC 675a(c)(5): six months in all for a child under 13.
TEST_F(FederalCareClocksTest, ALongStayUnderThirteenIsApprovedAtSixMonths) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Did("2026-11-05", "qrtp-long-stay-approval");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2026-11-02"), "2026-11-01 MISSED");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2026-11-06"), "2026-11-01 MET_LATE 2026-11-05");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-a-row", "2026-11-02"), "");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-all", "2026-11-02"), "");
}

// Two stays of one child: 62 days between them do not count.
TEST_F(FederalCareClocksTest, TwoStaysInProgramsAreAddedUp) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Tell("2026-07-01", kFedPlacedAgain);
  Tell("2026-09-01", kFedProgramAgain);
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2026-10-01"), "2027-01-02 OPEN");
}

// 42 USC 675a(c)(5): from 13, twelve months in a row or eighteen in all. Ana is 13 on 2028-06-01.
TEST_F(FederalCareClocksTest, ALongStayFromThirteenIsApprovedAtTwelveAndEighteenMonths) {
  Remove("2028-01-15");
  Tell("2028-06-01", kFedProgram);
  Did("2029-05-20", "qrtp-long-stay-approval");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-a-row", "2029-01-01"), "2029-06-01 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-all", "2029-01-01"), "2029-12-01 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-a-row", "2029-06-02"), "2029-06-01 MET 2029-05-20");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-all", "2029-12-02"), "2029-12-01 MET 2029-05-20")
      << "the approval was within these months";
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2029-12-02"), "");
}

// 42 USC 671(a)(29): thirty days.
TEST_F(FederalCareClocksTest, RelativesAreToldInThirtyDays) {
  Remove();
  Tell("2026-02-21", R"(notice_sent { notice_id: "$n1" of: NOTICE_OF_NOTICE_TO_RELATIVES to_ids: "$mother" })");
  EXPECT_EQ(Says("us-federal.notice-to-relatives", "2026-02-14"), "2026-02-14 OPEN");
  EXPECT_EQ(Says("us-federal.notice-to-relatives", "2026-02-20"), "2026-02-14 MISSED");
  EXPECT_EQ(Says("us-federal.notice-to-relatives", "2026-02-22"), "2026-02-14 MET_LATE 2026-02-21");
  TellLate("2026-02-22", "2026-02-14",
           R"(notice_sent { notice_id: "$n2" of: NOTICE_OF_NOTICE_TO_RELATIVES to_ids: "$mother" })");
  EXPECT_EQ(Says("us-federal.notice-to-relatives", "2026-02-22"), "2026-02-14 MET 2026-02-14");
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-16"), "")
      << "the removal rests on no agreement";
}

// 42 USC 671(a)(35): twenty-four hours, by the clock where it was noted.
TEST_F(FederalCareClocksTest, AChildMissingIsReportedWithinADay) {
  Remove();
  TellAt("2026-04-10", "21:30", R"(absence_began { absence_id: "$A1" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY
                                    reported_to: "police" reported_on: "2026-04-11" reported_at: "21:30" })");
  Tell("2026-04-12", R"(absence_ended { absence_id: "$A1" how: ABSENCE_END_KIND_CAME_BACK })");
  EXPECT_EQ(Says("us-federal.missing-child-report", "2026-04-20"), "2026-04-11 MET 2026-04-11");
  TellAt("2026-05-10", "21:30",
         R"(absence_began { absence_id: "$A2" child_id: "$ana" kind: ABSENCE_KIND_WHEREABOUTS_UNKNOWN
                                    reported_to: "police" reported_on: "2026-05-11" reported_at: "21:31" })");
  EXPECT_EQ(Says("us-federal.missing-child-report", "2026-05-20"),
            "2026-04-11 MET 2026-04-11\n2026-05-11 MET_LATE 2026-05-11");
}

TEST_F(FederalCareClocksTest, AChildMissingWithoutAReportIsMissed) {
  Remove();
  Tell("2026-04-10", R"(absence_began { absence_id: "$A1" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  EXPECT_EQ(Says("us-federal.missing-child-report", "2026-04-11"), "2026-04-11 OPEN");
  EXPECT_EQ(Says("us-federal.missing-child-report", "2026-04-12"), "2026-04-11 MISSED");
  Did("2026-04-13", "missing-child-report");
  EXPECT_EQ(Says("us-federal.missing-child-report", "2026-04-14"), "2026-04-11 MET_LATE 2026-04-13");
  Tell("2026-05-10", R"(absence_began { absence_id: "$A2" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  Tell("2026-05-10", R"(absence_ended { absence_id: "$A2" how: ABSENCE_END_KIND_CAME_BACK })");
  Tell("2026-05-15", R"(absence_began { absence_id: "$A3" child_id: "$ana" kind: ABSENCE_KIND_HOSPITAL })");
  EXPECT_EQ(Says("us-federal.missing-child-report", "2026-05-20"), "2026-04-11 MET_LATE 2026-04-13")
      << "back, and in a hospital";
}

// 42 USC 672(e): 180 days.
TEST_F(FederalCareClocksTest, AVoluntaryPlacementIsFoundInBestInterestIn180Days) {
  Tell("2026-01-15", R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
                         authority: "agreement" authority_kind: REMOVAL_AUTHORITY_VOLUNTARY_AGREEMENT })");
  Found("2026-07-15", "PLACEMENT_IN_BEST_INTEREST");
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-14"), "2026-07-14 OPEN");
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-16"), "2026-07-14 MISSED");
  TellLate("2026-07-16", "2026-07-14", Finding("PLACEMENT_IN_BEST_INTEREST"));
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-16"), "2026-07-14 MET 2026-07-14");
}

// 42 USC 675(1)(B): from 14, which Ana is on 2029-06-01, in the sixty days before the plan.
TEST_F(FederalCareClocksTest, AYouthOfFourteenIsConsultedOnThePlan) {
  Remove("2029-01-15");
  Tell("2029-05-31", kFedCasePlan);
  EXPECT_EQ(Says("us-federal.youth-consultation", "2029-06-10"), "") << "thirteen";
  Did("2029-05-02", "youth-consultation");
  Tell("2029-07-02", kFedCasePlan);
  Did("2029-07-10", "youth-consultation");
  EXPECT_EQ(Says("us-federal.youth-consultation", "2029-07-03"), "2029-07-02 MISSED") << "61 days before do not count";
  EXPECT_EQ(Says("us-federal.youth-consultation", "2029-07-11"), "2029-07-02 MET_LATE 2029-07-10");
  TellLate("2029-07-11", "2029-05-03", Duty("youth-consultation"));
  EXPECT_EQ(Says("us-federal.youth-consultation", "2029-07-11"), "2029-07-02 MET 2029-05-03");
}

// 42 USC 675(5)(I): each year from the fourteenth birthday.
TEST_F(FederalCareClocksTest, ACreditReportIsGivenEachYearFromFourteen) {
  Remove();
  Did("2030-05-01", "credit-report");
  Did("2031-07-01", "credit-report");
  EXPECT_EQ(Says("us-federal.credit-report", "2029-05-31"), "");
  EXPECT_EQ(Says("us-federal.credit-report", "2029-06-01"), "2030-06-01 OPEN");
  EXPECT_EQ(Says("us-federal.credit-report", "2031-06-02"),
            "2030-06-01 MET 2030-05-01\n2031-06-01 MISSED\n2032-06-01 OPEN");
  EXPECT_EQ(Says("us-federal.credit-report", "2031-07-02"),
            "2030-06-01 MET 2030-05-01\n2031-06-01 MET_LATE 2031-07-01\n2032-06-01 OPEN");
}

TEST_F(FederalCareClocksTest, ACreditReportOfAnOlderChildCountsFromTheRemoval) {
  Remove("2029-09-10");
  EXPECT_EQ(Says("us-federal.credit-report", "2029-10-01"), "2030-09-10 OPEN");
}

// 42 USC 675(5)(H): ninety days before the eighteenth birthday, 2033-06-01.
TEST_F(FederalCareClocksTest, ATransitionPlanIsMadeNinetyDaysBeforeEighteen) {
  Remove();
  Did("2033-03-10", "transition-plan");
  EXPECT_EQ(Says("us-federal.transition-plan", "2032-05-31"), "");
  EXPECT_EQ(Says("us-federal.transition-plan", "2032-06-01"), "2033-03-03 OPEN");
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-03-04"), "2033-03-03 MISSED");
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-03-11"), "2033-03-03 MET_LATE 2033-03-10");
  TellLate("2033-03-11", "2033-03-03", Duty("transition-plan"));
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-03-11"), "2033-03-03 MET 2033-03-03");
}

// 42 USC 624(f): one for each full month in care; the child is seen, and a later month does not make good.
TEST_F(FederalCareClocksTest, AVisitIsMadeInEachFullMonth) {
  Remove();
  Visited("2026-01-20", "MONTHLY_VISIT", "ana");
  Visited("2026-02-20", "MONTHLY_VISIT", "ana");
  Visited("2026-03-05", "MONTHLY_VISIT", "ana", "TRIED");
  Visited("2026-03-06", "HOME_VISIT", "mother");
  Visited("2026-03-07", "CALL", "ana");
  Visited("2026-04-02", "HOME_VISIT", "ana");
  EXPECT_EQ(Says("us-federal.monthly-visit", "2026-02-10"), "2026-02-28 WINDOW_OPEN");
  EXPECT_EQ(Says("us-federal.monthly-visit", "2026-05-05"),
            "2026-02-28 MET 2026-02-20\n2026-03-31 MISSED\n2026-04-30 MET 2026-04-02\n2026-05-31 WINDOW_OPEN");
  Tell("2026-05-20", kFedLeftCare);
  EXPECT_EQ(Says("us-federal.monthly-visit", "2026-06-05"),
            "2026-02-28 MET 2026-02-20\n2026-03-31 MISSED\n2026-04-30 MET 2026-04-02");
}

// 45 CFR 1355.44: the day that counts is that on which the entry was recorded.
TEST_F(FederalCareClocksTest, RemovalAndExitAreEnteredInThirtyDays) {
  TellLate("2026-02-14", "2026-01-15", kRemoved);
  TellLate("2026-06-01", "2026-05-01", kFedLeftCare);
  TellLate("2026-09-01", "2026-08-01", kFedRemovedAgain);
  Tell("2026-10-01", R"(care_episode_ended { removal_id: "$R2" child_id: "$ana" reason: EXIT_REASON_REUNIFIED })");
  EXPECT_EQ(Says("us-federal.afcars-removal", "2026-12-01"),
            "2026-02-14 MET 2026-02-14\n2026-08-31 MET_LATE 2026-09-01");
  EXPECT_EQ(Says("us-federal.afcars-exit", "2026-12-01"), "2026-05-31 MET_LATE 2026-06-01\n2026-10-31 MET 2026-10-01");
}

// The elements of 2020 begin on 2022-10-01.
TEST_F(FederalCareClocksTest, ARemovalBeforeTheNewElementsHasNoTransactionDate) {
  TellLate("2022-11-30", "2022-09-30", kRemoved);
  EXPECT_EQ(Says("us-federal.afcars-removal", "2022-12-31"), "");
}

}  // namespace
}  // namespace casejournal::projections
