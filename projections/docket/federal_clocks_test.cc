// The federal clocks, one by one: when each is due, that it is met in time, and what is missed or late. Unless a test
// says otherwise, Ana was removed and placed on 2026-01-15, so that she entered foster care on 2026-03-16.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/federal_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::FederalCase;
using casejournal::testing::kAdjudicated;
using casejournal::testing::kFedCasePlan;
using casejournal::testing::kFedLeftCare;
using casejournal::testing::kFedPlacedAgain;
using casejournal::testing::kFedRemovedAgain;
using casejournal::testing::kRemoved;

constexpr char kFedVisitBegan[] =
    R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria" type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })";
constexpr char kFedVisitExtended[] =
    R"(order_made { order_id: "$X" child_id: "$ana" kind: ORDER_KIND_PLACEMENT_OR_VISITS ends_on: "2027-01-31" })";
constexpr char kFedReviewed[] =
    R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
        panel { staff { subject: "1" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
        panel { staff { subject: "2" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })";
constexpr char kFedPermanencyHearing[] =
    R"(hearing_held { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_PERMANENCY has_permanency_hearing_form: true })";
constexpr char kFedMotion[] =
    R"(filed_with_court { what: FILING_KIND_MOTION relief: DISPOSITION_SOUGHT_PERMANENT_CUSTODY child_id: "$ana" })";

class FederalClocksTest : public FederalCase {};

// 42 USC 675(5)(F): the earlier of the two days.
TEST_F(FederalClocksTest, FosterCareIsEnteredOnTheDayOfAnEarlierFinding) {
  Tell("2026-01-10", kAdjudicated);
  Remove();
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-06-01"), "2026-03-16")
      << "a finding before the removal is none";
  Tell("2026-02-10", kAdjudicated);
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-06-01"), "2026-02-10");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-06-01"), "2026-08-10 OPEN");
}

// 42 USC 675(5)(F): a new day for each removal.
TEST_F(FederalClocksTest, EachRemovalHasItsOwnEntryIntoFosterCare) {
  Remove();
  Tell("2026-06-01", kFedLeftCare);
  Tell("2026-09-01", kFedRemovedAgain);
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2026-12-01"), "2026-10-31");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-12-01"), "2027-04-30 OPEN")
      << "that of the first stay ended with it";
}

// 45 CFR 1356.21(e): no new day after a trial home visit within its limit.
TEST_F(FederalClocksTest, AVisitWithinItsLimitLeavesTheEntryAsItWas) {
  Remove();
  Tell("2026-05-01", kFedVisitBegan);
  Tell("2026-11-01", R"(placement_ended { placement_id: "$V" reason: "failed" })");
  Tell("2026-11-01", kFedPlacedAgain);
  EXPECT_EQ(Says("us-federal.trial-home-visit", "2026-12-15"), "2026-11-01 MET 2026-11-01");
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2027-03-01"), "2026-03-16");
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2027-03-01"), "2026-01-15");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2027-03-01"), "2026-03-16 MISSED")
      << "and no new findings";
}

// CFSR On-Site Review Instrument, question J: twenty-four hours.
TEST_F(FederalClocksTest, AStayUnderTwentyFourHoursIsNoEntryForTheReviews) {
  TellAt("2026-01-15", "10:00", kRemoved);
  TellAt("2026-01-16", "09:59", kFedLeftCare);
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2026-03-01"), "");
  TellAt("2026-03-02", "10:00", kFedRemovedAgain);
  TellAt("2026-03-03", "10:00",
         R"(care_episode_ended { removal_id: "$R2" child_id: "$ana" reason: EXIT_REASON_REUNIFIED })");
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2026-04-01"), "2026-03-02") << "to the minute twenty-four";
}

TEST_F(FederalClocksTest, WithoutTimesADayIsTwentyFourHours) {
  Tell("2026-01-15", kRemoved);
  Tell("2026-01-16", kFedLeftCare);
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2026-03-01"), "2026-01-15");
}

// 45 CFR 1356.21(e): beyond six months the child has returned home, and the next placement needs new findings.
TEST_F(FederalClocksTest, AVisitOverSixMonthsEndsTheStay) {
  Remove();
  Tell("2026-05-01", kFedVisitBegan);
  Tell("2026-11-05", kFedVisitExtended);
  Tell("2026-12-01", kFedPlacedAgain);
  EXPECT_EQ(Says("us-federal.trial-home-visit", "2026-10-31"), "2026-11-01 OPEN");
  EXPECT_EQ(Says("us-federal.trial-home-visit", "2026-11-02"), "2026-11-01 MISSED");
  EXPECT_EQ(Says("us-federal.trial-home-visit", "2026-12-02"), "2026-11-01 MISSED") << "the order came too late";
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2027-02-15"), "2026-12-01");
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2027-02-15"), "2027-01-30");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2027-01-15"),
            "2026-03-16 MISSED\n2027-01-30 OPEN");
}

TEST_F(FederalClocksTest, TheCourtsExtensionKeepsTheVisitWithinTheStay) {
  Remove();
  Tell("2026-05-01", kFedVisitBegan);
  Tell("2026-10-20", kFedVisitExtended);
  Tell("2026-12-01", kFedPlacedAgain);
  EXPECT_EQ(Says("us-federal.trial-home-visit", "2026-12-15"), "2026-11-01 MET 2026-10-20");
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2027-02-15"), "2026-01-15");
  EXPECT_EQ(MomentOn("us-federal.entered-foster-care", "2027-02-15"), "2026-03-16");
}

// 45 CFR 1356.21(g)(2): sixty days; federal law requires no approval by a court.
TEST_F(FederalClocksTest, ACasePlanIsMadeWithinSixtyDays) {
  Remove();
  Tell(
      "2026-02-01",
      R"(plan_version_drawn_up { plan_id: "$other" kind: PLAN_KIND_SUPPLEMENTAL children_ids: "$ana" digest: "@s1" })");
  Tell("2026-03-17", kFedCasePlan);
  EXPECT_EQ(Says("us-federal.case-plan", "2026-03-16"), "2026-03-16 OPEN");
  EXPECT_EQ(Says("us-federal.case-plan", "2026-03-17"), "2026-03-16 MET_LATE 2026-03-17");
  TellLate("2026-03-18", "2026-03-16", kFedCasePlan);
  EXPECT_EQ(Says("us-federal.case-plan", "2026-03-18"), "2026-03-16 MET 2026-03-16");
}

// Child Welfare Policy Manual 8.3C.1: applies if the agency chose it.
TEST_F(FederalClocksTest, ThePlanFollowsEachPlacementWhereThatIsChosen) {
  Remove();
  Tell("2026-03-10", kFedCasePlan);
  Tell("2026-05-01", kFedPlacedAgain);
  Tell("2026-07-05", kFedCasePlan);
  EXPECT_EQ(Says("us-federal.case-plan-on-each-placement", "2026-07-01"), "");
  Choose("choose: \"plan-on-each-placement\"");
  EXPECT_EQ(Says("us-federal.case-plan-on-each-placement", "2026-06-30"), "2026-03-16 MET 2026-03-10\n2026-06-30 OPEN");
  EXPECT_EQ(Says("us-federal.case-plan-on-each-placement", "2026-07-01"),
            "2026-03-16 MET 2026-03-10\n2026-06-30 MISSED");
  EXPECT_EQ(Says("us-federal.case-plan-on-each-placement", "2026-07-06"),
            "2026-03-16 MET 2026-03-10\n2026-06-30 MET_LATE 2026-07-05");
}

// 45 CFR 1356.21(b)(1): sixty days; a late finding does not help.
TEST_F(FederalClocksTest, EffortsToPreventRemovalAreFoundWithinSixtyDays) {
  Remove();
  Found("2026-03-17", "REASONABLE_EFFORTS_TO_PREVENT_REMOVAL");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2026-03-16"), "2026-03-16 OPEN");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2026-03-18"), "2026-03-16 MISSED");
  TellLate("2026-03-18", "2026-03-16", Finding("REASONABLE_EFFORTS_TO_PREVENT_REMOVAL"));
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2026-03-18"), "2026-03-16 MET 2026-03-16");
}

TEST_F(FederalClocksTest, AFindingThirtyDaysBeforeTheRemovalCounts) {
  Found("2025-12-15", "REASONABLE_EFFORTS_TO_PREVENT_REMOVAL");
  Remove();
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2026-03-18"), "2026-03-16 MISSED")
      << "31 days before";
  TellLate("2026-03-18", "2025-12-16", Finding("REASONABLE_EFFORTS_TO_PREVENT_REMOVAL"));
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-prevent-removal", "2026-03-18"), "2026-03-16 MET 2025-12-16");
}

// 45 CFR 1356.21(c): in the first order, not in a later one.
TEST_F(FederalClocksTest, ContraryToWelfareCountsInTheFirstOrderOnly) {
  Remove();
  EXPECT_EQ(Says("us-federal.contrary-to-welfare", "2026-01-15"), "") << "no order yet";
  Tell("2026-01-16", R"(order_made { order_id: "$S" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE })");
  Tell("2026-03-21", R"(order_made { order_id: "$T" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY })");
  Tell("2026-03-21",
       R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE order_id: "$T" })");
  Found("2026-03-22", "CONTRARY_TO_WELFARE");
  EXPECT_EQ(Says("us-federal.contrary-to-welfare", "2026-04-01"), "2026-01-16 MISSED");
  TellLate("2026-04-01", "2026-01-16",
           R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE order_id: "$S" })");
  EXPECT_EQ(Says("us-federal.contrary-to-welfare", "2026-04-01"), "2026-01-16 MET 2026-01-16");
  Tell("2026-06-01", kFedLeftCare);
  Tell("2026-07-01", kFedRemovedAgain);
  Tell("2026-07-02", R"(order_made { order_id: "$U" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE })");
  Found("2026-07-02", "CONTRARY_TO_WELFARE");
  EXPECT_EQ(Says("us-federal.contrary-to-welfare", "2026-08-01"),
            "2026-01-16 MET 2026-01-16\n2026-07-02 MET 2026-07-02");
}

// 45 CFR 1356.21(b)(2): twelve months, then twelve months after each finding.
TEST_F(FederalClocksTest, EffortsToFinalizeAreFoundTwelveMonthsAfterTheLastFinding) {
  Remove();
  Found("2026-11-01", "REASONABLE_EFFORTS_TO_REUNIFY");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-finalize", "2026-11-02"), "2027-03-16 OPEN");
  Found("2026-12-01", "REASONABLE_EFFORTS_TO_FINALIZE");
  Found("2027-12-20", "REASONABLE_EFFORTS_TO_FINALIZE");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-finalize", "2027-01-01"),
            "2027-03-16 MET 2026-12-01\n2027-12-01 OPEN");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-finalize", "2027-12-02"),
            "2027-03-16 MET 2026-12-01\n2027-12-01 MISSED");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-finalize", "2028-01-01"),
            "2027-03-16 MET 2026-12-01\n2027-12-01 MET_LATE 2027-12-20\n2028-12-20 OPEN");
}

// 42 USC 675(5)(B): each review begins six new months, also during a trial home visit.
TEST_F(FederalClocksTest, EachReviewBeginsSixMonthsAnew) {
  Remove();
  Tell("2026-08-03", kFedReviewed);
  Tell("2027-01-10", kFedVisitBegan);
  Tell("2027-02-20", R"(hearing_held { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_REVIEW })");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-03-01"), "") << "not in foster care yet";
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-08-04"), "2026-09-16 MET 2026-08-03\n2027-02-03 OPEN");
  EXPECT_EQ(Says("us-federal.six-month-review", "2027-02-04"), "2026-09-16 MET 2026-08-03\n2027-02-03 MISSED");
  EXPECT_EQ(Says("us-federal.six-month-review", "2027-03-01"),
            "2026-09-16 MET 2026-08-03\n2027-02-03 MET_LATE 2027-02-20\n2027-08-20 OPEN");
}

// 42 USC 675(6): one of the panel is not responsible for the plan or its services.
TEST_F(FederalClocksTest, APanelOfThoseResponsibleIsNoReview) {
  Remove();
  Tell("2026-09-10", R"(review_held { meeting_id: "$N" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
                         panel { staff { subject: "1" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
                         panel { staff { subject: "3" } seat: PANEL_SEAT_SUPERVISOR responsible_for_plan: true } })");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-17"), "2026-09-16 MISSED");
  Tell("2026-09-20", R"(review_held { meeting_id: "$O" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW hearing_id: "$H" })");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-21"), "2026-09-16 MET_LATE 2026-09-20\n2027-03-20 OPEN");
}

// 42 USC 675(6): whoever the case is assigned to is responsible for its management, also if the entry says otherwise.
TEST_F(FederalClocksTest, NobodyIsTheIndependentMemberOfTheirOwnCase) {
  const auto assigned = [](absl::string_view subject, absl::string_view part, absl::string_view issuer = "wren") {
    return absl::StrCat("case_assigned { part: ASSIGNMENT_PART_", part, " staff { issuer: '", issuer, "' subject: '",
                        subject, "' } }");
  };
  Remove();
  Tell("2026-02-01", assigned("1", "CASEWORKER"));
  Tell("2026-02-01", assigned("3", "SUPERVISOR"));
  Tell("2026-02-01", assigned("2", "CASEWORKER", "elsewhere"));
  Tell("2026-02-01", assigned("1", "CASEWORKER"));
  Tell("2026-09-10", R"(review_held { meeting_id: "$N" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
                         panel { staff { issuer: "wren" subject: "1" } seat: PANEL_SEAT_CASEWORKER }
                         panel { staff { issuer: "wren" subject: "3" } seat: PANEL_SEAT_SUPERVISOR } })");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-17"), "2026-09-16 MISSED");
  Tell("2026-09-20", R"(review_held { meeting_id: "$O" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
                         panel { staff { issuer: "wren" subject: "1" } seat: PANEL_SEAT_CASEWORKER }
                         panel { staff { issuer: "wren" subject: "2" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })");
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-21"), "2026-09-16 MET_LATE 2026-09-20\n2027-03-20 OPEN")
      << "the same subject of another issuer is somebody else";
}

// An assignment counts from its day until that of the next one with the same part, whenever it was recorded.
TEST_F(FederalClocksTest, WhoeverWasAssignedOnTheDayOfTheReviewIsNotIndependent) {
  constexpr char kReviewedBy7[] = R"(review_held { meeting_id: "$N" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
                                       panel { staff { subject: "7" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })";
  constexpr char kTo7[] = R"(case_assigned { part: ASSIGNMENT_PART_CASEWORKER staff { subject: "7" } })";
  constexpr char kTo8[] = R"(case_assigned { part: ASSIGNMENT_PART_CASEWORKER staff { subject: "8" } })";
  Remove();
  Tell("2026-09-10", kReviewedBy7);
  Tell("2026-09-11", kTo7);
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-17"), "2026-09-16 MET 2026-09-10\n2027-03-10 OPEN")
      << "assigned only afterwards";
  TellLate("2026-09-12", "2026-03-01", kTo7);
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-17"), "2026-09-16 MISSED") << "recorded late";
  TellLate("2026-09-13", "2026-09-10", kTo8);
  EXPECT_EQ(Says("us-federal.six-month-review", "2026-09-17"), "2026-09-16 MET 2026-09-10\n2027-03-10 OPEN")
      << "it was given to somebody else by then";
}

// 42 USC 675(5)(C): each hearing begins twelve new months, also during a trial home visit; another kind of hearing does
// not.
TEST_F(FederalClocksTest, EachPermanencyHearingBeginsTwelveMonthsAnew) {
  Remove();
  Tell("2026-12-01", kFedVisitBegan);
  Tell("2027-01-05", R"(hearing_held { hearing_id: "$H0" child_id: "$ana" kind: HEARING_KIND_PERMANENCY })");
  EXPECT_EQ(Says("us-federal.permanency-hearing", "2027-01-06"), "2027-03-16 OPEN") << "without the form of one";
  Tell("2027-03-10", kFedPermanencyHearing);
  Tell("2027-05-01", kFedPlacedAgain);
  EXPECT_EQ(Says("us-federal.permanency-hearing", "2027-03-11"), "2027-03-16 MET 2027-03-10\n2028-03-10 OPEN");
  EXPECT_EQ(Says("us-federal.permanency-hearing", "2028-03-11"), "2027-03-16 MET 2027-03-10\n2028-03-10 MISSED");
  Tell("2028-03-20", kFedPermanencyHearing);
  EXPECT_EQ(Says("us-federal.permanency-hearing", "2028-04-01"),
            "2027-03-16 MET 2027-03-10\n2028-03-10 MET_LATE 2028-03-20\n2029-03-20 OPEN");
}

// Child Welfare Policy Manual 8.3C.2: the thirty days in detention do not count.
TEST_F(FederalClocksTest, ThePermanencyHearingWaitsForDetention) {
  Remove();
  Tell("2026-05-01", R"(absence_began { absence_id: "$D" child_id: "$ana" kind: ABSENCE_KIND_DETENTION })");
  Tell("2026-05-31", R"(absence_ended { absence_id: "$D" how: ABSENCE_END_KIND_CAME_BACK })");
  EXPECT_EQ(Says("us-federal.permanency-hearing", "2026-07-01"), "2027-04-15 OPEN");
  EXPECT_EQ(Says("us-federal.reasonable-efforts-to-finalize", "2026-07-01"), "2027-03-16 OPEN")
      << "which does not stop";
}

// 42 USC 671(a)(15)(E): thirty days after the finding.
TEST_F(FederalClocksTest, NoEffortsRequiredBringsAHearingInThirtyDays) {
  Remove();
  Found("2026-04-01", "NO_REASONABLE_EFFORTS_REQUIRED");
  Tell("2026-05-05", kFedPermanencyHearing);
  EXPECT_EQ(Says("us-federal.permanency-hearing-where-no-efforts-are-required", "2026-05-02"), "2026-05-01 MISSED");
  EXPECT_EQ(Says("us-federal.permanency-hearing-where-no-efforts-are-required", "2026-05-06"),
            "2026-05-01 MET_LATE 2026-05-05");
  TellLate("2026-05-06", "2026-04-20", kFedPermanencyHearing);
  EXPECT_EQ(Says("us-federal.permanency-hearing-where-no-efforts-are-required", "2026-05-06"),
            "2026-05-01 MET 2026-04-20");
}

// 42 USC 675(5)(E): a petition by the end of the fifteenth month.
TEST_F(FederalClocksTest, APetitionIsFiledByTheFifteenthMonth) {
  Remove();
  Tell("2027-07-01", kFedMotion);
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-16"), "2027-06-16 OPEN");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-17"), "2027-06-16 MISSED");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-07-02"), "2027-06-16 MET_LATE 2027-07-01");
  TellLate("2027-07-02", "2027-05-01", kFedMotion);
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-07-02"), "2027-06-16 MET 2027-05-01");
}

// 42 USC 675(5)(E)(ii): a compelling reason counts if a version of the plan documents it.
TEST_F(FederalClocksTest, ACompellingReasonNeedsAPlanVersion) {
  Remove();
  Tell("2026-03-01", kFedCasePlan);
  Excepted("2027-05-01", "COMPELLING_REASON");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-17"), "2027-06-16 MISSED");
  Excepted("2027-06-20", "COMPELLING_REASON", "digest: \"@v1\"");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-21"), "2027-06-16 MET_LATE 2027-06-20")
      << "documented too late";
  TellLate("2027-06-22", "2027-06-16", R"(filing_exception_documented { child_id: "$ana" digest: "@v1"
                                            kind: FILING_EXCEPTION_KIND_COMPELLING_REASON })");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-22"), "2027-06-16 EXCEPTED");
}

// 42 USC 675(5)(E)(i) and (iii): a relative's care, if the state chose that; services not provided, as long as that is
// so.
TEST_F(FederalClocksTest, ARelativesCareAndServicesNotProvidedExcept) {
  Remove();
  Excepted("2027-04-01", "SERVICES_NOT_PROVIDED", "until: \"2027-06-15\"");
  Excepted("2027-05-01", "RELATIVE_CARE");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-17"), "2027-06-16 MISSED");
  Choose("choose: \"relative-care\"");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-17"), "2027-06-16 EXCEPTED");
  Choose("");
  Excepted("2027-06-01", "SERVICES_NOT_PROVIDED", "until: \"2027-06-16\"");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-17"), "2027-06-16 EXCEPTED");
}

// 45 CFR 1356.21(i)(1)(i)(B): several stays are added up. The first is from 2026-03-16 to 2026-09-16, and the second
// begins on 2027-03-16: 181 days between them.
TEST_F(FederalClocksTest, TwoStaysAreAddedUp) {
  Remove();
  Tell("2026-09-16", kFedLeftCare);
  Tell("2027-01-15", kFedRemovedAgain);
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-06-01"), "2027-12-14 OPEN");
}

// The first stay is no longer in the latest twenty-two months when the second has fifteen.
TEST_F(FederalClocksTest, AStayLongAgoIsNotAddedUp) {
  Remove();
  Tell("2026-09-16", kFedLeftCare);
  Tell("2028-01-15", kFedRemovedAgain);
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2028-06-01"), "2029-06-15 OPEN");
}

TEST_F(FederalClocksTest, WhileTheChildIsAwayTheFifteenMonthsStandStill) {
  Remove();
  Tell("2027-01-10", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  EXPECT_EQ(Says("us-federal.petition-15-of-22", "2027-01-20"), "2027-06-27 TOLLED");
}

// 45 CFR 1356.21(i)(1)(ii): sixty days, a Sunday, which federal law does not move.
TEST_F(FederalClocksTest, AnAbandonedInfantBringsAPetitionInSixtyDays) {
  Remove();
  Found("2026-04-01", "ABANDONED_INFANT");
  Tell("2026-06-02", kFedMotion);
  EXPECT_EQ(Says("us-federal.petition-abandoned-infant", "2026-06-01"), "2026-05-31 MISSED");
  EXPECT_EQ(Says("us-federal.petition-abandoned-infant", "2026-06-03"), "2026-05-31 MET_LATE 2026-06-02");
  TellLate("2026-06-03", "2026-03-20", kFedMotion);
  EXPECT_EQ(Says("us-federal.petition-abandoned-infant", "2026-06-03"), "2026-05-31 MET 2026-03-20")
      << "filed before already";
}

// 45 CFR 1356.21(i)(1)(iii), with the same exceptions.
TEST_F(FederalClocksTest, AListedFelonyBringsAPetitionInSixtyDays) {
  Remove();
  Found("2026-04-01", "PARENT_CONVICTED_OF_A_LISTED_FELONY");
  EXPECT_EQ(Says("us-federal.petition-listed-felony", "2026-05-30"), "2026-05-31 OPEN");
  EXPECT_EQ(Says("us-federal.petition-listed-felony", "2026-06-01"), "2026-05-31 MISSED");
  Excepted("2026-05-20", "COMPELLING_REASON", "digest: \"@v1\"");
  EXPECT_EQ(Says("us-federal.petition-listed-felony", "2026-06-01"), "2026-05-31 EXCEPTED");
  EXPECT_EQ(Says("us-federal.petition-abandoned-infant", "2026-06-01"), "");
}

}  // namespace
}  // namespace casejournal::projections
