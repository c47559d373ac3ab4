// Ohio's clocks, one by one: when each is due, that it is met in time, and what is missed or late. In a case before the
// court, Ana was removed and placed on 2026-01-15, and the complaint was filed on 2026-01-16.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ohio_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::kAdjudicated;
using casejournal::testing::kComplaint;
using casejournal::testing::kOhioLeftCare;
using casejournal::testing::kOhioPlan;
using casejournal::testing::kOhioSignedByTheMother;
using casejournal::testing::kPlaced;
using casejournal::testing::OhioCase;

constexpr char kOhioPlanWithGaps[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "0.9" children_ids: "$ana" digest: "@v0"
        open_parts { part: "services" steps: "ask the clinic" } })";
constexpr char kOhioPlanFiled[] = R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@v1" })";
constexpr char kOhioAgreement[] =
    R"(child_removed { removal_id: "$R" child_id: "$ana" authority_kind: REMOVAL_AUTHORITY_VOLUNTARY_AGREEMENT })";
constexpr char kOhioProposal[] =
    R"(plan_change_proposed { proposal_id: "$C" by_id: "$mother" from_digest: "@v1" change: "visits" })";
constexpr char kOhioEmergency[] =
    R"(plan_change_proposed { proposal_id: "$C" by_id: "$mother" from_digest: "@v1" change: "moved" emergency: true })";
constexpr char kOhioProposalFiled[] =
    R"(filed_with_court { what: FILING_KIND_PLAN_VERSION proposal_id: "$C" digest: "@v2" })";
constexpr char kOhioProposalTold[] =
    R"(notice_sent { notice_id: "$n" of: NOTICE_OF_NOTICE_OF_A_PROPOSED_CHANGE to_ids: "$mother" proposal_id: "$C" })";
constexpr char kOhioObjection[] = R"(objection_made { proposal_id: "$C" by_id: "$mother" hearing_asked: true })";

class OhioClocksTest : public OhioCase {};

// ORC 2151.412: thirty days, and before the adjudication if that was held; a working day before it.
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

// ORC 2151.412: all of its parts, at the latest by the disposition.
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

// OAC 5101:2-38-05(A): thirty days from the earliest; a Sunday, which this rule does not move.
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

// OAC 5101:2-38-01: thirty days from the decision; complete when a parent signs, and not applied in a court case.
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

// OAC 5101:2-38-01: seven days ahead, unless waived, whenever the waiver was recorded.
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

// OAC 5101:2-38-01: fourteen days, without the day of the signature.
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

// OAC 5101:2-38-07: for a private agency.
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

// ORC 2151.412(F): filed and told by the end of the next day; 2026-05-03 is a Sunday.
TEST_F(OhioClocksTest, AProposedChangeIsFiledAndToldByTheNextDay) {
  Tell("2026-05-02", kOhioProposal);
  Tell("2026-05-05", kOhioProposalFiled);
  Tell("2026-05-04", kOhioProposalTold);
  EXPECT_EQ(Says("us-oh.plan-change-filed", "2026-05-06"), "2026-05-04 MET_LATE 2026-05-05");
  EXPECT_EQ(Says("us-oh.plan-change-notice", "2026-05-06"), "2026-05-04 MET 2026-05-04");
  EXPECT_EQ(Says("us-oh.emergency-change-filed", "2026-05-06"), "");
}

// ORC 2151.412(F): seven days to object, rolled past Memorial Day; an unused right disappears after its day.
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

// ORC 2151.412(F), in an emergency: notified the next day, filed by the third day, ten days to object.
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

// OAC 5101:2-38-03: a private agency asks before the end of the year.
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
