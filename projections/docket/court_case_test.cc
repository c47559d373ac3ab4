// Clocks of a court belong to one court case of one child: to its complaint, its number, and the stay in care that led
// to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::Id;
using casejournal::testing::kComplaint;
using casejournal::testing::kRemoved;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Property;

constexpr char kSecondComplaint[] =
    R"(complaint_filed { child_id: "$ana" court_number: "JV2" allegations: "neglect" by: "the agency" })";
constexpr char kAnaHome[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })";
constexpr char kSunset[] = "us-oh.temporary-custody-ends";

class CourtCaseTest : public DocketCase {
 protected:
  static std::string CustodyOfAna(absl::string_view order, absl::string_view number = "") {
    return absl::StrCat(R"(order_made { order_id: "$)", order,
                        R"(" child_id: "$ana" kind: ORDER_KIND_TEMPORARY_CUSTODY to: "Wren" )",
                        number.empty() ? "" : absl::StrCat(R"(court_number: ")", number, R"(")"), " }");
  }
  static std::string RemovedAgain(absl::string_view removal) {
    return absl::StrCat(R"(child_removed { removal_id: "$)", removal,
                        R"(" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
        from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })");
  }
  static std::string MotionUnder(absl::string_view number) {
    return absl::StrCat(
        R"(filed_with_court { what: FILING_KIND_MOTION relief: DISPOSITION_SOUGHT_LEGAL_CUSTODY court_numbers: ")",
        number, R"(" })");
  }
  // Complaint of 10 January 2022 and custody, home on 1 August 2022.
  void TellFirstCourtCase() {
    Tell("2022-01-10", kComplaint);
    Tell("2022-01-10", kRemoved);
    Tell("2022-03-01", CustodyOfAna("O1"));
    Tell("2022-08-01", kAnaHome);
  }
};

// Who suffers: a child in custody for the second time whose sunset date no one is told (issue 13, item 31).
TEST_F(CourtCaseTest, ASecondComplaintHasASunsetAMotionDateAndAPlanDateOfItsOwn) {
  TellFirstCourtCase();
  Tell("2023-06-05", kSecondComplaint);
  Tell("2023-08-01", CustodyOfAna("O2"));
  EXPECT_EQ(Says(kSunset, "2023-09-01"), "2024-06-05 OPEN");
  EXPECT_EQ(Says("us-oh.motion-for-disposition", "2023-09-01"), "2024-05-06 OPEN");
  EXPECT_EQ(Says("us-oh.family-case-plan-filed", "2023-06-10"), "2022-02-09 MISSED\n2023-07-05 OPEN");
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2023-06-10"), "2022-02-09 MISSED\n2023-07-05 OPEN");
}

TEST_F(CourtCaseTest, EachRowSaysTheNumberOfItsCourtCase) {
  TellFirstCourtCase();
  Tell("2023-06-05", kSecondComplaint);
  const std::vector<v1::DocketItem> items = ItemsOf("us-oh.family-case-plan-filed", "2023-06-10");
  ASSERT_EQ(items.size(), 2u);
  EXPECT_THAT(items[0].court_numbers(), ElementsAre("JV1"));
  EXPECT_THAT(items[1].court_numbers(), ElementsAre("JV2"));
}

// Also if the court continues under the old number.
TEST_F(CourtCaseTest, AComplaintUnderTheOldNumberAfterTheReturnHomeBeginsACourtCase) {
  TellFirstCourtCase();
  Tell("2023-06-05", kComplaint);
  Tell("2023-08-01", CustodyOfAna("O2", "JV1"));
  EXPECT_EQ(Says(kSunset, "2023-09-01"), "2024-06-05 OPEN");
}

TEST_F(CourtCaseTest, AnAmendedComplaintBeginsNothingAnew) {
  Tell("2022-01-10", kComplaint);
  Tell("2022-01-12", kRemoved);
  Tell("2022-02-20", kComplaint);
  Tell("2022-03-01", CustodyOfAna("O1"));
  EXPECT_EQ(Says(kSunset, "2022-09-01"), "2023-01-10 WINDOW_OPEN");
}

// The removal that led to the second complaint begins its court case, before and after that complaint is filed.
TEST_F(CourtCaseTest, TheRemovalThatLedToAComplaintBeginsItsCourtCase) {
  TellFirstCourtCase();
  Tell("2023-06-03", RemovedAgain("S"));
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2023-06-04"), "2022-02-09 MISSED\n2023-07-03 OPEN");
  Tell("2023-06-05", kSecondComplaint);
  Tell("2023-08-01", CustodyOfAna("O2"));
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2023-06-06"), "2022-02-09 MISSED\n2023-07-03 OPEN");
  EXPECT_EQ(Says(kSunset, "2023-09-01"), "2024-06-03 OPEN");
}

// A removal without a complaint does not begin a court case whose complaint was filed years later.
TEST_F(CourtCaseTest, ARemovalWithoutAComplaintIsACourtCaseByItself) {
  Tell("2021-03-01", kRemoved);
  Tell("2021-03-02", kAnaHome);
  Tell("2023-06-05", kComplaint);
  Tell("2023-08-01", CustodyOfAna("O2"));
  EXPECT_EQ(Says(kSunset, "2023-09-01"), "2024-06-05 OPEN");
}

// Who suffers: a child in custody under one complaint whose dates would disappear because of another.
TEST_F(CourtCaseTest, AnotherComplaintWhileTheChildIsInCustodyLeavesTheFirstSunset) {
  Tell("2022-01-10", kComplaint);
  Tell("2022-01-10", kRemoved);
  Tell("2022-03-01", CustodyOfAna("O1", "JV1"));
  Tell("2022-06-01", kSecondComplaint);
  Tell("2022-07-01", CustodyOfAna("O2", "JV2"));
  EXPECT_EQ(Says(kSunset, "2022-07-02"), "2023-01-10 OPEN\n2023-06-01 OPEN");
  Tell("2022-12-01", MotionUnder("JV1"));
  EXPECT_EQ(Says(kSunset, "2023-01-02"), "2023-01-10 MET 2022-12-01\n2023-06-01 WINDOW_OPEN");
}

// A court case that is not known to have ended continues: its dates are not lost.
TEST_F(CourtCaseTest, AComplaintThatWasNotDecidedGoesOnBesideAnother) {
  Tell("2022-01-10", kComplaint);
  Tell("2022-02-01", kSecondComplaint);
  EXPECT_EQ(Says("us-oh.disposition", "2022-02-02"), "2022-04-11 OPEN\n2022-05-02 OPEN");
}

TEST_F(CourtCaseTest, ProtectiveSupervisionAfterTheReturnKeepsTheCourtCase) {
  TellFirstCourtCase();
  Tell(
      "2022-08-01",
      R"(order_made { order_id: "$PS" child_id: "$ana" kind: ORDER_KIND_PROTECTIVE_SUPERVISION court_number: "JV1" })");
  Tell("2022-10-01", RemovedAgain("S"));
  Tell("2022-10-05", CustodyOfAna("O2", "JV1"));
  EXPECT_EQ(Says(kSunset, "2022-10-06"), "2023-01-10 WINDOW_OPEN") << "of the one complaint";
  EXPECT_EQ(Says("us-oh.case-plan-filed", "2022-10-06"), "2022-02-09 MISSED");
}

// A hearing under another complaint does not count as a late first adjudication.
TEST_F(CourtCaseTest, AHearingUnderOneNumberMeetsTheClocksOfThatComplaint) {
  Tell("2022-01-10", kComplaint);
  Tell("2022-02-01", kSecondComplaint);
  Tell("2022-02-20",
       R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV2" kind: HEARING_KIND_ADJUDICATORY })");
  EXPECT_EQ(Says("us-oh.adjudication", "2022-02-21"), "2022-02-09 MISSED\n2022-03-03 MET 2022-02-20");
}

// ---- A court number is one child's (issue 13, item 16) ----

// Ana has the number JV1, Ben has JV2. Both are in custody.
class SiblingNumbersTest : public CourtCaseTest {
 protected:
  SiblingNumbersTest() {
    Tell("2020-01-01",
         R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" born_on: "2017-06-01" })");
    Tell("2022-01-10", R"(case_number_given { system: "Juvenile Court" number: "JV1" child_id: "$ana" })");
    Tell("2022-01-10", R"(case_number_given { system: "Juvenile Court" number: "JV2" child_id: "$ben" })");
    Tell("2022-01-10", R"(case_number_given { system: "Wren" number: "F-9" })");
    Tell("2022-01-10", kComplaint);
    Tell("2022-01-10",
         R"(complaint_filed { child_id: "$ben" court_number: "JV2" allegations: "neglect" by: "the agency" })");
    Tell("2022-03-01", CustodyOfAna("O1"));
    Tell("2022-03-01",
         R"(order_made { order_id: "$O2" child_id: "$ben" kind: ORDER_KIND_TEMPORARY_CUSTODY to: "Wren" })");
  }
  // "Ana 2023-01-10 MET, Ben 2023-01-10 OPEN"
  std::string ByChild(absl::string_view rule, absl::string_view day) const {
    std::string says;
    for (const v1::DocketItem& item : ItemsOf(rule, day)) {
      absl::StrAppend(&says, says.empty() ? "" : ", ", item.child(), " ", item.due(), " ",
                      v1::ClockState_Name(item.state()).substr(sizeof("CLOCK_STATE_") - 1));
    }
    return says;
  }
};

// Who suffers: a child whose custody ends by itself while the docket says that a motion for its sister extends it.
TEST_F(SiblingNumbersTest, AMotionUnderOneChildsNumberMeetsThatChildsClocksAlone) {
  Tell("2022-10-01", MotionUnder("JV1"));
  EXPECT_EQ(ByChild(kSunset, "2022-10-02"), "Ana 2023-01-10 MET, Ben 2023-01-10 WINDOW_OPEN");
  Tell("2022-10-03", MotionUnder("JV2"));
  EXPECT_EQ(ByChild(kSunset, "2022-10-04"), "Ana 2023-01-10 MET, Ben 2023-01-10 MET");
}

TEST_F(SiblingNumbersTest, AMotionUnderBothNumbersMeetsTheClocksOfBoth) {
  Tell(
      "2022-10-01",
      R"(filed_with_court { what: FILING_KIND_MOTION relief: DISPOSITION_SOUGHT_LEGAL_CUSTODY court_numbers: "JV1" court_numbers: "JV2" })");
  EXPECT_EQ(ByChild(kSunset, "2022-10-02"), "Ana 2023-01-10 MET, Ben 2023-01-10 MET");
  EXPECT_THAT(ItemsOf(kSunset, "2022-10-02").front().cautions(), IsEmpty());
}

// The child that the envelope names: `about`.
TEST_F(SiblingNumbersTest, AnEntryAboutOneChildMeetsThatChildsClocksAlone) {
  Tell("2022-10-01", absl::StrCat(R"(about: "$ben" about: "$mother" )", MotionUnder("F-9")));
  EXPECT_EQ(ByChild(kSunset, "2022-10-02"), "Ana 2023-01-10 WINDOW_OPEN, Ben 2023-01-10 MET");
  Tell("2022-10-03", absl::StrCat(R"(about: "$ana" )", R"(filed_with_court { what: FILING_KIND_MOTION
      relief: DISPOSITION_SOUGHT_LEGAL_CUSTODY court_numbers: "JV1" court_numbers: "JV2" })"));
  EXPECT_EQ(ByChild(kSunset, "2022-10-04"), "Ana 2023-01-10 MET, Ben 2023-01-10 MET");
}

TEST_F(SiblingNumbersTest, ANoticeAboutOneChildIsNoneOfTheOther) {
  Tell("2022-04-01", kRemoved);
  Tell("2022-04-01",
       R"(child_removed { removal_id: "$S" child_id: "$ben" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
      circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_EMERGENCY })");
  Tell(
      "2022-04-10",
      R"(about: "$ana" notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_TO_RELATIVES to_ids: "$mother" means: "mail" })");
  EXPECT_EQ(ByChild("us-federal.notice-to-relatives", "2022-04-11"), "Ana 2022-05-01 MET, Ben 2022-05-01 OPEN");
}

// A version of both children's plan that is journalized under one number is journalized for that child.
TEST_F(SiblingNumbersTest, ADecisionUnderOneNumberIsOneChilds) {
  Tell(
      "2022-02-01",
      R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" children_ids: "$ben" digest: "@v1" })");
  Tell("2022-02-02", R"(filed_with_court { what: FILING_KIND_PLAN_VERSION digest: "@v1" court_numbers: "JV2" })");
  EXPECT_EQ(ByChild("us-oh.family-case-plan-filed", "2022-02-03"), "Ana 2022-02-09 OPEN, Ben 2022-02-09 MET");
}

// If nothing says which child the entry is about, the row says so.
TEST_F(SiblingNumbersTest, AnEntryThatNamesNoChildIsFlaggedWhileSiblingsHaveNumbersOfTheirOwn) {
  Tell("2022-10-01", MotionUnder("F-9"));
  EXPECT_EQ(ByChild(kSunset, "2022-10-02"), "Ana 2023-01-10 MET, Ben 2023-01-10 MET");
  for (const v1::DocketItem& item : ItemsOf(kSunset, "2022-10-02")) {
    EXPECT_THAT(item.cautions(), ElementsAre(Property(&v1::Caution::says, HasSubstr("names no child"))))
        << item.child();
  }
}

}  // namespace
}  // namespace casejournal::projections
