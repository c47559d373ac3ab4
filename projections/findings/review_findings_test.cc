// Semi-annual reviews. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::Id;
using casejournal::testing::kAnaBeforeTheCourt;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

class ReviewFindingsTest : public FindingsCase {};

// 42 USC 675(6), ORC 2151.416: three people with a court, one of them not responsible. OAC 5101:2-38-10: findings for
// each child, and seven days of notice.
TEST_F(ReviewFindingsTest, AReviewHasAPanelAndFindsSomethingForEachChild) {
  Tell("2025-02-01", R"(case_number_given { system: "Juvenile Court" number: "JV1" child_id: "$ana" })");
  Tell("2025-02-01",
       R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "neglect" by: "the agency" })");
  Tell("2025-06-01", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
      panel { staff { issuer: "wren" subject: "cw" name: "Dana" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
      panel { staff { issuer: "wren" subject: "su" name: "Gail" } seat: PANEL_SEAT_SUPERVISOR responsible_for_plan: true } })");

  EXPECT_EQ(The(Named("review.panel-insufficient", "M")).says(),
            "The panel of the review on 2025-06-01 had 2 of at least 3 members and had no member who is not "
            "responsible for the plan or its services, so it does not count as a semi-annual review.");
  const std::string of_ana = absl::StrCat("review.child-missing/", Id("M"), "/", Id("ana"));
  EXPECT_EQ(The(of_ana).says(), "The review on 2025-06-01 made no finding for Ana.");
  EXPECT_THAT(NamesOn(), Contains(Named("review.child-missing", "M") + "/notice"));

  Tell("2025-06-01",
       R"(review_finding_made { meeting_id: "$M" child_id: "$ana" plan_followed: PLAN_FOLLOWED_YES
      progress: "some" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY })");
  EXPECT_EQ(The(of_ana).says(), "The review on 2025-06-01 set no target date for Ana.");
}

constexpr char kReviewByTwo[] =
    R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
    panel { staff { issuer: "wren" subject: "cw" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
    panel { staff { issuer: "wren" subject: "qa" } seat: PANEL_SEAT_INDEPENDENT_MEMBER } })";

// Nobody counts as the independent member in their own case, whatever an imported entry says of them.
TEST_F(ReviewFindingsTest, AMemberToWhomTheCaseIsAssignedIsNotIndependent) {
  Tell("2025-06-01", kReviewByTwo);
  EXPECT_THAT(NamesOn(), Not(Contains(Named("review.panel-insufficient", "M"))));

  TellOn("2025-06-02", EventFromText("2025-05-01", R"(case_assigned { part: ASSIGNMENT_PART_SUPERVISOR
                                         staff { issuer: "wren" subject: "qa" } })"));
  EXPECT_EQ(The(Named("review.panel-insufficient", "M")).says(),
            "The panel of the review on 2025-06-01 had no member who is not responsible for the plan or its services, "
            "so it does not count as a semi-annual review.");
}

// OAC 5101:2-38-10: without a court, two are enough. A complaint filed later does not invalidate a review.
TEST_F(ReviewFindingsTest, AReviewIsJudgedByTheCourtsPartOnItsDay) {
  Tell("2025-06-01", kReviewByTwo);
  TellOn("2025-06-02", EventFromText("2025-06-01", R"(review_finding_made { meeting_id: "$M" child_id: "$ana"
      plan_followed: PLAN_FOLLOWED_YES progress: "some"
      outcome: PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY })"));
  const std::string of_ana = absl::StrCat("review.child-missing/", Id("M"), "/", Id("ana"));
  Tell("2025-06-15", kAnaBeforeTheCourt);
  EXPECT_THAT(NamesOn(), Not(Contains(Named("review.panel-insufficient", "M"))));
  EXPECT_THAT(NamesOn(), Not(Contains(of_ana)));

  TellOn("2025-06-16", Correcting(last(), EventFromText("2025-05-15", kAnaBeforeTheCourt)));
  EXPECT_THAT(NamesOn(), Contains(Named("review.panel-insufficient", "M")));
  EXPECT_EQ(The(of_ana).says(), "The review on 2025-06-01 set no target date for Ana.");

  TellOn("2025-06-17", EventFromText("2025-06-01", R"(review_finding_made { meeting_id: "$M" child_id: "$ana"
      plan_followed: PLAN_FOLLOWED_YES progress: "some" target_on: "2025-12-01"
      outcome: PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY })"));
  EXPECT_THAT(NamesOn(), Not(Contains(of_ana)));
}

// OAC 5101:2-38-10: seven days of notice, unless waived.
TEST_F(ReviewFindingsTest, AReviewIsCalledSevenDaysBefore) {
  const std::string name = Named("review.child-missing", "M") + "/notice";
  Tell("2025-05-26", R"(meeting_called { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
                                         held_on: "2025-06-01" invitee_ids: "$mother" })");
  Tell("2025-06-01", kReviewByTwo);
  EXPECT_EQ(The(name).says(),
            "For the review on 2025-06-01, notice was given on 2025-05-26, and no waiver is recorded; at least 7 days "
            "of notice are required.");

  Tell("2025-06-01", R"(notice_waived { by_id: "$mother" of: NOTICE_OF_NOTICE_OF_A_REVIEW
                                        meeting_id: "$M" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// Practice: the plan is revised as the conference decided.
TEST_F(ReviewFindingsTest, AConferenceIsCarriedOutByEntriesThatNameIt) {
  Tell("2025-03-01", R"(conference_held { meeting_id: "$C" present_ids: "$mother" progress: "some"
      decided { what: "another counselor" due_on: "2025-03-15" } decided { what: "a bus pass" due_on: "2025-04-01" }
      decided { what: "go on" } })");
  const eventstore::Revision conference = last();
  EXPECT_THAT(NamesOn("2025-03-15"), Not(Contains(Named("conference.not-carried-out", "C"))));
  EXPECT_THAT(NamesOn("2025-03-16"), Contains(Named("conference.not-carried-out", "C")));

  CaseEvent carried_out =
      EventFromText("2025-03-10", R"(case_note_written { occasion: "call" text: "asked for one" })");
  event::v1::EntryRef& cause = *carried_out.add_caused_by();
  cause.set_case_id(built_.case_id());
  cause.set_revision(conference);
  TellOn("2025-03-10", carried_out);

  EXPECT_THAT(NamesOn("2025-03-31"), Not(Contains(Named("conference.not-carried-out", "C")))) << "the first of two";
  EXPECT_EQ(The(Named("conference.not-carried-out", "C")).says(),
            "Of the decisions of the conference on 2025-03-01, 2 were due by 2025-04-01, and 1 entry names it as the "
            "cause.");
}

}  // namespace
}  // namespace casejournal::projections
