// Ohio's clocks of reviews, custody, and placements, one by one: when each is due, that it is met in time, and what is
// missed or late. In a case before the court Ana was removed and placed on 2026-01-15, and the complaint was filed on
// 2026-01-16.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ohio_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::kComplaint;
using casejournal::testing::kOhioLeftCare;
using casejournal::testing::kOhioPlan;
using casejournal::testing::kOhioSignedByTheMother;
using casejournal::testing::kPlaced;
using casejournal::testing::OhioCase;

class OhioCustodyClocksTest : public OhioCase {};

// OAC 5101:2-38-09: a fixed grid; more often is allowed, and moves nothing.
TEST_F(OhioCustodyClocksTest, CaseReviewsKeepTheirGrid) {
  GoToCourt();
  EXPECT_EQ(Says("us-oh.case-review", "2026-04-16"), "2026-04-15 MISSED\n2026-07-14 OPEN");
  Tell("2026-04-20", Review("M1", "CASE_REVIEW"));
  Tell("2026-05-20", Review("M2", "SEMI_ANNUAL_REVIEW"));
  Tell("2026-06-01", Review("M3", "CASE_REVIEW"));
  EXPECT_EQ(Says("us-oh.case-review", "2026-06-02"),
            "2026-04-15 MET_LATE 2026-04-20\n2026-07-14 MET 2026-05-20\n2026-10-12 OPEN");
}

// OAC 5101:2-38-09 and -10: the earliest of the four; without a court, a parent's signature.
TEST_F(OhioCustodyClocksTest, ReviewsBeginFromTheEarliestOfFour) {
  Tell("2026-03-01", kOhioPlan);
  Tell("2026-03-02", kOhioSignedByTheMother);
  EXPECT_EQ(Says("us-oh.case-review", "2026-03-20"), "2026-05-31 OPEN");
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-03-20"), "2026-08-29 OPEN");
  Tell("2026-08-20", Review("M1", "SEMI_ANNUAL_REVIEW", Panel(1, 1)));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-08-21"), "2026-08-29 MET 2026-08-20\n2027-02-25 OPEN")
      << "two are enough";
  TellLate("2026-08-21", "2026-02-20", Order("S", "PROTECTIVE_SUPERVISION"));
  EXPECT_EQ(MomentOn("us-oh.review-anchor", "2026-03-20"), "2026-02-20");
  TellLate("2026-08-22", "2026-02-10", kPlaced);
  EXPECT_EQ(MomentOn("us-oh.review-anchor", "2026-03-20"), "2026-02-10");
  TellLate("2026-08-23", "2026-02-01", kComplaint);
  EXPECT_EQ(MomentOn("us-oh.review-anchor", "2026-03-20"), "2026-02-01");
}

// OAC 5101:2-38-09 and -10: five working days after the submission. 2026-05-25 is Memorial Day; 2026-07-03 stands for
// the Fourth, a Saturday.
TEST_F(OhioCustodyClocksTest, ReviewsAreApprovedInFiveWorkingDays) {
  GoToCourt();
  Tell("2026-05-10", Review("M1", "CASE_REVIEW"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-19"), "") << "it was not submitted";
  Tell("2026-05-20", Submission("M1"));
  Tell("2026-05-22", Approval("M1", "RETURNED"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-29"), "2026-05-28 MISSED");
  Tell("2026-05-29", Approval("M1"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-30"), "2026-05-28 MET_LATE 2026-05-29");
  TellLate("2026-05-30", "2026-05-28", Approval("M1"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-30"), "2026-05-28 MET 2026-05-28");
  Tell("2026-06-25", Review("M2", "SEMI_ANNUAL_REVIEW"));
  Tell("2026-07-01", Submission("M2"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-approved", "2026-07-02"), "2026-07-09 OPEN") << "M1 was approved";
  Tell("2026-07-10", Approval("M2"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-approved", "2026-07-10"), "2026-07-09 MET_LATE 2026-07-10");
  TellLate("2026-07-11", "2026-07-09", Approval("M2"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-approved", "2026-07-11"), "2026-07-09 MET 2026-07-09");
}

// OAC 5101:2-38-09: a review that was returned and is submitted again has five working days again.
TEST_F(OhioCustodyClocksTest, TheLastSubmissionCounts) {
  GoToCourt();
  Tell("2026-05-10", Review("M1", "CASE_REVIEW"));
  Tell("2026-05-11", Submission("M1"));
  Tell("2026-05-14", Approval("M1", "RETURNED"));
  Tell("2026-06-01", Submission("M1"));

  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-06-02"), "2026-06-08 OPEN");
}

// OAC 5101:2-38-09: at closing, unless a review of the thirty days before recorded it, or no plan was due yet.
TEST_F(OhioCustodyClocksTest, AClosingNamesAReviewOfTheThirtyDaysBefore) {
  GoToCourt();
  Tell("2026-07-10", Review("M1", "CASE_REVIEW"));
  Tell("2026-08-10", R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED review_id: "$M1" })");
  EXPECT_EQ(Says("us-oh.case-review-at-closing", "2026-08-11"), "") << "no plan";
  TellLate("2026-08-11", "2026-03-01", kOhioPlan);
  EXPECT_EQ(Says("us-oh.case-review-at-closing", "2026-08-11"), "2026-08-10 MISSED");
  TellLate("2026-08-12", "2026-07-11", Review("M1", "CASE_REVIEW"));
  EXPECT_EQ(Says("us-oh.case-review-at-closing", "2026-08-12"), "2026-08-10 MET 2026-07-11");
}

// OAC 5101:2-38-10: the grid does not move with the day on which it was done, and nothing counts before its window.
TEST_F(OhioCustodyClocksTest, AReviewTenDaysEarlyMovesNoDate) {
  GoToCourt();
  Tell("2026-06-13", Review("M0", "SEMI_ANNUAL_REVIEW"));
  Tell("2026-07-04", Review("M1", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-06-13"), "2026-07-14 OPEN");
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-06-14"), "2026-07-14 WINDOW_OPEN") << "a day too early";
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-05"), "2026-07-14 MET 2026-07-04\n2027-01-10 OPEN");
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2027-01-11"),
            "2026-07-14 MET 2026-07-04\n2027-01-10 MISSED\n2027-07-09 OPEN");
  Tell("2027-01-20", Review("M2", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2027-01-21"),
            "2026-07-14 MET 2026-07-04\n2027-01-10 MET_LATE 2027-01-20\n2027-07-09 OPEN");
}

// ORC 2151.416: three, one of whom is not responsible for the plan; a hearing may stand in.
TEST_F(OhioCustodyClocksTest, APanelTooSmallIsNoReview) {
  GoToCourt();
  Tell("2026-07-01", Review("M1", "SEMI_ANNUAL_REVIEW", Panel(1, 1)));
  Tell("2026-07-02", Review("M2", "SEMI_ANNUAL_REVIEW", Panel(3, 0)));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-03"), "2026-07-14 WINDOW_OPEN");
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2026-07-03"), "2026-07-15 OPEN");
  Tell("2026-07-06", Review("M3", "SEMI_ANNUAL_REVIEW", " hearing_id: \"$H\""));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-07"), "2026-07-14 MET 2026-07-06\n2027-01-10 OPEN");
}

// OAC 5101:2-38-10: seven days' notice; the call of the meeting is one.
TEST_F(OhioCustodyClocksTest, TheFamilyIsToldSevenDaysBeforeTheReview) {
  GoToCourt();
  Tell("2026-07-10",
       R"(meeting_called { meeting_id: "$M1" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW held_on: "2026-07-14" })");
  EXPECT_EQ(Says("us-oh.semi-annual-review-notice", "2026-07-11"), "2026-07-07 MET_LATE 2026-07-10");
  TellLate("2026-07-11", "2026-07-07", Notice("NOTICE_OF_A_REVIEW", "meeting_id: \"$M1\""));
  EXPECT_EQ(Says("us-oh.semi-annual-review-notice", "2026-07-11"), "2026-07-07 MET 2026-07-07");
}

// OAC 5101:2-38-04: a private agency's own clock takes the place of the other.
TEST_F(OhioCustodyClocksTest, APrivateAgencyHasItsOwnSemiAnnualReview) {
  GoToCourt();
  Tell("2026-07-16", Review("M1", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.private-agency-semi-annual-review", "2026-07-15"), "");
  Choose("choose: \"private-agency\"");
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-15"), "");
  EXPECT_EQ(Says("us-oh.private-agency-semi-annual-review", "2026-07-17"),
            "2026-07-14 MET_LATE 2026-07-16\n2027-01-10 OPEN");
}

// ORC 2151.416: six months, anew from a later order; a court's hearing can stand in.
TEST_F(OhioCustodyClocksTest, ALaterOrderBeginsSixMonthsAnew) {
  GoToCourt();
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2026-07-16"), "2026-07-15 MISSED\n2027-01-15 OPEN");
  Tell("2026-07-20", Hearing("REVIEW"));
  Tell("2027-01-10", Order("E", "EXTENSION_OF_TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2027-02-01"),
            "2026-07-15 MET_LATE 2026-07-20\n2027-07-10 OPEN");
  TellLate("2027-02-01", "2026-07-10", Review("M1", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2026-07-16"), "2026-07-15 MET 2026-07-10\n2027-01-15 OPEN");
}

// ORC 1.14: 2026-08-16 is a Sunday; the next date is counted from the beginning.
TEST_F(OhioCustodyClocksTest, ARolledReviewMovesNoLaterOne) {
  Tell("2026-02-16", Order("S", "SHELTER_CARE"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2026-08-18"), "2026-08-17 MISSED\n2027-02-16 OPEN");
}

// ORC 2151.416(D): seven days, in court cases. From 2026-06-28 that is Sunday, 2026-07-05.
TEST_F(OhioCustodyClocksTest, TheSummaryOfTheReviewIsFiledInSevenDays) {
  Tell("2026-06-28", Review("M1", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.review-summary-filed", "2026-07-01"), "") << "no court";
  TellLate("2026-07-01", "2026-01-16", kComplaint);
  Tell("2026-07-07", R"(filed_with_court { what: FILING_KIND_REVIEW_SUMMARY meeting_id: "$M1" })");
  EXPECT_EQ(Says("us-oh.review-summary-filed", "2026-07-06"), "2026-07-06 OPEN");
  EXPECT_EQ(Says("us-oh.review-summary-filed", "2026-07-08"), "2026-07-06 MET_LATE 2026-07-07");
  TellLate("2026-07-08", "2026-07-06", R"(filed_with_court { what: FILING_KIND_REVIEW_SUMMARY meeting_id: "$M1" })");
  EXPECT_EQ(Says("us-oh.review-summary-filed", "2026-07-08"), "2026-07-06 MET 2026-07-06");
}

// ORC 2151.417: each year from the first placement. 2029-01-15 is Martin Luther King Day.
TEST_F(OhioCustodyClocksTest, TheCourtReviewsEachYear) {
  GoToCourt();
  Tell("2027-01-10", Hearing("PERMANENCY"));
  Tell("2028-01-20", Hearing("REVIEW", "has_permanency_hearing_form: true"));
  EXPECT_EQ(Says("us-oh.annual-court-review", "2028-01-16"),
            "2027-01-15 MET 2027-01-10\n2028-01-15 MISSED\n2029-01-16 OPEN");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2028-01-21"),
            "2027-01-15 MET 2027-01-10\n2028-01-15 MET_LATE 2028-01-20\n2029-01-16 OPEN");
}

// ORC 2151.417: thirty days after the finding; 2026-05-03 is a Sunday.
TEST_F(OhioCustodyClocksTest, NoEffortsRequiredBringsACourtReviewInThirtyDays) {
  GoToCourt();
  Tell("2026-04-03",
       R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_NO_REASONABLE_EFFORTS_REQUIRED })");
  Tell("2026-05-05", Hearing("PERMANENCY"));
  EXPECT_EQ(Says("us-oh.court-review-where-no-efforts-are-required", "2026-05-04"), "2026-05-04 OPEN");
  EXPECT_EQ(Says("us-oh.court-review-where-no-efforts-are-required", "2026-05-06"), "2026-05-04 MET_LATE 2026-05-05");
  TellLate("2026-05-06", "2026-05-04", Hearing("PERMANENCY"));
  EXPECT_EQ(Says("us-oh.court-review-where-no-efforts-are-required", "2026-05-06"), "2026-05-04 MET 2026-05-04");
}

// ORC 2151.353; Juv.R. 14: a motion of the last 180 days keeps custody alive, a late one does not.
TEST_F(OhioCustodyClocksTest, ATimelyMotionKeepsTemporaryCustodyAlive) {
  GoToCourt();
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2026-03-20"), "") << "no temporary custody";
  Tell("2026-03-21", Order("T", "TEMPORARY_CUSTODY"));
  Tell("2026-07-18", Motion("LEGAL_CUSTODY"));
  Tell("2026-12-01", R"(filed_with_court { what: FILING_KIND_MOTION child_id: "$ana" })");
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2026-12-02"), "2027-01-15 WINDOW_OPEN")
      << "one too early, one for nothing";
  Tell("2027-01-20", Motion("LEGAL_CUSTODY"));
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2027-01-21"), "2027-01-15 MISSED");
  TellLate("2027-01-21", "2026-12-10", Motion("LEGAL_CUSTODY"));
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2027-01-21"), "2027-01-15 MET 2026-12-10");
}

TEST_F(OhioCustodyClocksTest, TheMotionForAnExtensionDoesNotKeepTheExtensionAlive) {
  GoToCourt();
  Tell("2026-03-21", Order("T", "TEMPORARY_CUSTODY"));
  Tell("2026-12-10", Motion("EXTENSION_OF_TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2027-01-09"), "2027-01-15 MET 2026-12-10");
  Tell("2027-01-10", Order("E", "EXTENSION_OF_TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2027-01-15"), "2027-07-15 OPEN");
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2027-01-16"), "2027-07-15 WINDOW_OPEN");
  EXPECT_EQ(Says("us-oh.motion-for-disposition", "2027-01-11"), "2027-06-15 OPEN");
  Tell("2027-03-01", Order("L", "LEGAL_CUSTODY"));
  EXPECT_EQ(Says("us-oh.temporary-custody-ends", "2027-08-01") + Says("us-oh.motion-for-disposition", "2027-08-01"), "")
      << "over";
}

// ORC 2151.415(A): thirty days before custody ends, or before an earlier hearing.
TEST_F(OhioCustodyClocksTest, AMotionForDispositionIsFiledThirtyDaysBefore) {
  GoToCourt();
  Tell("2026-03-21", Order("T", "TEMPORARY_CUSTODY"));
  Tell("2026-10-01", HearingSet("PERMANENCY", "2026-12-01"));
  Tell("2026-12-20", Motion("LEGAL_CUSTODY"));
  EXPECT_EQ(Says("us-oh.motion-for-disposition", "2026-12-17"), "2026-12-16 MISSED");
  EXPECT_EQ(Says("us-oh.motion-for-disposition", "2026-12-21"), "2026-12-16 MET_LATE 2026-12-20");
  EXPECT_EQ(Says("us-oh.motion-for-disposition-before-the-hearing", "2026-11-02"), "2026-11-01 MISSED");
  EXPECT_EQ(Says("us-oh.motion-for-disposition-before-the-hearing", "2026-12-21"), "2026-11-01 MET_LATE 2026-12-20");
  TellLate("2026-12-21", "2026-10-30", Motion("PERMANENT_CUSTODY"));
  EXPECT_EQ(Says("us-oh.motion-for-disposition", "2026-12-21"), "2026-12-16 MET 2026-10-30");
  EXPECT_EQ(Says("us-oh.motion-for-disposition-before-the-hearing", "2026-12-21"), "2026-11-01 MET 2026-10-30");
}

// ORC 2151.413(D)(1): custody counts, a trial home visit too.
TEST_F(OhioCustodyClocksTest, TwelveMonthsOfCustodyBringAMotionForPermanentCustody) {
  GoToCourt();
  Tell("2026-05-01",
       R"(placement_began { placement_id: "$V" child_id: "$ana" type: PLACEMENT_TYPE_TRIAL_HOME_VISIT })");
  Tell("2026-08-01", R"(placement_began { placement_id: "$P2" child_id: "$ana" type: PLACEMENT_TYPE_FOSTER_HOME })");
  Tell("2027-03-20", Motion("PERMANENT_CUSTODY"));
  EXPECT_EQ(Says("us-oh.permanent-custody-12-of-22", "2027-03-17"), "2027-03-16 MISSED");
  EXPECT_EQ(Says("us-oh.permanent-custody-12-of-22", "2027-03-21"), "2027-03-16 MET_LATE 2027-03-20");
  TellLate("2027-03-21", "2027-03-16", Motion("PERMANENT_CUSTODY"));
  EXPECT_EQ(Says("us-oh.permanent-custody-12-of-22", "2027-03-21"), "2027-03-16 MET 2027-03-16");
}

// 181 days between two times in custody; the exceptions of ORC 2151.413(D)(3).
TEST_F(OhioCustodyClocksTest, TwelveMonthsAreAddedUpAndExcepted) {
  GoToCourt();
  Tell("2026-09-16", kOhioLeftCare);
  Tell("2027-01-15",
       R"(child_removed { removal_id: "$R2" child_id: "$ana" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })");
  Tell("2027-09-01", R"(filing_exception_documented { child_id: "$ana" kind: FILING_EXCEPTION_KIND_RELATIVE_CARE })");
  Tell("2027-09-02",
       R"(filing_exception_documented { child_id: "$ana" kind: FILING_EXCEPTION_KIND_COMPELLING_REASON })");
  EXPECT_EQ(Says("us-oh.permanent-custody-12-of-22", "2027-09-14"), "2027-09-13 MISSED");
  Tell(
      "2027-09-13",
      R"(filing_exception_documented { child_id: "$ana" kind: FILING_EXCEPTION_KIND_COMPELLING_REASON digest: "@v1" })");
  EXPECT_EQ(Says("us-oh.permanent-custody-12-of-22", "2027-09-14"), "2027-09-13 EXCEPTED");
}

// ORC 2151.414(A)(2): 120 days from the motion, 2027-07-04, a Sunday, whose holiday is kept on Monday; 200 days.
TEST_F(OhioCustodyClocksTest, PermanentCustodyIsHeardIn120DaysAndRuledOnIn200) {
  GoToCourt();
  Tell("2027-03-06", Motion("PERMANENT_CUSTODY"));
  Tell("2027-06-20", Hearing("MOTION", "continued_to: \"2027-07-08\""));
  Tell("2027-07-08", Hearing("MOTION"));
  EXPECT_EQ(Says("us-oh.permanent-custody-hearing", "2027-07-07"), "2027-07-06 MISSED") << "continued";
  EXPECT_EQ(Says("us-oh.permanent-custody-hearing", "2027-07-09"), "2027-07-06 MET_LATE 2027-07-08");
  TellLate("2027-07-09", "2027-07-06", Hearing("MOTION"));
  EXPECT_EQ(Says("us-oh.permanent-custody-hearing", "2027-07-09"), "2027-07-06 MET 2027-07-06");
  Tell("2027-09-24", R"(duty_performed { child_id: "$ana" duty: "permanent-custody-ruling" })");
  EXPECT_EQ(Says("us-oh.permanent-custody-ruling", "2027-09-25"), "2027-09-22 MET_LATE 2027-09-24");
  TellLate("2027-09-25", "2027-09-22", Order("C", "PERMANENT_CUSTODY"));
  EXPECT_EQ(Says("us-oh.permanent-custody-ruling", "2027-09-25"), "2027-09-22 MET 2027-09-22");
}

// OAC 5101:2-42-93: a motion before a change of a placement set by the court, or seven days after it.
TEST_F(OhioCustodyClocksTest, AChangeOfAPlacementSetByTheCourtIsFiled) {
  Tell(
      "2026-01-15",
      R"(placement_began { placement_id: "$P" child_id: "$ana" type: PLACEMENT_TYPE_FOSTER_HOME set_by_the_court: true })");
  Tell("2026-01-30", R"(filed_with_court { what: FILING_KIND_MOTION child_id: "$ana" })");
  Tell("2026-05-01", R"(placement_ended { placement_id: "$P" reason: "moved" change: PLACEMENT_CHANGE_RELATIVE })");
  Tell("2026-05-09", R"(filed_with_court { what: FILING_KIND_EMERGENCY_STATEMENT child_id: "$ana" })");
  EXPECT_EQ(Says("us-oh.placement-change-filed", "2026-05-08"), "2026-05-08 WINDOW_OPEN")
      << "a motion of 91 days before";
  EXPECT_EQ(Says("us-oh.placement-change-filed", "2026-05-10"), "2026-05-08 MET_LATE 2026-05-09");
  TellLate("2026-05-10", "2026-01-31", R"(filed_with_court { what: FILING_KIND_MOTION child_id: "$ana" })");
  EXPECT_EQ(Says("us-oh.placement-change-filed", "2026-05-10"), "2026-05-08 MET 2026-01-31");
  EXPECT_EQ(Says("us-oh.placement-change-notice", "2026-05-10"), "");
}

// OAC 5101:2-42-93: otherwise written notice by the day of the change; a return home is no such change.
TEST_F(OhioCustodyClocksTest, AChangeOfAnotherPlacementIsTold) {
  Tell("2026-01-15", kPlaced);
  Tell("2026-05-01", R"(placement_ended { placement_id: "$P" reason: "moved" change: PLACEMENT_CHANGE_RELATIVE })");
  Tell("2026-05-03", Notice("NOTICE_OF_A_PLACEMENT_CHANGE"));
  EXPECT_EQ(Says("us-oh.placement-change-notice", "2026-05-02"), "2026-05-01 MISSED");
  EXPECT_EQ(Says("us-oh.placement-change-notice", "2026-05-04"), "2026-05-01 MET_LATE 2026-05-03");
  TellLate("2026-05-04", "2026-04-25", Notice("NOTICE_OF_A_PLACEMENT_CHANGE"));
  EXPECT_EQ(Says("us-oh.placement-change-notice", "2026-05-04"), "2026-05-01 MET 2026-04-25");
  EXPECT_EQ(Says("us-oh.placement-change-filed", "2026-05-04"), "");
  Tell("2026-05-05", R"(placement_began { placement_id: "$P2" child_id: "$ana" type: PLACEMENT_TYPE_RELATIVE_HOME })");
  Tell("2026-06-01",
       R"(placement_ended { placement_id: "$P2" reason: "home" change: PLACEMENT_CHANGE_REUNIFICATION })");
  EXPECT_EQ(Says("us-oh.placement-change-notice", "2026-06-02"), "2026-05-01 MET 2026-04-25");
}

}  // namespace
}  // namespace casejournal::projections
