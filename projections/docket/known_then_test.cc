// Dates that depend on something that was unknown, changed, or impossible to meet: hearings set again and vacated,
// birth dates withdrawn or known as a range, entries taken over, and a case that is no longer before a court.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Property;

class KnownThenTest : public DocketCase {
 protected:
  void SetHearing(absl::string_view on, absl::string_view id, absl::string_view held_on) {
    Tell(on, absl::StrCat(R"(hearing_set { hearing_id: "$)", id,
                          R"(" child_id: "$ana" kind: HEARING_KIND_PERMANENCY held_on: ")", held_on,
                          R"(" court_number: "JV1" })"));
  }
  void Vacate(absl::string_view on, absl::string_view id) {
    Tell(on, absl::StrCat(R"(hearing_vacated { hearing_id: "$)", id, R"(" })"));
  }
  void TellCustody() {
    Tell("2026-01-05", kComplaint);
    Tell("2026-01-05", kRemoved);
    Tell("2026-01-05", kPlaced);
    Tell("2026-02-01",
         R"(order_made { order_id: "$O" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY to: "Wren" })");
  }
};

constexpr char kMotionBeforeHearing[] = "us-oh.motion-for-disposition-before-the-hearing";

// ---- Hearings (issue 13, item 13) ----

// Who suffers: an agency that is told that it missed a motion that was due before the hearing was set.
TEST_F(KnownThenTest, ADateThatWasPastWhenTheHearingWasSetSaysSo) {
  TellCustody();
  SetHearing("2026-03-01", "H", "2026-06-30");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-05-01"), "2026-05-31 WINDOW_OPEN");
  SetHearing("2026-05-10", "H", "2026-06-01");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-05-11"), "2026-05-02 PAST_WHEN_SET");
  EXPECT_EQ(ItemsOf(kMotionBeforeHearing, "2026-05-11").front().arose_on(), "2026-05-10");
  Tell(
      "2026-05-12",
      R"(filed_with_court { what: FILING_KIND_MOTION relief: DISPOSITION_SOUGHT_LEGAL_CUSTODY court_numbers: "JV1" })");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-05-13"), "2026-05-02 MET_LATE 2026-05-12");
  EXPECT_EQ(ItemsOf(kMotionBeforeHearing, "2026-05-13").front().arose_on(), "2026-05-10");
}

TEST_F(KnownThenTest, AHearingThatIsSetShortlyBeforeItsDayHasADateThatWasPast) {
  TellCustody();
  SetHearing("2026-05-10", "H", "2026-05-20");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-05-10"), "2026-04-20 PAST_WHEN_SET");
}

// What was missed before the hearing was set again stays missed.
TEST_F(KnownThenTest, SettingAgainDoesNotExcuseWhatWasMissedBefore) {
  TellCustody();
  SetHearing("2026-03-01", "H", "2026-05-20");
  SetHearing("2026-05-10", "H", "2026-05-15");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-05-11"), "2026-04-15 MISSED");
  EXPECT_EQ(ItemsOf(kMotionBeforeHearing, "2026-05-11").front().arose_on(), "");
}

TEST_F(KnownThenTest, AVacatedHearingHasNoClock) {
  TellCustody();
  SetHearing("2026-03-01", "H", "2026-05-20");
  Vacate("2026-04-25", "H");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-04-24"), "2026-04-20 MISSED");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-04-25"), "");
  SetHearing("2026-05-01", "H2", "2026-07-01");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-05-01"), "2026-06-01 WINDOW_OPEN");
}

TEST_F(KnownThenTest, AHearingThatIsSetAgainAfterItWasVacatedIsBack) {
  TellCustody();
  SetHearing("2026-03-01", "H", "2026-05-20");
  Vacate("2026-04-01", "H");
  SetHearing("2026-04-02", "H", "2026-07-01");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-04-02"), "2026-06-01 WINDOW_OPEN");
}

// The last setting counts, even if it is for another kind of hearing.
TEST_F(KnownThenTest, AHearingThatIsSetAgainAsAnotherKindIsNoLongerOfTheFirst) {
  TellCustody();
  SetHearing("2026-03-01", "H", "2026-05-20");
  Tell(
      "2026-04-01",
      R"(hearing_set { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_REVIEW held_on: "2026-05-20" court_number: "JV1" })");
  EXPECT_EQ(Says(kMotionBeforeHearing, "2026-04-02"), "");
}

// A child who enters care in the last ninety days before its eighteenth birthday.
TEST_F(KnownThenTest, ATransitionPlanWhoseDayHadPassedWhenCareBegan) {
  Tell("2033-05-20", kRemoved);
  EXPECT_EQ(Says("us-federal.transition-plan", "2033-05-21"), "2033-03-03 PAST_WHEN_SET");
}

// What the agency itself did without notice counts as missed: the notice could have been sent in time.
TEST_F(KnownThenTest, ADateThatIsCountedBackFromAnActIsMissed) {
  Tell(
      "2026-01-20",
      R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })");
  EXPECT_EQ(Says("us-oh.in-home-plan-notice", "2026-01-21"), "2026-01-13 MISSED");
}

// ---- Birth dates (issue 13, item 12) ----

// Who suffers: a youth whose birth date is unknown in the plan while the docket shows when she is eighteen.
TEST_F(KnownThenTest, ABirthDateThatWasWithdrawnSetsNoDates) {
  Tell(
      "2026-01-05",
      R"(person_details_learned { participant_id: "$ana" basis: "certificate" details { name: "Ana" born_on: "2010-06-01" } })");
  Tell("2026-01-05", kRemoved);
  EXPECT_EQ(Says("us-federal.credit-report", "2026-02-01"), "2027-01-05 OPEN");
  Tell(
      "2026-03-01",
      R"(person_details_learned { participant_id: "$ana" basis: "the certificate is another child's" details { name: "Ana" } })");
  EXPECT_EQ(Says("us-federal.credit-report", "2026-02-01"), "2027-01-05 OPEN") << "as it was known then";
  EXPECT_EQ(Says("us-federal.credit-report", "2026-03-01"), "");
}

TEST_F(KnownThenTest, ARangeOfBirthDatesTakesItsFirstDayAndSaysSo) {
  Tell(
      "2026-01-05",
      R"(person_details_learned { participant_id: "$ana" basis: "estimate" details { name: "Ana" born_first_on: "2008-09-01" born_on: "2009-08-31" } })");
  Tell("2026-01-05", kRemoved);
  const std::vector<v1::DocketItem> items = ItemsOf("us-federal.transition-plan", "2026-02-01");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items.front().due(), "2026-06-03");
  EXPECT_THAT(items.front().cautions(),
              ::testing::Contains(Property(&v1::Caution::says, HasSubstr("between 2008-09-01 and 2009-08-31"))));
}

// A rule that requires an age applies if the child may have that age, from above and from below.
TEST_F(KnownThenTest, AnAgeThatARangeLeavesOpenIsAsked) {
  Tell(
      "2026-01-05",
      R"(person_details_learned { participant_id: "$ana" basis: "estimate" details { name: "Ana" born_first_on: "2012-12-01" born_on: "2013-11-30" } })");
  Tell("2026-01-05", kRemoved);
  Tell(
      "2026-01-05",
      R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "Oak House" type: PLACEMENT_TYPE_QUALIFIED_RESIDENTIAL_TREATMENT_PROGRAM reason: "none else" })");
  const std::vector<v1::DocketItem> in_a_row = ItemsOf("us-federal.qrtp-long-stay-in-a-row", "2026-02-01");
  ASSERT_EQ(in_a_row.size(), 1u);
  EXPECT_THAT(in_a_row.front().cautions(),
              ElementsAre(Property(&v1::Caution::says, HasSubstr("2012-12-01 and 2013-11-30"))));
  EXPECT_EQ(ItemsOf("us-federal.qrtp-long-stay-under-13", "2026-02-01").size(), 1u);
}

// ---- A case without a court (issue 13, item 32) ----

class ReopenedTest : public KnownThenTest {
 protected:
  ReopenedTest() {
    Tell("2021-01-05", kComplaint);
    Tell("2021-01-05", kRemoved);
    Tell("2022-05-01",
         R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })");
    Tell("2022-06-01", R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })");
    Tell("2023-06-01", R"(case_reopened { origin: CASE_ORIGIN_OWN_REQUEST })");
  }
};

// Who suffers: a family that asked for help by itself, and whose agency is not told to make a plan.
TEST_F(ReopenedTest, ACaseReopenedWithoutACourtHasTheClocksOfAnInHomePlan) {
  EXPECT_EQ(Says("us-oh.in-home-plan", "2023-06-10"), "2023-07-01 OPEN");
  Tell(
      "2023-06-20",
      R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })");
  EXPECT_EQ(Says("us-oh.in-home-plan-notice", "2023-06-21"), "2023-06-13 MISSED");
  Tell("2023-06-22", R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(Says("us-oh.in-home-plan-copy", "2023-06-23"), "2023-07-06 OPEN");
  Tell("2023-06-25",
       R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "neglect" by: "the agency" })");
  EXPECT_EQ(Says("us-oh.in-home-plan-copy", "2023-06-25"), "");
}

TEST_F(ReopenedTest, APanelOfTwoIsEnoughWhereNoCourtIsInvolvedAnyLonger) {
  Tell(
      "2023-06-20",
      R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })");
  Tell("2023-06-22", R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  Tell("2023-12-10", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { issuer: "i" subject: "a" name: "A" } responsible_for_plan: true }
      panel { staff { issuer: "i" subject: "b" name: "B" } } })");
  EXPECT_THAT(Says("us-oh.semi-annual-review", "2023-12-11"), HasSubstr("2023-12-19 MET 2023-12-10"));
}

// Facts that remain true of a child are looked up in the whole case.
TEST_F(ReopenedTest, AnIndianChildIsOneInEachEpisodeOfTheCase) {
  TellLate("2021-02-01", "2021-02-01",
           R"(tribal_inquiry_made { child_id: "$ana" asked: "Maria" answer: TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW })");
  Tell(
      "2023-07-01",
      R"(hearing_set { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_ADJUDICATORY held_on: "2023-08-01" court_number: "JV2" })");
  EXPECT_EQ(Says("us-federal.icwa-notice-before-a-hearing", "2023-07-02"), "2023-07-22 OPEN");
}

// ---- Entries taken over (issue 13, item 14) ----

constexpr char kRemovedAsClaimed[] =
    R"(claim { recorded_at { seconds: 1672920000 } system: "OLD" } child_removed { removal_id: "$R" child_id: "$ana"
        manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order"
        authority_kind: REMOVAL_AUTHORITY_EMERGENCY })";

// Who suffers: an agency whose old entries, made in time, all appear as federal errors because they were taken over.
TEST_F(KnownThenTest, AnEntryThatWasTakenOverSaysWhenItWasFirstWrittenDown) {
  TellLate("2026-01-05", "2023-01-02", kRemovedAsClaimed);
  EXPECT_EQ(Says("us-federal.afcars-removal", "2026-02-01"), "2023-02-01 MET_LATE 2026-01-05");
  const v1::DocketItem item = ItemsOf("us-federal.afcars-removal", "2026-02-01").front();
  EXPECT_THAT(
      item.cautions(),
      ElementsAre(Property(&v1::Caution::says, "Taken over: first written down on 2023-01-05, as its claim says.")));
  EXPECT_EQ(item.met_by().claimed_on(), "2023-01-05");
}

// Also for a day before the import, when nothing had been recorded here.
TEST_F(KnownThenTest, ADayBeforeTheEntryWasTakenOverSaysSoToo) {
  TellLate("2026-01-05", "2023-01-02", kRemovedAsClaimed);
  EXPECT_EQ(Says("us-federal.afcars-removal", "2023-12-31"), "2023-02-01 MISSED");
  EXPECT_THAT(ItemsOf("us-federal.afcars-removal", "2023-12-31").front().cautions(),
              ElementsAre(Property(&v1::Caution::says, HasSubstr("written down on 2023-01-05"))));
}

TEST_F(KnownThenTest, TheClaimDecidesWhereTheAgencyChoseSo) {
  Choose("recording_as_claimed: true");
  TellLate("2026-01-05", "2023-01-02", kRemovedAsClaimed);
  EXPECT_EQ(Says("us-federal.afcars-removal", "2026-02-01"), "2023-02-01 MET 2023-01-05");
  EXPECT_THAT(ItemsOf("us-federal.afcars-removal", "2026-02-01").front().cautions(),
              ElementsAre(Property(&v1::Caution::says, HasSubstr("Taken over"))));
}

TEST_F(KnownThenTest, AnEntryOfThisJournalsOwnSaysNothingOfTheKind) {
  TellLate("2026-01-20", "2026-01-05", kRemoved);
  EXPECT_THAT(ItemsOf("us-federal.afcars-removal", "2026-02-01").front().cautions(), IsEmpty());
}

}  // namespace
}  // namespace casejournal::projections
