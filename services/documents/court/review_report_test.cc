// What a court reads about a review that was held.
#include "services/documents/court/review_report.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/document_words.h"
#include "tests/support/event_text.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::MessageFromText;
using casejournal::testing::WordsOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPlan[] = R"(
  case_id: "$ash" agency: "Wren County"
  numbers { system: "Court" number: "JV-A" child_id: "$ana" }
  participants { participant_id: "$ana" name: "Ana Lopez" capacity: CAPACITY_CHILD }
  participants { participant_id: "$ben" name: "Ben Lopez" capacity: CAPACITY_CHILD }
  participants { participant_id: "$rosa" name: "Rosa Lopez" capacity: CAPACITY_ADULT }
  participants { participant_id: "$otto" name: "Otto Kern" capacity: CAPACITY_ADULT }
  hearings { hearing_id: "$h1" child_id: "$ana" kind: HEARING_KIND_REVIEW held_on: "2025-07-01" }
  hearings { hearing_id: "$h2" child_id: "$ana" kind: HEARING_KIND_PERMANENCY set { held_on: "2025-10-01" held_at: "09:30" } }
  goals { goal_id: "$g1" statement: "Ana is safe at home" established_on: "2025-01-20" }
  objectives { objective_id: "$o1" goal_id: "$g1" terms { statement: "sober days" target_on: "2025-06-01" }
    progress { observed_on: "2025-06-20" extent: PROGRESS_EXTENT_SOME account: "sober for ten weeks" } }
  objectives { objective_id: "$o2" goal_id: "$g1" terms { statement: "a lease" } met_on: "2024-12-01" }
  objectives { objective_id: "$o3" goal_id: "$g1" terms { statement: "a job" } met_on: "2025-05-01" evidence: "a pay slip" }
  activities { activity_id: "$a1" objective_id: "$o1" terms { what: "counselling every week" service { display: "outpatient treatment" } }
    referrals { provider_id: "$otto" answer: REFERRAL_ANSWER_ACCEPTED on: "2025-02-01" } }
  placements { placement_id: "$p1" child_id: "$ana" began_on: "2025-01-12" terms { with_whom: "her aunt" } }
  placements { placement_id: "$p0" child_id: "$ana" began_on: "2024-01-12" ended_on: "2024-06-01" terms { with_whom: "an old home" } }
)";

constexpr char kReview[] = R"(
  meeting_id: "$m2" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW held_on: "2025-07-01" called_on: "2025-06-20"
  called { held_on: "2025-07-01" held_at: "10:00" place: "room 2" invitee_ids: "$rosa" invitee_ids: "$otto" }
  review {
    panel { staff { name: "Dana Reed" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }
    panel { staff { name: "Joan Blume" } seat: PANEL_SEAT_INDEPENDENT_MEMBER }
    present_ids: "$rosa" absences { participant_id: "$otto" reason: "on shift" }
  }
  findings { child_id: "$ana" on: "2025-07-01" terms {
    plan_followed: PLAN_FOLLOWED_IN_PART progress: "slow, but there" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
    target_on: "2025-12-31" return_is_safe: false } }
  filings { court_number: "JV-A" on: "2025-07-05" }
)";

class ReviewReportTest : public ::testing::Test {
 protected:
  ReviewReportTest()
      : review_(MessageFromText<v1::Meeting>(kReview)),
        before_(MessageFromText<v1::Meeting>(
            R"(meeting_id: "$m1" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW held_on: "2025-01-10" review {})")),
        plan_before_(MessageFromText<v1::CasePlan>(
            R"(objectives { objective_id: "$o1" progress { observed_on: "2025-01-10" extent: PROGRESS_EXTENT_NONE account: "none yet" } })")),
        docket_(MessageFromText<v1::GetDocketResponse>(
            R"(items { title: "the next review" due: "2025-12-28" state: CLOCK_STATE_OPEN }
               items { title: "a hearing in two years" due: "2027-07-01" state: CLOCK_STATE_OPEN }
               items { title: "a notice that was given" due: "2025-08-01" state: CLOCK_STATE_MET })")) {
    *then_.mutable_plan() = MessageFromText<v1::CasePlan>(kPlan);
  }

  std::string Report(const std::string& language = "en") const {
    ReviewShown shown{.review = review_, .then = then_, .docket = rules_ ? &docket_ : nullptr};
    if (has_before_) {
      shown.review_before = &before_;
      shown.plan_before = &plan_before_;
    }
    shown.changes = changes_;
    return WordsOf(ReviewReportOf(
        {.plan = then_.plan(), .as_of = "r9, 2025-07-05 10:00:00 EDT", .language = language, .digest = ""}, shown));
  }

  v1::Meeting review_;
  v1::Meeting before_;
  v1::GetCasePlanResponse then_;
  v1::CasePlan plan_before_;
  v1::GetDocketResponse docket_;
  std::vector<v1::RegisterRow> changes_;
  bool has_before_ = true;
  bool rules_ = true;
};

TEST_F(ReviewReportTest, SaysWhoTookPartAndWhoIsIndependentOfThePlan) {
  const std::string report = Report();

  for (const char* says :
       {"Semi-annual review report, 2025-07-01", "In the matter of Ana Lopez, Ben Lopez", "11 days before", "Dana Reed",
        "independent member", "1 of 2 members is not responsible for the plan", "on shift", "held 2025-01-10"})
    EXPECT_THAT(report, HasSubstr(says));
  EXPECT_THAT(report, Not(HasSubstr("Replaced by a hearing")));
  review_.mutable_review()->set_hearing_id(Id("h1"));
  EXPECT_THAT(Report(), HasSubstr("Replaced by a hearing"));
}

TEST_F(ReviewReportTest, APanelWithoutAnIndependentMemberIsSaid) {
  review_.mutable_review()->mutable_panel()->RemoveLast();

  EXPECT_THAT(Report(), HasSubstr("No member of the panel counts as not responsible"));
}

TEST_F(ReviewReportTest, WhoeverTheCaseWasAssignedToIsNotTheIndependentMember) {
  event::v1::Staff& joan = *review_.mutable_review()->mutable_panel(1)->mutable_staff();
  joan.set_issuer("wren.example");
  joan.set_subject("u-7");
  v1::Assignment& assignment = *then_.mutable_plan()->add_assignments();
  *assignment.mutable_staff() = joan;
  assignment.set_since("2025-03-01");

  EXPECT_THAT(Report(), HasSubstr("No member of the panel counts as not responsible"));
  EXPECT_THAT(Report(), HasSubstr("although the case was assigned to this"));
  assignment.set_until("2025-07-01");
  EXPECT_THAT(Report(), HasSubstr("1 of 2 members is not responsible for the plan"));
}

// The review every ninety days (OAC 5101:2-38-09) needs no such member, and no answer to each question.
TEST_F(ReviewReportTest, OfACaseReviewOnlyWhatIsRecordedIsSaid) {
  review_.set_kind(event::v1::MEETING_KIND_CASE_REVIEW);
  review_.mutable_review()->mutable_panel()->RemoveLast();
  review_.clear_filings();
  const std::string report = Report();

  EXPECT_THAT(report, HasSubstr("Case review report, 2025-07-01"));
  EXPECT_THAT(report, HasSubstr("slow, but there"));
  EXPECT_THAT(report, Not(HasSubstr("No member of the panel")));
  EXPECT_THAT(report, Not(HasSubstr(": not recorded")));
  EXPECT_THAT(report, Not(HasSubstr("A filing of the summary")));
}

TEST_F(ReviewReportTest, SomeoneWhoWasInvitedIsNamedAlthoughNoOneSaysWhetherTheyCame) {
  review_.mutable_review()->clear_absences();

  EXPECT_THAT(Report(), HasSubstr("invited; presence not recorded"));
}

// Who suffers: a judge who takes an empty line for "no concerns".
TEST_F(ReviewReportTest, WhatTheLawAsksForAndTheRecordDoesNotHaveIsSaid) {
  const std::string report = Report();

  EXPECT_THAT(report, HasSubstr("slow, but there"));
  EXPECT_THAT(report, HasSubstr("in part"));
  EXPECT_THAT(report, HasSubstr("2025-12-31"));
  EXPECT_THAT(report, HasSubstr("not recorded"));
  EXPECT_THAT(report, HasSubstr("No finding of this review is recorded for this child."));  // Ben
  EXPECT_THAT(report, HasSubstr("The submission for approval is not recorded"));
  EXPECT_THAT(report, HasSubstr("Filed under JV-A"));
  EXPECT_THAT(report, HasSubstr("Ben Lopez was in no placement on 2025-07-01."));
  EXPECT_THAT(report, HasSubstr("No arrangement of visits is recorded"));
}

TEST_F(ReviewReportTest, ObjectivesStandAsTheyDidWithTheProgressOfBothReviews) {
  const std::string report = Report();

  for (const char* says : {"sober days", "was due 2025-06-01: overdue", "sober for ten weeks", "none yet", "a pay slip",
                           "met 2025-05-01", "1 objective", "outpatient treatment", "her aunt"})
    EXPECT_THAT(report, HasSubstr(says));
  EXPECT_THAT(report, Not(HasSubstr("a lease"))) << "it was met before the review before";
  EXPECT_THAT(report, Not(HasSubstr("an old home")));
  plan_before_.mutable_objectives(0)->mutable_progress()->set_observed_on("2025-06-20");
  EXPECT_THAT(Report(), HasSubstr("none was recorded since the review before"));
}

TEST_F(ReviewReportTest, SaysWhatComesNextAndNothingThatIsDoneOrFarAway) {
  const std::string report = Report();

  EXPECT_THAT(report, HasSubstr("the next review"));
  EXPECT_THAT(report, HasSubstr("2025-10-01 09:30"));
  EXPECT_THAT(report, Not(HasSubstr("a hearing in two years")));
  EXPECT_THAT(report, Not(HasSubstr("a notice that was given")));
  rules_ = false;
  EXPECT_THAT(Report(), HasSubstr("this journal has adopted no rules"));
}

TEST_F(ReviewReportTest, TheFirstReviewTellsWhatHappenedBefore) {
  has_before_ = false;
  v1::RegisterRow change;
  change.set_day("2025-01-12");
  change.set_sentence("Ana Lopez was placed with her aunt.");
  change.set_revision(7);
  changes_.push_back(change);
  const std::string report = Report();

  EXPECT_THAT(report, HasSubstr("this is the first"));
  EXPECT_THAT(report, HasSubstr("What happened since the case was opened"));
  EXPECT_THAT(report, HasSubstr("Ana Lopez was placed with her aunt."));
  EXPECT_THAT(report, HasSubstr("r7"));
  EXPECT_THAT(report, HasSubstr("a lease"));
}

TEST_F(ReviewReportTest, ShowsNoIdAndHasHeadingsInTwoLanguages) {
  for (const char* word : {"ana", "rosa", "m2", "o1", "a1", "p1", "g1"})
    EXPECT_THAT(Report(), Not(HasSubstr(Id(word))));
  EXPECT_EQ(Report(), Report());
  EXPECT_THAT(Report("es"), HasSubstr("Informe de la revisión semestral"));
}

}  // namespace
}  // namespace casejournal::services
