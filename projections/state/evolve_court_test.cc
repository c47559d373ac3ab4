// Removals, placements, absences, complaints, hearings, orders, tribes, and papers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/plan_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EvolveCareTest : public casejournal::testing::PlanCase {};

TEST_F(EvolveCareTest, AnExitWithoutARemovalNamesItsChild) {
  Tell("2025-06-01",
       R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })");
  ASSERT_EQ(plan().removals_size(), 1);
  EXPECT_EQ(plan().removals(0).child_id(), Id("ana"));
  EXPECT_EQ(plan().removals(0).removed_on(), "");
  EXPECT_EQ(plan().removals(0).ended_on(), "2025-06-01");

  Tell("2025-01-01", R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
                        circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })");
  ASSERT_EQ(plan().removals_size(), 1);
  EXPECT_EQ(plan().removals(0).removed_on(), "2025-01-01");
  EXPECT_EQ(plan().removals(0).ended().to_whom(), "Maria");
}

TEST_F(EvolveCareTest, AnEndedPlacementWithoutABeginningWaitsForIt) {
  Tell("2025-06-01",
       R"(placement_ended { placement_id: "$P" reason: "closer to kin" change: PLACEMENT_CHANGE_RELATIVE })");
  EXPECT_EQ(plan().placements(0).child_id(), "");
  Tell("2025-01-01", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
                                          type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })");

  EXPECT_EQ(plan().placements(0).child_id(), Id("ana"));
  EXPECT_EQ(plan().placements(0).began_on(), "2025-01-01");
  EXPECT_EQ(plan().placements(0).ended_on(), "2025-06-01");
  EXPECT_EQ(plan().placements(0).end_reason(), "closer to kin");
  EXPECT_EQ(plan().placements(0).change(), event::v1::PLACEMENT_CHANGE_RELATIVE);
}

TEST_F(EvolveCareTest, ACorrectedPlacementKeepsItsEnd) {
  const auto began = Tell("2025-01-01", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "Miller"
                                           type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })");
  Tell("2025-06-01", R"(placement_ended { placement_id: "$P" reason: "moved" })");

  Correct(began, "2025-02-01", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
                                  type: PLACEMENT_TYPE_KIN_HOME reason: "kin" })");

  ASSERT_EQ(plan().placements_size(), 1);
  EXPECT_EQ(plan().placements(0).began_on(), "2025-02-01");
  EXPECT_EQ(plan().placements(0).terms().type(), event::v1::PLACEMENT_TYPE_KIN_HOME);
  EXPECT_EQ(plan().placements(0).ended_on(), "2025-06-01");
}

TEST_F(EvolveCareTest, AnAbsenceSaysHowItEnded) {
  Tell("2025-01-01", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  Tell("2025-01-03", R"(absence_ended { absence_id: "$A" how: ABSENCE_END_KIND_CAME_BACK detail: "by bus" })");

  EXPECT_EQ(plan().absences(0).began_on(), "2025-01-01");
  EXPECT_EQ(plan().absences(0).ended_on(), "2025-01-03");
  EXPECT_EQ(plan().absences(0).how_ended(), event::v1::ABSENCE_END_KIND_CAME_BACK);
  EXPECT_EQ(plan().absences(0).end_detail(), "by bus");
  EXPECT_EQ(PlanOn("2025-01-02").absences(0).ended_on(), "");
}

TEST_F(EvolveCareTest, ATribeHasOneAnswerForEachChildAndInquiriesAreAllKept) {
  for (int i = 0; i < 2; ++i) {
    Tell("2025-01-01", R"(tribal_inquiry_made { child_id: "$ana" asked: "Maria"
                                                answer: TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW })");
  }
  Tell("2025-02-01", R"(tribe_responded { child_id: "$ana" tribe_id: "$tribe" notice_id: "$N" words: "asked again"
                                          answer: TRIBE_ANSWER_NEEDS_MORE_INFORMATION })");
  Tell("2025-03-01", R"(tribe_responded { child_id: "$ana" tribe_id: "$tribe" answer: TRIBE_ANSWER_MEMBER })");
  Tell("2025-03-01", R"(tribe_responded { child_id: "$ben" tribe_id: "$tribe" answer: TRIBE_ANSWER_ELIGIBLE })");

  EXPECT_EQ(plan().tribal_inquiries_size(), 2);
  ASSERT_EQ(plan().tribe_answers_size(), 2);
  EXPECT_EQ(plan().tribe_answers(0).answer(), event::v1::TRIBE_ANSWER_MEMBER);
  EXPECT_EQ(plan().tribe_answers(0).words(), "");
  EXPECT_EQ(plan().tribe_answers(0).notice_id(), "");
}

class EvolveCourtTest : public casejournal::testing::PlanCase {};

TEST_F(EvolveCourtTest, AComplaintIsOneForEachChildAndNumber) {
  Tell("2025-01-05", R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "neglect" by: "agency"
                                          allegation_codes { code: "N" } })");
  Tell("2025-01-06", R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "abuse" by: "agency" })");
  Tell("2025-01-06", R"(complaint_filed { child_id: "$ben" court_number: "JV1" allegations: "abuse" by: "agency" })");

  ASSERT_EQ(plan().complaints_size(), 2);
  EXPECT_EQ(plan().complaints(0).allegations(), "abuse");
  EXPECT_EQ(plan().complaints(0).filed_on(), "2025-01-06");
  EXPECT_THAT(plan().complaints(0).allegation_codes(), IsEmpty());
}

TEST_F(EvolveCourtTest, AVacatedHearingThatIsSetAgainIsNotVacated) {
  const char set[] = R"(hearing_set { hearing_id: "$H" child_id: "$ana" court_number: "JV1" kind: HEARING_KIND_REVIEW
                                      held_on: "2025-04-01" })";
  Tell("2025-01-05", set);
  Tell("2025-02-05", R"(hearing_vacated { hearing_id: "$H" reason: "the judge is ill" })");
  ASSERT_EQ(plan().hearings_size(), 1);
  EXPECT_EQ(plan().hearings(0).vacated_on(), "2025-02-05");
  EXPECT_EQ(plan().hearings(0).vacated_reason(), "the judge is ill");

  Tell("2025-03-05", set);
  EXPECT_EQ(plan().hearings(0).vacated_on(), "");
  EXPECT_EQ(plan().hearings(0).vacated_reason(), "");
  EXPECT_EQ(plan().hearings(0).set_on(), "2025-03-05");
}

TEST_F(EvolveCourtTest, AHearingIsOfTheKindThatItWasHeldAs) {
  Tell("2025-01-05", R"(hearing_set { hearing_id: "$H" child_id: "$ana" court_number: "JV1" kind: HEARING_KIND_REVIEW
                                      held_on: "2025-04-01" })");
  Tell("2025-04-02", R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                                       kind: HEARING_KIND_PERMANENCY })");

  EXPECT_EQ(plan().hearings(0).kind(), event::v1::HEARING_KIND_PERMANENCY);
  EXPECT_EQ(plan().hearings(0).set().kind(), event::v1::HEARING_KIND_REVIEW);
  EXPECT_EQ(plan().hearings(0).held_on(), "2025-04-02");
}

TEST_F(EvolveCourtTest, AVacatedHearingThatNobodySetIsKept) {
  Tell("2025-02-05", R"(hearing_vacated { hearing_id: "$H" })");

  ASSERT_EQ(plan().hearings_size(), 1);
  EXPECT_EQ(plan().hearings(0).set_on(), "");
  EXPECT_EQ(plan().hearings(0).vacated_on(), "2025-02-05");
}

TEST_F(EvolveCourtTest, AnOrderEndsTheOrdersThatItNames) {
  Tell("2025-01-05", R"(order_made { order_id: "$shelter" child_id: "$ana" kind: ORDER_KIND_SHELTER_CARE })");
  const auto custody = Tell("2025-02-05", R"(order_made { order_id: "$custody" child_id: "$ana"
      kind: ORDER_KIND_TEMPORARY_CUSTODY ends_order_ids: "$shelter" ends_order_ids: "$unknown" })");

  ASSERT_EQ(plan().orders_size(), 3);
  EXPECT_EQ(plan().orders(0).ended_on(), "2025-02-05");
  EXPECT_EQ(plan().orders(1).order_id(), Id("unknown"));
  EXPECT_EQ(plan().orders(1).made_on(), "");
  EXPECT_EQ(plan().orders(2).ended_on(), "");

  Withdraw(custody);
  ASSERT_EQ(plan().orders_size(), 1);
  EXPECT_EQ(plan().orders(0).ended_on(), "");
}

TEST_F(EvolveCourtTest, TheEndOfAnOrderHasItsOwnEntryNumber) {
  Tell("2025-03-05",
       R"(order_ended { order_id: "$O" how: ORDER_END_KIND_STAYED entry_number: "9" words: "on appeal" })");
  Tell("2025-01-05",
       R"(order_made { order_id: "$O" child_id: "$ana" kind: ORDER_KIND_LEGAL_CUSTODY entry_number: "4" })");

  EXPECT_EQ(plan().orders(0).made_on(), "2025-01-05");
  EXPECT_EQ(plan().orders(0).terms().entry_number(), "4");
  EXPECT_EQ(plan().orders(0).end_entry_number(), "9");
  EXPECT_EQ(plan().orders(0).how_ended(), event::v1::ORDER_END_KIND_STAYED);
  EXPECT_EQ(plan().orders(0).end_words(), "on appeal");
}

TEST_F(EvolveCourtTest, RightsEndOnceForEachParentOfAChild) {
  Tell("2025-01-05", R"(parental_rights_ended { child_id: "$ana" parent_id: "$luis" how: RIGHTS_ENDED_HOW_BY_ORDER
                                                order_id: "$O" })");
  Tell("2025-02-05",
       R"(parental_rights_ended { child_id: "$ana" parent_id: "$luis" how: RIGHTS_ENDED_HOW_BY_SURRENDER })");
  Tell("2025-02-05",
       R"(parental_rights_ended { child_id: "$ben" parent_id: "$luis" how: RIGHTS_ENDED_HOW_BY_SURRENDER })");

  ASSERT_EQ(plan().rights_ended_size(), 2);
  EXPECT_EQ(plan().rights_ended(0).on(), "2025-02-05");
  EXPECT_EQ(plan().rights_ended(0).order_id(), "");
}

TEST_F(EvolveCourtTest, FindingsOfTheCourtAreAllKept) {
  for (const char* day : {"2025-02-05", "2025-01-05"})
    Tell(day, R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_CONTRARY_TO_WELFARE })");

  ASSERT_EQ(plan().findings_size(), 2);
  EXPECT_EQ(plan().findings(0).revision(), 1U) << "in the order of effect";
  EXPECT_EQ(plan().findings(1).revision(), 0U);
}

TEST_F(EvolveCourtTest, AFilingExceptionAndAProceedingAreKeptWithTheirEntries) {
  Tell("2025-01-05", R"(filing_exception_documented { child_id: "$ana" kind: FILING_EXCEPTION_KIND_RELATIVE_CARE
                                                      reasons: "her aunt" })");
  Tell("2025-01-05", R"(tribal_proceeding_decided { child_id: "$ana" tribe_id: "$tribe"
      kind: TRIBAL_PROCEEDING_KIND_TRANSFER decision: TRIBAL_PROCEEDING_DECISION_GRANTED })");

  EXPECT_EQ(plan().filing_exceptions(0).revision(), 0U);
  EXPECT_EQ(plan().filing_exceptions(0).documented_on(), "2025-01-05");
  EXPECT_EQ(plan().tribal_proceedings(0).revision(), 1U);
}

class EvolvePaperTest : public casejournal::testing::PlanCase {};

TEST_F(EvolvePaperTest, AReceiptOfAnUnknownNoticeWaitsForIt) {
  Tell("2025-01-07", R"(notice_received { notice_id: "$N" by_id: "$maria" means: "signed" })");
  Tell("2025-01-08", R"(notice_received { notice_id: "$N" by_id: "$maria" })");
  Tell("2025-01-08", R"(notice_received { notice_id: "$N" by_id: "$luis" })");
  Tell("2025-01-05",
       R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_OF_A_PLAN to_ids: "$maria" means: "mail" })");

  ASSERT_EQ(plan().notices_size(), 1);
  EXPECT_EQ(plan().notices(0).sent_on(), "2025-01-05");
  ASSERT_EQ(plan().notices(0).receipts_size(), 2);
  EXPECT_EQ(plan().notices(0).receipts(0).on(), "2025-01-08");
  EXPECT_EQ(plan().notices(0).receipts(0).means(), "");
}

TEST_F(EvolvePaperTest, WaiversAndDutiesAreAllKept) {
  for (int i = 0; i < 2; ++i) {
    Tell("2025-01-05", R"(notice_waived { by_id: "$maria" of: NOTICE_OF_NOTICE_OF_A_REVIEW })");
    Tell("2025-01-05", R"(duty_performed { duty: "us-federal.afcars-removal" child_id: "$ana" })");
  }

  EXPECT_EQ(plan().waivers_size(), 2);
  EXPECT_EQ(plan().waivers(1).revision(), 2U);
  EXPECT_EQ(plan().duties_size(), 2);
  EXPECT_EQ(plan().duties(1).done_on(), "2025-01-05");
}

TEST_F(EvolvePaperTest, ADocumentIsKnownByItsId) {
  Tell("2025-01-05", R"(document_referenced { document_id: "$D" sha256: "@text" media_type: "application/pdf"
                        size_bytes: 10 title: "Report" kept_where: "the file room" supports_revisions: 0 })");

  ASSERT_EQ(plan().documents_size(), 1);
  EXPECT_EQ(plan().documents(0).referenced_on(), "2025-01-05");
  EXPECT_EQ(plan().documents(0).terms().title(), "Report");
}

class EvolveVersionsTest : public casejournal::testing::PlanCase {
 protected:
  void DrawUp(absl::string_view day, const std::string& word) {
    Tell(day, "plan_version_drawn_up { plan_id: \"$plan\" kind: PLAN_KIND_CASE label: \"" + word +
                  "\" children_ids: \"$ana\" as_of_revision: 0 digest: \"@" + word + "\" }");
  }
};

TEST_F(EvolveVersionsTest, ASignatureReplacesThatSomeoneDidNotSign) {
  DrawUp("2025-01-05", "v1");
  Tell("2025-01-06", R"(plan_not_signed { digest: "@v1" participant_id: "$maria" why: NOT_SIGNED_REASON_NOT_FOUND
                                          attempts: "two calls" })");
  EXPECT_EQ(plan().versions(0).signatures(0).not_signed(), event::v1::NOT_SIGNED_REASON_NOT_FOUND);

  Tell("2025-01-07", R"(plan_signed { digest: "@v1" participant_id: "$maria" agreement: AGREEMENT_DISAGREES })");
  ASSERT_EQ(plan().versions(0).signatures_size(), 1);
  EXPECT_EQ(plan().versions(0).signatures(0).agreement(), event::v1::AGREEMENT_DISAGREES);
  EXPECT_EQ(plan().versions(0).signatures(0).not_signed(), event::v1::NOT_SIGNED_REASON_UNSPECIFIED);
  EXPECT_EQ(plan().versions(0).signatures(0).attempts(), "");
}

TEST_F(EvolveVersionsTest, ALaterRefusalTakesNoSignatureAway) {
  DrawUp("2025-01-05", "v1");
  Tell("2025-01-06", R"(plan_signed { digest: "@v1" participant_id: "$maria" agreement: AGREEMENT_AGREES })");
  Tell("2025-01-07", R"(plan_not_signed { digest: "@v1" participant_id: "$maria" why: NOT_SIGNED_REASON_REFUSED })");

  EXPECT_EQ(plan().versions(0).signatures(0).on(), "2025-01-06");
  EXPECT_EQ(plan().versions(0).signatures(0).agreement(), event::v1::AGREEMENT_AGREES);
}

TEST_F(EvolveVersionsTest, ASignatureOfAnUnknownVersionWaitsForIt) {
  Tell("2025-01-04", R"(plan_signed { digest: "@v1" participant_id: "$maria" agreement: AGREEMENT_AGREES })");
  DrawUp("2025-01-05", "v1");

  ASSERT_EQ(plan().versions_size(), 1);
  EXPECT_EQ(plan().versions(0).label(), "v1");
  EXPECT_EQ(plan().versions(0).revision(), 1U);
  EXPECT_EQ(plan().versions(0).signatures_size(), 1);
}

TEST_F(EvolveVersionsTest, FilingsDecisionsAndEntriesAreOneForEachNumber) {
  DrawUp("2025-01-05", "v1");
  for (const char* day : {"2025-01-06", "2025-01-08"}) {
    Tell(day, R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@v1" court_numbers: "JV1" })");
    Tell(day, R"(court_decided { digest: "@v1" court_number: "JV1" decision: COURT_DECISION_NOT_APPROVED })");
    Tell(day, R"(plan_journalized { digest: "@v1" court_number: "JV1" entry_number: "12" })");
  }
  Tell("2025-01-09", R"(plan_journalized { digest: "@v1" court_number: "JV2" entry_number: "3" })");

  const v1::PlanVersion& version = plan().versions(0);
  ASSERT_EQ(version.filings_size(), 1);
  EXPECT_EQ(version.filings(0).on(), "2025-01-08");
  ASSERT_EQ(version.decisions_size(), 1);
  ASSERT_EQ(version.journal_entries_size(), 2);
  EXPECT_THAT(plan().filings(), IsEmpty()) << "a filed version is listed with the version only";
}

TEST_F(EvolveVersionsTest, AMotionIsAFilingOfTheCourt) {
  Tell("2025-01-06", R"(filed_with_court { what: FILING_KIND_MOTION court_numbers: "JV1" })");
  Tell("2025-01-06", R"(filed_with_court { what: FILING_KIND_PLAN_VERSION court_numbers: "JV1" })");

  ASSERT_EQ(plan().filings_size(), 2) << "also a plan whose version is not known here";
  EXPECT_EQ(plan().filings(0).filed_on(), "2025-01-06");
  EXPECT_EQ(plan().filings(0).revision(), 0U);
}

TEST_F(EvolveVersionsTest, EffectsAndEndsAreOneForEachChild) {
  DrawUp("2025-01-05", "v1");
  Tell("2025-01-06", R"(plan_took_effect { digest: "@v1" children_ids: "$ana" children_ids: "$ben"
                                           basis: EFFECT_BASIS_EMERGENCY })");
  Tell("2025-01-07", R"(plan_took_effect { digest: "@v1" children_ids: "$ana"
                                           basis: EFFECT_BASIS_NO_ACTION_BY_THE_COURT_IN_TIME })");
  Tell("2025-02-07", R"(plan_ended { plan_id: "$plan" children_ids: "$ana" children_ids: "$ben"
                                     how: PLAN_END_KIND_BY_ORDER order_id: "$O" })");
  Tell("2025-03-07", R"(plan_ended { plan_id: "$plan" children_ids: "$ana" how: PLAN_END_KIND_CASE_CLOSED })");

  ASSERT_EQ(plan().versions(0).effects_size(), 2);
  EXPECT_EQ(plan().versions(0).effects(0).on(), "2025-01-07");
  EXPECT_EQ(plan().versions(0).effects(1).on(), "2025-01-06");
  ASSERT_EQ(plan().plan_ends_size(), 2);
  EXPECT_EQ(plan().plan_ends(0).how(), event::v1::PLAN_END_KIND_CASE_CLOSED);
  EXPECT_EQ(plan().plan_ends(0).order_id(), "");
  EXPECT_EQ(plan().plan_ends(1).on(), "2025-02-07");
}

TEST_F(EvolveVersionsTest, ObjectionsAreToAProposalOrToAVersion) {
  DrawUp("2025-01-05", "v1");
  Tell("2025-01-06", R"(objection_made { proposal_id: "$Q" by_id: "$maria" hearing_asked: true grounds: "too far" })");
  Tell("2025-01-07", R"(objection_made { digest: "@v1" by_id: "$maria" })");
  Tell("2025-01-08",
       R"(plan_change_proposed { proposal_id: "$Q" by_id: "$luis" from_digest: "@v1" change: "visits" })");
  Tell("2025-01-09", R"(objection_made { proposal_id: "$Q" by_id: "$maria" })");
  Tell("2025-01-09", R"(filed_with_court { what: FILING_KIND_MOTION proposal_id: "$Q" court_numbers: "JV1" })");
  Tell("2025-01-10", R"(court_decided { proposal_id: "$Q" court_number: "JV1"
                                        decision: COURT_DECISION_SET_FOR_HEARING })");

  ASSERT_EQ(plan().proposals_size(), 1);
  EXPECT_EQ(plan().proposals(0).terms().change(), "visits");
  ASSERT_EQ(plan().proposals(0).objections_size(), 1);
  EXPECT_EQ(plan().proposals(0).objections(0).on(), "2025-01-09");
  EXPECT_FALSE(plan().proposals(0).objections(0).hearing_asked());
  EXPECT_EQ(plan().proposals(0).objections(0).grounds(), "");
  EXPECT_EQ(plan().versions(0).objections_size(), 1);
  EXPECT_EQ(plan().proposals(0).filings_size(), 1);
  EXPECT_EQ(plan().proposals(0).decisions_size(), 1);
}

TEST_F(EvolveVersionsTest, EveryDecisionOfTheAgencyIsKept) {
  DrawUp("2025-01-05", "v1");
  for (const char* decision : {"AGENCY_DECISION_RETURNED", "AGENCY_DECISION_APPROVED"}) {
    Tell("2025-01-06", std::string("agency_decided { digest: \"@v1\" decision: ") + decision +
                           " decided_by { subject: \"grace\" } submitted_on: \"2025-01-05\" reasons: \"r\" }");
  }

  ASSERT_EQ(plan().versions(0).agency_decisions_size(), 2);
  EXPECT_EQ(plan().versions(0).agency_decisions(1).decision(), event::v1::AGENCY_DECISION_APPROVED);
  EXPECT_FALSE(plan().versions(0).agency_decisions(1).has_submitted_by());
  EXPECT_EQ(plan().versions(0).agency_decisions(1).submitted_on(), "2025-01-05");
}

}  // namespace
}  // namespace casejournal::projections
