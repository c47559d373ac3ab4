// Ohio's clocks, one by one: when each is due, that it is met in time, and what is missed or late. In a case before the
// court, Ana was removed and placed on 2026-01-15, and the complaint was filed on 2026-01-16.
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

constexpr char kOhioPlan[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })";
constexpr char kOhioPlanWithGaps[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "0.9" children_ids: "$ana" digest: "@v0"
        open_parts { part: "services" steps: "ask the clinic" } })";
constexpr char kOhioPlanFiled[] = R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@v1" })";
constexpr char kOhioSignedByTheMother[] =
    R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })";
constexpr char kOhioAgreement[] =
    R"(child_removed { removal_id: "$R" child_id: "$ana" authority_kind: REMOVAL_AUTHORITY_VOLUNTARY_AGREEMENT })";
constexpr char kOhioLeftCare[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED })";
constexpr char kOhioProposal[] =
    R"(plan_change_proposed { proposal_id: "$C" by_id: "$mother" from_digest: "@v1" change: "visits" })";
constexpr char kOhioEmergency[] =
    R"(plan_change_proposed { proposal_id: "$C" by_id: "$mother" from_digest: "@v1" change: "moved" emergency: true })";
constexpr char kOhioProposalFiled[] =
    R"(filed_with_court { what: FILING_KIND_PLAN_VERSION proposal_id: "$C" digest: "@v2" })";
constexpr char kOhioProposalTold[] =
    R"(notice_sent { notice_id: "$n" of: NOTICE_OF_NOTICE_OF_A_PROPOSED_CHANGE to_ids: "$mother" proposal_id: "$C" })";
constexpr char kOhioObjection[] = R"(objection_made { proposal_id: "$C" by_id: "$mother" hearing_asked: true })";

class OhioClocksTest : public DocketCase {
 protected:
  void GoToCourt() {
    Tell("2026-01-15", kRemoved);
    Tell("2026-01-15", kPlaced);
    Tell("2026-01-16", kComplaint);
  }
  static std::string Order(absl::string_view id, absl::string_view kind) {
    return absl::StrCat(R"(order_made { child_id: "$ana" order_id: "$)", id, R"(" kind: ORDER_KIND_)", kind, " }");
  }
  static std::string Motion(absl::string_view relief) {
    return absl::StrCat(R"(filed_with_court { what: FILING_KIND_MOTION child_id: "$ana" relief: DISPOSITION_SOUGHT_)",
                        relief, " }");
  }
  static std::string Hearing(absl::string_view kind, absl::string_view more = "") {
    return absl::StrCat(R"(hearing_held { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_)", kind, " ", more,
                        " }");
  }
  static std::string HearingSet(absl::string_view kind, absl::string_view held_on) {
    return absl::StrCat(R"(hearing_set { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_)", kind, " held_on: \"",
                        held_on, "\" }");
  }
  // A panel with a number of members who are responsible for the plan, and a number who are not.
  static std::string Panel(int responsible, int independent) {
    std::string panel;
    for (int n = 0; n < responsible + independent; ++n) {
      absl::StrAppend(&panel, " panel { staff { subject: \"", n, "\" } ",
                      n < responsible ? "seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }"
                                      : "seat: PANEL_SEAT_INDEPENDENT_MEMBER }");
    }
    return panel;
  }
  static std::string Review(absl::string_view id, absl::string_view kind, absl::string_view panel = Panel(2, 1)) {
    return absl::StrCat(R"(review_held { meeting_id: "$)", id, R"(" kind: MEETING_KIND_)", kind, panel, " }");
  }
  static std::string Approval(absl::string_view id, absl::string_view decision = "APPROVED") {
    return absl::StrCat(R"(agency_decided { meeting_id: "$)", id, R"(" decision: AGENCY_DECISION_)", decision, " }");
  }
  static std::string Notice(absl::string_view of, absl::string_view more = "") {
    return absl::StrCat(R"(notice_sent { notice_id: "$n" to_ids: "$mother" of: NOTICE_OF_)", of, " ", more, " }");
  }
};

// ORC 2151.412: thirty days, and before an adjudication that was held; a working day before it.
TEST_F(OhioClocksTest, ACasePlanIsFiledInThirtyDays) {
  GoToCourt();
  Tell("2026-02-10", kOhioPlan);
  Tell("2026-02-20", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2026-02-15"), "2026-02-14 MISSED");
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2026-02-21"), "2026-02-14 MET_LATE 2026-02-20");
  TellLate("2026-02-21", "2026-02-14", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2026-02-21"), "2026-02-14 MET 2026-02-14");
}

TEST_F(OhioClocksTest, ACasePlanIsFiledBeforeTheAdjudication) {
  GoToCourt();
  Tell("2026-02-02", Hearing("ADJUDICATORY", "continued_to: \"2026-02-09\""));
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2026-02-03"), "2026-02-14 OPEN") << "continued";
  Tell("2026-02-09", Hearing("ADJUDICATORY"));
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2026-02-09"), "2026-02-06 MISSED");
}

TEST_F(OhioClocksTest, ASetHearingSaysWhenThePlanMustBeFiled) {
  GoToCourt();
  Tell("2026-01-20", HearingSet("ADJUDICATORY", "2026-02-17"));
  EXPECT_EQ(Says("us-oh.case-plan-filed-before-adjudication", "2026-02-14"), "2026-02-13 MISSED");
  Tell("2026-02-16", HearingSet("ADJUDICATORY", "2026-03-02"));
  Tell("2026-02-20", kOhioPlan);
  Tell("2026-02-28", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.case-plan-filed-before-adjudication", "2026-03-01"), "2026-02-27 MET_LATE 2026-02-28");
  TellLate("2026-03-01", "2026-02-27", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.case-plan-filed-before-adjudication", "2026-03-01"), "2026-02-27 MET 2026-02-27");
}

// ORC 2151.412: all of its parts, by the disposition at the latest.
TEST_F(OhioClocksTest, ACompletePlanHasNoPartLeftOpen) {
  GoToCourt();
  Tell("2026-03-20", kAdjudicated);
  Tell("2026-03-25", kOhioPlanWithGaps);
  Tell("2026-03-26", R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@v0" })");
  EXPECT_EQ(Says("us-oh.case-plan-complete", "2026-04-21"), "2026-04-20 MISSED");
  Tell("2026-04-21", kOhioPlan);
  Tell("2026-04-22", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.case-plan-complete", "2026-04-23"), "2026-04-20 MET_LATE 2026-04-22");
  TellLate("2026-04-23", "2026-04-09", Hearing("DISPOSITIONAL"));
  EXPECT_EQ(Says("us-oh.case-plan-complete", "2026-04-20"), "2026-04-09 MISSED");
  TellLate("2026-04-24", "2026-03-10", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.case-plan-complete", "2026-04-24"), "2026-04-09 MET 2026-03-10")
      << "before the adjudication already";
}

// OAC 5101:2-38-05(A): thirty days from the earliest; a Sunday, which the rule does not move.
TEST_F(OhioClocksTest, AFamilyCasePlanIsFiledThirtyDaysAfterTheEarliestOfFour) {
  Tell("2026-02-20", Order("L", "PLANNED_PERMANENT_LIVING_ARRANGEMENT"));
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-03-01"), "2026-03-22 OPEN");
  TellLate("2026-02-21", "2026-02-10", Order("T", "TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-03-01"), "2026-03-12 OPEN");
  TellLate("2026-02-22", "2026-02-01", Order("S", "PROTECTIVE_SUPERVISION"));
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-03-01"), "2026-03-03 OPEN");
  TellLate("2026-02-23", "2026-01-16", kComplaint);
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-02-16"), "2026-02-15 MISSED");
  Tell("2026-02-24", kOhioPlan);
  Tell("2026-02-25", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-02-26"), "2026-02-15 MET_LATE 2026-02-25");
  TellLate("2026-02-26", "2026-02-15", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-02-26"), "2026-02-15 MET 2026-02-15");
}

// OAC 5101:2-38-01: thirty days from the decision; complete when a parent signs; not required in a court case.
TEST_F(OhioClocksTest, AnInHomePlanIsSignedInThirtyDays) {
  Tell("2026-01-20", R"(assessment_completed { assessment_id: "$F0" kind: ASSESSMENT_KIND_FAMILY })");
  Tell("2026-02-02",
       R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY decision: "services" })");
  Tell("2026-02-20", kOhioPlan);
  Tell("2026-02-21", R"(plan_signed { digest: "@v1" participant_id: "$ana" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-03-05"), "2026-03-04 MISSED");
  Tell("2026-03-06", kOhioSignedByTheMother);
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-03-07"), "2026-03-04 MET_LATE 2026-03-06");
  TellLate("2026-03-07", "2026-03-04", kOhioSignedByTheMother);
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-03-07"), "2026-03-04 MET 2026-03-04");
  TellLate("2026-03-08", "2026-03-01", kComplaint);
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-03-08"), "");
}

TEST_F(OhioClocksTest, AnInHomePlanFollowsTheParentsOwnRequest) {
  Tell("2026-01-05", R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })");
  Tell("2026-01-20", R"(case_reopened { origin: CASE_ORIGIN_OWN_REQUEST })");
  EXPECT_EQ(Says("us-oh.in-home-plan", "2026-02-01"), "2026-02-19 OPEN");
}

// OAC 5101:2-38-01: seven days ahead, unless waived, whenever that was written down.
TEST_F(OhioClocksTest, TheFamilyIsToldSevenDaysBeforeAnInHomePlan) {
  Tell("2025-12-24", Notice("NOTICE_OF_A_PLAN"));
  Tell("2026-03-02", kOhioPlan);
  EXPECT_EQ(Says("us-oh.in-home-plan-notice", "2026-03-02"), "2026-02-23 MISSED")
      << "a notice of 61 days before is none";
  Tell("2026-03-09", R"(notice_waived { by_id: "$mother" of: NOTICE_OF_NOTICE_OF_A_PLAN })");
  EXPECT_EQ(Says("us-oh.in-home-plan-notice", "2026-03-10"), "2026-02-23 EXCEPTED");
  TellLate("2026-03-10", "2026-02-24", Notice("NOTICE_OF_A_PLAN"));
  EXPECT_EQ(Says("us-oh.in-home-plan-notice", "2026-03-02"), "2026-02-23 MET_LATE 2026-02-24");
  TellLate("2026-03-11", "2026-02-23", Notice("NOTICE_OF_A_PLAN"));
  EXPECT_EQ(Says("us-oh.in-home-plan-notice", "2026-03-02"), "2026-02-23 MET 2026-02-23");
}

// OAC 5101:2-38-01: fourteen days, the day of the signature not counted.
TEST_F(OhioClocksTest, ACopyIsGivenFourteenDaysAfterTheSignature) {
  Tell("2026-03-01", kOhioPlan);
  Tell("2026-03-02", kOhioSignedByTheMother);
  Tell("2026-03-10", Notice("COPY_OF_A_PLAN", "digest: \"@v0\""));
  EXPECT_EQ(Says("us-oh.in-home-plan-copy", "2026-03-17"), "2026-03-16 MISSED") << "a copy of another version";
  Tell("2026-03-18", Notice("COPY_OF_A_PLAN", "digest: \"@v1\""));
  EXPECT_EQ(Says("us-oh.in-home-plan-copy", "2026-03-19"), "2026-03-16 MET_LATE 2026-03-18");
  TellLate("2026-03-19", "2026-03-16", Notice("COPY_OF_A_PLAN", "digest: \"@v1\""));
  EXPECT_EQ(Says("us-oh.in-home-plan-copy", "2026-03-19"), "2026-03-16 MET 2026-03-16");
}

// OAC 5101:2-38-01: thirty more days for what is missing.
TEST_F(OhioClocksTest, GapsOfThePlanAreFilledInThirtyDays) {
  Tell("2026-03-02", kOhioPlanWithGaps);
  Tell("2026-03-20",
       R"(plan_version_drawn_up { plan_id: "$other" kind: PLAN_KIND_CASE children_ids: "$ana" digest: "@o1" })");
  EXPECT_EQ(Says("us-oh.missing-plan-items", "2026-04-02"), "2026-04-01 MISSED");
  Tell("2026-04-03", kOhioPlan);
  EXPECT_EQ(Says("us-oh.missing-plan-items", "2026-04-04"), "2026-04-01 MET_LATE 2026-04-03");
  TellLate("2026-04-04", "2026-04-01", kOhioPlan);
  EXPECT_EQ(Says("us-oh.missing-plan-items", "2026-04-04"), "2026-04-01 MET 2026-04-01");
}

// OAC 5101:2-38-07: if the agency is a private one.
TEST_F(OhioClocksTest, APrivateAgencyMakesItsPlanInThirtyDays) {
  GoToCourt();
  Tell("2026-02-17", kOhioPlan);
  EXPECT_EQ(Says("us-oh.private-agency-plan", "2026-02-16"), "");
  Choose("choose: \"private-agency\"");
  EXPECT_EQ(Says("us-oh.private-agency-plan", "2026-02-16"), "2026-02-15 MISSED");
  EXPECT_EQ(Says("us-oh.private-agency-plan", "2026-02-18"), "2026-02-15 MET_LATE 2026-02-17");
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2026-02-18"), "") << "it has none of its own to file";
  TellLate("2026-02-18", "2026-02-15", kOhioPlan);
  EXPECT_EQ(Says("us-oh.private-agency-plan", "2026-02-18"), "2026-02-15 MET 2026-02-15");
}

TEST_F(OhioClocksTest, ASurrenderedInfantHasAPlanAfterSixMonthsWithoutAnAdoptiveHome) {
  Choose("choose: \"private-agency\"");
  Tell("2026-01-15",
       R"(child_removed { removal_id: "$R" child_id: "$ana" authority_kind: REMOVAL_AUTHORITY_SURRENDER })");
  Tell("2026-01-20",
       R"(parental_rights_ended { child_id: "$ana" parent_id: "$mother" how: RIGHTS_ENDED_HOW_BY_SURRENDER })");
  EXPECT_EQ(Says("us-oh.private-agency-plan-after-surrender", "2026-07-14"), "");
  EXPECT_EQ(Says("us-oh.private-agency-plan-after-surrender", "2026-08-15"), "2026-08-14 MISSED");
  Tell("2026-08-16", kOhioPlan);
  EXPECT_EQ(Says("us-oh.private-agency-plan-after-surrender", "2026-08-17"), "2026-08-14 MET_LATE 2026-08-16");
  TellLate("2026-08-17", "2026-06-01",
           R"(placement_began { placement_id: "$P" child_id: "$ana" type: PLACEMENT_TYPE_PRE_ADOPTIVE_HOME })");
  EXPECT_EQ(Says("us-oh.private-agency-plan-after-surrender", "2026-08-17"), "");
}

// ORC 5103.15: thirty days, thirty more, and thirty once more.
TEST_F(OhioClocksTest, ACustodyAgreementIsExtendedTwice) {
  Tell("2026-01-15", kOhioAgreement);
  EXPECT_EQ(Says("us-oh.voluntary-agreement-ends", "2026-02-15"), "2026-02-14 MISSED");
  Tell("2026-02-10", Order("X1", "EXTENSION_OF_TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.voluntary-agreement-ends", "2026-02-15"), "2026-03-16 OPEN");
  Tell("2026-03-10", Order("X2", "EXTENSION_OF_TEMPORARY_CUSTODY"));
  Tell("2026-04-10", Order("X3", "EXTENSION_OF_TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.voluntary-agreement-ends", "2026-04-16"), "2026-04-15 MISSED") << "not a third time";
  Tell("2026-04-20", kComplaint);
  EXPECT_EQ(Says("us-oh.voluntary-agreement-ends", "2026-04-21"), "2026-04-15 MET_LATE 2026-04-20");
  TellLate("2026-04-21", "2026-04-15", kOhioLeftCare);
  EXPECT_EQ(Says("us-oh.voluntary-agreement-ends", "2026-04-15"), "2026-04-15 MET 2026-04-15");
}

TEST_F(OhioClocksTest, EachRequestToExtendAnAgreementHasAnUpdatedPlan) {
  Tell("2026-01-15", kOhioAgreement);
  Tell("2026-01-20", kOhioPlan);
  Tell("2026-02-17", kOhioPlanFiled);
  Tell("2026-03-20", Motion("EXTENSION_OF_TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.voluntary-agreement-plan", "2026-03-20"), "2026-03-20 WINDOW_OPEN")
      << "the plan of 31 days before is old";
  EXPECT_EQ(Says("us-oh.voluntary-agreement-plan", "2026-03-21"), "2026-03-20 MISSED");
  TellLate("2026-03-22", "2026-02-18", kOhioPlanFiled);
  EXPECT_EQ(Says("us-oh.voluntary-agreement-plan", "2026-03-22"), "2026-03-20 MET 2026-02-18");
  TellLate("2026-03-23", "2026-03-15", kComplaint);
  EXPECT_EQ(Says("us-oh.voluntary-agreement-plan", "2026-03-23"), "");
}

// OAC 5101:2-38-09: a fixed grid; more often is allowed, and moves nothing.
TEST_F(OhioClocksTest, CaseReviewsKeepTheirGrid) {
  GoToCourt();
  EXPECT_EQ(Says("us-oh.case-review", "2026-04-16"), "2026-04-15 MISSED\n2026-07-14 OPEN");
  Tell("2026-04-20", Review("M1", "CASE_REVIEW"));
  Tell("2026-05-20", Review("M2", "SEMI_ANNUAL_REVIEW"));
  Tell("2026-06-01", Review("M3", "CASE_REVIEW"));
  EXPECT_EQ(Says("us-oh.case-review", "2026-06-02"),
            "2026-04-15 MET_LATE 2026-04-20\n2026-07-14 MET 2026-05-20\n2026-10-12 OPEN");
}

// OAC 5101:2-38-09 and -10: the earliest of the four; without a court, a parent's signature.
TEST_F(OhioClocksTest, ReviewsBeginFromTheEarliestOfFour) {
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

// OAC 5101:2-38-09 and -10: five working days. 2026-05-25 is Memorial Day; 2026-07-03 is observed for the Fourth, a
// Saturday.
TEST_F(OhioClocksTest, ReviewsAreApprovedInFiveWorkingDays) {
  GoToCourt();
  Tell("2026-05-20", Review("M1", "CASE_REVIEW"));
  Tell("2026-05-22", Approval("M1", "RETURNED"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-29"), "2026-05-28 MISSED");
  Tell("2026-05-29", Approval("M1"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-30"), "2026-05-28 MET_LATE 2026-05-29");
  TellLate("2026-05-30", "2026-05-28", Approval("M1"));
  EXPECT_EQ(Says("us-oh.case-review-approved", "2026-05-30"), "2026-05-28 MET 2026-05-28");
  Tell("2026-07-01", Review("M2", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-approved", "2026-07-02"), "2026-07-09 OPEN") << "M1 was approved";
  Tell("2026-07-10", Approval("M2"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-approved", "2026-07-10"), "2026-07-09 MET_LATE 2026-07-10");
  TellLate("2026-07-11", "2026-07-09", Approval("M2"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-approved", "2026-07-11"), "2026-07-09 MET 2026-07-09");
}

// OAC 5101:2-38-09: at closing, unless a review of the thirty days before recorded it, or no plan was due yet.
TEST_F(OhioClocksTest, AClosingNamesAReviewOfTheThirtyDaysBefore) {
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
TEST_F(OhioClocksTest, AReviewTenDaysEarlyMovesNoDate) {
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

// ORC 2151.416: three members, one of them not responsible for the plan; a hearing can take the place of a review.
TEST_F(OhioClocksTest, APanelTooSmallIsNoReview) {
  GoToCourt();
  Tell("2026-07-01", Review("M1", "SEMI_ANNUAL_REVIEW", Panel(1, 1)));
  Tell("2026-07-02", Review("M2", "SEMI_ANNUAL_REVIEW", Panel(3, 0)));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-03"), "2026-07-14 WINDOW_OPEN");
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2026-07-03"), "2026-07-15 OPEN");
  Tell("2026-07-06", Review("M3", "SEMI_ANNUAL_REVIEW", " hearing_id: \"$H\""));
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-07"), "2026-07-14 MET 2026-07-06\n2027-01-10 OPEN");
}

// OAC 5101:2-38-10: seven days of notice; the call of the meeting counts.
TEST_F(OhioClocksTest, TheFamilyIsToldSevenDaysBeforeTheReview) {
  GoToCourt();
  Tell("2026-07-10",
       R"(meeting_called { meeting_id: "$M1" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW held_on: "2026-07-14" })");
  EXPECT_EQ(Says("us-oh.semi-annual-review-notice", "2026-07-11"), "2026-07-07 MET_LATE 2026-07-10");
  TellLate("2026-07-11", "2026-07-07", Notice("NOTICE_OF_A_REVIEW", "meeting_id: \"$M1\""));
  EXPECT_EQ(Says("us-oh.semi-annual-review-notice", "2026-07-11"), "2026-07-07 MET 2026-07-07");
}

// OAC 5101:2-38-04: a private agency's own clock replaces the other.
TEST_F(OhioClocksTest, APrivateAgencyHasItsOwnSemiAnnualReview) {
  GoToCourt();
  Tell("2026-07-16", Review("M1", "SEMI_ANNUAL_REVIEW"));
  EXPECT_EQ(Says("us-oh.private-agency-semi-annual-review", "2026-07-15"), "");
  Choose("choose: \"private-agency\"");
  EXPECT_EQ(Says("us-oh.semi-annual-review", "2026-07-15"), "");
  EXPECT_EQ(Says("us-oh.private-agency-semi-annual-review", "2026-07-17"),
            "2026-07-14 MET_LATE 2026-07-16\n2027-01-10 OPEN");
}

// ORC 2151.416: six months, restarted by a later order; a hearing of the court can take its place.
TEST_F(OhioClocksTest, ALaterOrderBeginsSixMonthsAnew) {
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
TEST_F(OhioClocksTest, ARolledReviewMovesNoLaterOne) {
  Tell("2026-02-16", Order("S", "SHELTER_CARE"));
  EXPECT_EQ(Says("us-oh.semi-annual-review-by-statute", "2026-08-18"), "2026-08-17 MISSED\n2027-02-16 OPEN");
}

// ORC 2151.416(D): seven days, in court cases. From 2026-06-28 that is Sunday, 2026-07-05.
TEST_F(OhioClocksTest, TheSummaryOfTheReviewIsFiledInSevenDays) {
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
TEST_F(OhioClocksTest, TheCourtReviewsEachYear) {
  GoToCourt();
  Tell("2027-01-10", Hearing("PERMANENCY"));
  Tell("2028-01-20", Hearing("REVIEW", "has_permanency_hearing_form: true"));
  EXPECT_EQ(Says("us-oh.annual-court-review", "2028-01-16"),
            "2027-01-15 MET 2027-01-10\n2028-01-15 MISSED\n2029-01-16 OPEN");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2028-01-21"),
            "2027-01-15 MET 2027-01-10\n2028-01-15 MET_LATE 2028-01-20\n2029-01-16 OPEN");
}

// ORC 2151.417: thirty days after the finding; 2026-05-03 is a Sunday.
TEST_F(OhioClocksTest, NoEffortsRequiredBringsACourtReviewInThirtyDays) {
  GoToCourt();
  Tell("2026-04-03",
       R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_NO_REASONABLE_EFFORTS_REQUIRED })");
  Tell("2026-05-05", Hearing("PERMANENCY"));
  EXPECT_EQ(Says("us-oh.court-review-where-no-efforts-are-required", "2026-05-04"), "2026-05-04 OPEN");
  EXPECT_EQ(Says("us-oh.court-review-where-no-efforts-are-required", "2026-05-06"), "2026-05-04 MET_LATE 2026-05-05");
  TellLate("2026-05-06", "2026-05-04", Hearing("PERMANENCY"));
  EXPECT_EQ(Says("us-oh.court-review-where-no-efforts-are-required", "2026-05-06"), "2026-05-04 MET 2026-05-04");
}

// ORC 2151.353; Juv.R. 14: a motion in the last 180 days keeps custody in force, a late one does not.
TEST_F(OhioClocksTest, ATimelyMotionKeepsTemporaryCustodyAlive) {
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

TEST_F(OhioClocksTest, TheMotionForAnExtensionDoesNotKeepTheExtensionAlive) {
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
TEST_F(OhioClocksTest, AMotionForDispositionIsFiledThirtyDaysBefore) {
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
TEST_F(OhioClocksTest, TwelveMonthsOfCustodyBringAMotionForPermanentCustody) {
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
TEST_F(OhioClocksTest, TwelveMonthsAreAddedUpAndExcepted) {
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

// ORC 2151.414(A)(2): 120 days from the motion, 2027-07-04, a Sunday, whose holiday is observed on Monday; 200 days.
TEST_F(OhioClocksTest, PermanentCustodyIsHeardIn120DaysAndRuledOnIn200) {
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
TEST_F(OhioClocksTest, AChangeOfAPlacementSetByTheCourtIsFiled) {
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

// OAC 5101:2-42-93: otherwise written notice by the day of the change. A return home is not such a change.
TEST_F(OhioClocksTest, AChangeOfAnotherPlacementIsTold) {
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

// ORC 2151.412(F): filed and told by the end of the next day; 2026-05-03 is a Sunday.
TEST_F(OhioClocksTest, AProposedChangeIsFiledAndToldByTheNextDay) {
  Tell("2026-05-02", kOhioProposal);
  Tell("2026-05-05", kOhioProposalFiled);
  Tell("2026-05-04", kOhioProposalTold);
  EXPECT_EQ(Says("us-oh.plan-change-filed", "2026-05-06"), "2026-05-04 MET_LATE 2026-05-05");
  EXPECT_EQ(Says("us-oh.plan-change-notice", "2026-05-06"), "2026-05-04 MET 2026-05-04");
  EXPECT_EQ(Says("us-oh.emergency-change-filed", "2026-05-06"), "");
}

// ORC 2151.412(F): seven days to object, rolled past Memorial Day. A right that was not used lapses.
TEST_F(OhioClocksTest, TheTermToObjectPassesUnused) {
  Tell("2026-05-15", kOhioProposal);
  Tell("2026-05-18", kOhioProposalTold);
  Tell("2026-05-28", kOhioObjection);
  EXPECT_EQ(Says("us-oh.plan-change-objection", "2026-05-26"), "2026-05-26 OPEN");
  EXPECT_EQ(Says("us-oh.plan-change-objection", "2026-05-27"), "");
  EXPECT_EQ(Says("us-oh.plan-change-objection", "2026-05-29"), "") << "too late";
  TellLate("2026-05-29", "2026-05-26", kOhioObjection);
  EXPECT_EQ(Says("us-oh.plan-change-objection", "2026-05-29"), "2026-05-26 MET 2026-05-26");
}

// ORC 2151.412(F): fourteen days for the court; thirty for the requested hearing, 2026-06-07, a Sunday.
TEST_F(OhioClocksTest, TheCourtDecidesInFourteenDaysAndHearsInThirty) {
  Tell("2026-05-02", kOhioProposal);
  Tell("2026-05-04", kOhioProposalFiled);
  Tell("2026-05-08", kOhioObjection);
  EXPECT_EQ(Says("us-oh.plan-change-approved", "2026-05-19"), "2026-05-18 MISSED");
  EXPECT_EQ(Says("us-oh.plan-change-hearing", "2026-06-09"), "2026-06-08 MISSED");
  Tell("2026-06-10", R"(court_decided { proposal_id: "$C" decision: COURT_DECISION_APPROVED_AFTER_HEARING })");
  EXPECT_EQ(Says("us-oh.plan-change-approved", "2026-06-11"), "2026-05-18 MET_LATE 2026-06-10");
  EXPECT_EQ(Says("us-oh.plan-change-hearing", "2026-06-11"), "2026-06-08 MET_LATE 2026-06-10");
  TellLate("2026-06-11", "2026-05-18", R"(plan_journalized { digest: "@v2" entry_number: "7" })");
  TellLate("2026-06-11", "2026-06-08", Hearing("MOTION"));
  EXPECT_EQ(Says("us-oh.plan-change-approved", "2026-06-11"), "2026-05-18 MET 2026-05-18");
  EXPECT_EQ(Says("us-oh.plan-change-hearing", "2026-06-11"), "2026-06-08 MET 2026-06-08");
}

// ORC 2151.412(F), in an emergency: told the next day, filed by the third, ten days to object.
TEST_F(OhioClocksTest, AnEmergencyChangeIsToldAndFiledAfterwards) {
  Tell("2026-05-04", kOhioEmergency);
  Tell("2026-05-06", kOhioProposalTold);
  Tell("2026-05-07", kOhioProposalFiled);
  EXPECT_EQ(Says("us-oh.emergency-change-notice", "2026-05-08"), "2026-05-05 MET_LATE 2026-05-06");
  EXPECT_EQ(Says("us-oh.emergency-change-filed", "2026-05-08"), "2026-05-07 MET 2026-05-07");
  EXPECT_EQ(Says("us-oh.emergency-change-objection", "2026-05-16"), "2026-05-16 OPEN");
  EXPECT_EQ(Says("us-oh.emergency-change-objection", "2026-05-17"), "");
  EXPECT_EQ(Says("us-oh.plan-change-objection", "2026-05-08") + Says("us-oh.plan-change-approved", "2026-05-08"), "");
}

// ORC 2151.28 and 2151.35: thirty days and sixty for the adjudication, ninety for the disposition, each from the
// complaint.
TEST_F(OhioClocksTest, AComplaintIsAdjudicatedAndDisposedOf) {
  GoToCourt();
  Tell("2026-02-17", Hearing("ADJUDICATORY", "continued_to: \"2026-03-17\""));
  Tell("2026-03-17", Hearing("ADJUDICATORY"));
  Tell("2026-04-17", Order("T", "TEMPORARY_CUSTODY"));
  EXPECT_EQ(Says("us-oh.adjudication", "2026-02-18"), "2026-02-17 MISSED") << "Sunday, a holiday, and continued";
  EXPECT_EQ(Says("us-oh.adjudication", "2026-03-18"), "2026-02-17 MET_LATE 2026-03-17");
  EXPECT_EQ(Says("us-oh.adjudication-outer-limit", "2026-03-18"), "2026-03-17 MET 2026-03-17");
  EXPECT_EQ(Says("us-oh.disposition", "2026-04-18"), "2026-04-16 MISSED") << "dismissed";
  TellLate("2026-04-18", "2026-04-16", Hearing("DISPOSITIONAL"));
  EXPECT_EQ(Says("us-oh.disposition", "2026-04-18"), "2026-04-16 MET 2026-04-16");
}

// ORC 2151.412(J), for complaints since 2023 and a child who was removed or placed.
TEST_F(OhioClocksTest, ASupplementalPlanIsDrawnUpUnlessItIsNotNeeded) {
  Tell("2022-11-01", kComplaint);
  Tell("2022-11-01", kPlaced);
  EXPECT_EQ(Says("us-oh.supplemental-plan", "2023-02-01"), "") << "before 2023";
  Tell("2023-02-02", R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })");
  Tell("2026-01-10", R"(case_reopened { origin: CASE_ORIGIN_REPORT })");
  GoToCourt();
  Tell("2026-02-18",
       R"(plan_version_drawn_up { plan_id: "$s" kind: PLAN_KIND_SUPPLEMENTAL children_ids: "$ana" digest: "@s1" })");
  EXPECT_EQ(Says("us-oh.supplemental-plan", "2026-02-16"), "2026-02-15 MISSED");
  EXPECT_EQ(Says("us-oh.supplemental-plan", "2026-02-19"), "2026-02-15 MET_LATE 2026-02-18");
  TellLate("2026-02-19", "2026-02-10",
           R"(review_finding_made { meeting_id: "$M" child_id: "$ana" concurrent_plan_needed: false })");
  EXPECT_EQ(Says("us-oh.supplemental-plan", "2026-02-16"), "2026-02-15 EXCEPTED");
}

// OAC 5101:2-38-03: a private agency asks before the year is over.
TEST_F(OhioClocksTest, APrivateAgencyAsksBeforeAYearOfSupervisionIsOver) {
  Tell("2026-01-16", kComplaint);
  Tell("2026-03-20", Order("S", "PROTECTIVE_SUPERVISION"));
  EXPECT_EQ(Says("us-oh.private-agency-protective-supervision", "2026-04-01"), "");
  Choose("choose: \"private-agency\"");
  EXPECT_EQ(Says("us-oh.private-agency-protective-supervision", "2027-01-16"), "2027-01-15 MISSED");
  Tell("2027-01-18", Motion("PROTECTIVE_SUPERVISION"));
  EXPECT_EQ(Says("us-oh.private-agency-protective-supervision", "2027-01-19"), "2027-01-15 MET_LATE 2027-01-18");
  TellLate("2027-01-20", "2027-01-15", Motion("RETURN_HOME_WITHOUT_RESTRICTION"));
  EXPECT_EQ(Says("us-oh.private-agency-protective-supervision", "2027-01-20"), "2027-01-15 MET 2027-01-15");
}

}  // namespace
}  // namespace casejournal::projections
