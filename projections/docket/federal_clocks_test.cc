// The federal clocks, one by one: when each is due, that it is met in time, and what is missed or late. Unless a test
// says otherwise, Ana was removed and placed on 2026-01-15, so that she entered foster care on 2026-03-16.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::kAdjudicated;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;

constexpr char kFedRemovedAgain[] =
    R"(child_removed { removal_id: "$R2" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
        circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_COURT_ORDER })";
constexpr char kFedPlacedAgain[] =
    R"(placement_began { placement_id: "$P2" child_id: "$ana" with_whom: "the Millers" type: PLACEMENT_TYPE_FOSTER_HOME reason: "back" })";
constexpr char kFedLeftCare[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })";
constexpr char kFedVisitBegan[] =
    R"(placement_began { placement_id: "$V" child_id: "$ana" with_whom: "Maria" type: PLACEMENT_TYPE_TRIAL_HOME_VISIT reason: "trial" })";
constexpr char kFedVisitExtended[] =
    R"(order_made { order_id: "$X" child_id: "$ana" kind: ORDER_KIND_PLACEMENT_OR_VISITS ends_on: "2027-01-31" })";
constexpr char kFedCasePlan[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })";
constexpr char kFedReviewed[] =
    R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
        panel { staff { subject: "1" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
        panel { staff { subject: "2" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })";
constexpr char kFedPermanencyHearing[] =
    R"(hearing_held { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_PERMANENCY has_permanency_hearing_form: true })";
constexpr char kFedMotion[] =
    R"(filed_with_court { what: FILING_KIND_MOTION relief: DISPOSITION_SOUGHT_PERMANENT_CUSTODY child_id: "$ana" })";
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

class FederalClocksTest : public DocketCase {
 protected:
  void Remove(absl::string_view day = "2026-01-15") {
    Tell(day, kRemoved);
    Tell(day, kPlaced);
  }
  void Found(absl::string_view day, absl::string_view kind) { Tell(day, Finding(kind)); }
  void Did(absl::string_view day, absl::string_view duty) { Tell(day, Duty(duty)); }
  void Excepted(absl::string_view day, absl::string_view kind, absl::string_view more = "") {
    Tell(day, absl::StrCat(R"(filing_exception_documented { child_id: "$ana" kind: FILING_EXCEPTION_KIND_)", kind, " ",
                           more, "}"));
  }
  void Visited(absl::string_view day, absl::string_view kind, absl::string_view who,
               absl::string_view result = "TOOK_PLACE") {
    Tell(day, absl::StrCat("contact_made { kind: CONTACT_KIND_", kind, R"( with_ids: "$)", who,
                           R"(" result: CONTACT_RESULT_)", result, " }"));
  }
  void HearingSet(absl::string_view day, absl::string_view kind, absl::string_view held_on) {
    Tell(day, absl::StrCat(R"(hearing_set { hearing_id: "$A" child_id: "$ana" kind: HEARING_KIND_)", kind,
                           " held_on: \"", held_on, "\" }"));
  }
  static std::string Finding(absl::string_view kind) {
    return absl::StrCat(R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_)", kind, " }");
  }
  static std::string Duty(absl::string_view duty) {
    return absl::StrCat(R"(duty_performed { child_id: "$ana" duty: ")", duty, "\" }");
  }
};

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

// 25 USC 1912(a): received ten days before the hearing; a receipt after that day does not count.
TEST_F(FederalClocksTest, TheTribeHasNoticeTenDaysBeforeTheHearing) {
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

// 25 USC 1912(a): twenty more days on request. Shelter care hearings cannot wait.
TEST_F(FederalClocksTest, TheTribeMayHaveTwentyDaysMore) {
  Tell("2026-02-01", kFedTribeJoined);
  Tell("2026-02-01", kFedReasonToKnow);
  HearingSet("2026-02-02", "SHELTER_CARE", "2026-04-30");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-02-02"), "");
  HearingSet("2026-03-01", "ADJUDICATORY", "2026-04-30");
  Did("2026-03-05", "icwa-more-time");
  Did("2026-03-06", "icwa-more-time");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2026-03-07"), "2026-03-31 OPEN");
}

// 25 CFR 23.11: fifteen days, if no tribe is known.
TEST_F(FederalClocksTest, TheBureauAnswersInFifteenDays) {
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
TEST_F(FederalClocksTest, AnEmergencyRemovalOfAnIndianChildLastsThirtyDays) {
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
TEST_F(FederalClocksTest, AProgramIsAssessedInThirtyDaysAndReviewedInSixty) {
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

TEST_F(FederalClocksTest, AProgramThatEndedIsNotAssessed) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Tell("2026-05-31", kFedPlacedAgain);
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-05-30"), "2026-05-31 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-assessment", "2026-06-10"), "");
  EXPECT_EQ(Says("us-federal.qrtp-court-review", "2026-07-10"), "");
}

// 42 USC 675a(c)(4): repeatedly.
TEST_F(FederalClocksTest, TheNeedForAProgramIsShownEverySixMonths) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Did("2026-10-20", "qrtp-shown-at-review");
  EXPECT_EQ(Says("us-federal.qrtp-shown-at-reviews", "2026-06-01"), "2026-11-01 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-shown-at-reviews", "2026-12-01"), "2026-11-01 MET 2026-10-20\n2027-04-20 OPEN");
  EXPECT_EQ(Says("us-federal.qrtp-shown-at-reviews", "2027-04-21"), "2026-11-01 MET 2026-10-20\n2027-04-20 MISSED");
}

// 42 USC 675a(c)(5): six months in all for a child under 13.
TEST_F(FederalClocksTest, ALongStayUnderThirteenIsApprovedAtSixMonths) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Did("2026-11-05", "qrtp-long-stay-approval");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2026-11-02"), "2026-11-01 MISSED");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2026-11-06"), "2026-11-01 MET_LATE 2026-11-05");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-a-row", "2026-11-02"), "");
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-in-all", "2026-11-02"), "");
}

// Two stays of one child: 62 days between them do not count.
TEST_F(FederalClocksTest, TwoStaysInProgramsAreAddedUp) {
  Remove();
  Tell("2026-05-01", kFedProgram);
  Tell("2026-07-01", kFedPlacedAgain);
  Tell("2026-09-01", kFedProgramAgain);
  EXPECT_EQ(Says("us-federal.qrtp-long-stay-under-13", "2026-10-01"), "2027-01-02 OPEN");
}

// 42 USC 675a(c)(5): from 13, twelve months in a row or eighteen in all. Ana is 13 on 2028-06-01.
TEST_F(FederalClocksTest, ALongStayFromThirteenIsApprovedAtTwelveAndEighteenMonths) {
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
TEST_F(FederalClocksTest, RelativesAreToldInThirtyDays) {
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

// 42 USC 671(a)(35): twenty-four hours, by the clock if the time was recorded.
TEST_F(FederalClocksTest, AChildMissingIsReportedWithinADay) {
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

TEST_F(FederalClocksTest, AChildMissingWithoutAReportIsMissed) {
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
TEST_F(FederalClocksTest, AVoluntaryPlacementIsFoundInBestInterestIn180Days) {
  Tell("2026-01-15", R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
                         authority: "agreement" authority_kind: REMOVAL_AUTHORITY_VOLUNTARY_AGREEMENT })");
  Found("2026-07-15", "PLACEMENT_IN_BEST_INTEREST");
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-14"), "2026-07-14 OPEN");
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-16"), "2026-07-14 MISSED");
  TellLate("2026-07-16", "2026-07-14", Finding("PLACEMENT_IN_BEST_INTEREST"));
  EXPECT_EQ(Says("us-federal.voluntary-placement-in-best-interest", "2026-07-16"), "2026-07-14 MET 2026-07-14");
}

// 42 USC 675(1)(B): from 14, which Ana is on 2029-06-01, in the sixty days before the plan.
TEST_F(FederalClocksTest, AYouthOfFourteenIsConsultedOnThePlan) {
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
TEST_F(FederalClocksTest, ACreditReportIsGivenEachYearFromFourteen) {
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

TEST_F(FederalClocksTest, ACreditReportOfAnOlderChildCountsFromTheRemoval) {
  Remove("2029-09-10");
  EXPECT_EQ(Says("us-federal.credit-report", "2029-10-01"), "2030-09-10 OPEN");
}

// 42 USC 675(5)(H): ninety days before the eighteenth birthday, 2033-06-01.
TEST_F(FederalClocksTest, ATransitionPlanIsMadeNinetyDaysBeforeEighteen) {
  Remove();
  Did("2033-03-10", "transition-plan");
  EXPECT_EQ(Says("us-federal.transition-plan", "2032-05-31"), "");
  EXPECT_EQ(Says("us-federal.transition-plan", "2032-06-01"), "2033-03-03 OPEN");
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-03-04"), "2033-03-03 MISSED");
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-03-11"), "2033-03-03 MET_LATE 2033-03-10");
  TellLate("2033-03-11", "2033-03-03", Duty("transition-plan"));
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-03-11"), "2033-03-03 MET 2033-03-03");
}

// 42 USC 624(f): one for each full month in care; the child is seen, and a visit in a later month does not replace it.
TEST_F(FederalClocksTest, AVisitIsMadeInEachFullMonth) {
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

// 45 CFR 1355.44: the day on which the entry was recorded counts.
TEST_F(FederalClocksTest, RemovalAndExitAreEnteredInThirtyDays) {
  TellLate("2026-02-14", "2026-01-15", kRemoved);
  TellLate("2026-06-01", "2026-05-01", kFedLeftCare);
  TellLate("2026-09-01", "2026-08-01", kFedRemovedAgain);
  Tell("2026-10-01", R"(care_episode_ended { removal_id: "$R2" child_id: "$ana" reason: EXIT_REASON_REUNIFIED })");
  EXPECT_EQ(Says("us-federal.afcars-removal", "2026-12-01"),
            "2026-02-14 MET 2026-02-14\n2026-08-31 MET_LATE 2026-09-01");
  EXPECT_EQ(Says("us-federal.afcars-exit", "2026-12-01"), "2026-05-31 MET_LATE 2026-06-01\n2026-10-31 MET 2026-10-01");
}

// The elements of AFCARS 2020 apply from 2022-10-01.
TEST_F(FederalClocksTest, ARemovalBeforeTheNewElementsHasNoTransactionDate) {
  TellLate("2022-11-30", "2022-09-30", kRemoved);
  EXPECT_EQ(Says("us-federal.afcars-removal", "2022-12-31"), "");
}

}  // namespace
}  // namespace casejournal::projections
