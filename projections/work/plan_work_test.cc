// What a plan and its record ask somebody to do. Each item exists while its condition holds, and then disappears.
#include "projections/work/plan_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::Digest;
using casejournal::testing::FindingsCase;
using casejournal::testing::Id;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::ObjectiveWith;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kMadeWithChecks[] =
    R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T" stays_with: "her mother"
        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "the worker" responsible_ids: "$mother"
        check_every_days: 7 until: "2025-04-01" })";

class PlanWorkTest : public FindingsCase {
 protected:
  std::vector<v1::DocketItem> WorkOn(absl::string_view day) const {
    return PlanWork(built_.record().StateOn(day), day);
  }
  // "activity/A 2025-04-01 OPEN" for each item, without the word of the case; a day is "-" if there is none.
  std::vector<std::string> Says(absl::string_view day) const {
    std::vector<std::string> says;
    for (const v1::DocketItem& item : WorkOn(day)) {
      says.push_back(absl::StrCat(item.item(), " ", item.due().empty() ? "-" : item.due(), " ",
                                  v1::ClockState_Name(item.state()).substr(sizeof("CLOCK_STATE_") - 1)));
    }
    return says;
  }
  v1::DocketItem The(absl::string_view name, absl::string_view day = "2025-03-01") const {
    for (v1::DocketItem& item : WorkOn(day)) {
      if (item.item() == name) return item;
    }
    ADD_FAILURE() << "no item " << name;
    return {};
  }
};

TEST_F(PlanWorkTest, AnOpenActivityIsDueOnItsDay) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", ActivityWith(R"(due_on: "2025-03-10" responsible_ids: "$mother"
                                     responsible_staff { issuer: "wren" subject: "cw-1" name: "Dana" })"));
  const std::string name = absl::StrCat("activity/", Id("A"));

  EXPECT_THAT(Says("2025-03-10"), ElementsAre(absl::StrCat(name, " 2025-03-10 OPEN")));
  EXPECT_THAT(Says("2025-03-11"), ElementsAre(absl::StrCat(name, " 2025-03-10 MISSED")));
  const v1::DocketItem item = The(name);
  EXPECT_EQ(item.title(), "Activity: Counselling");
  EXPECT_EQ(item.kind(), v1::WORK_KIND_ACTIVITY);
  EXPECT_EQ(item.part_id(), Id("A"));
  EXPECT_EQ(item.rule() + item.citation(), "") << "no law asks for it";
  EXPECT_THAT(item.who(), ElementsAre("Maria"));
  ASSERT_EQ(item.staff_size(), 1);
  EXPECT_EQ(item.staff(0).subject(), "cw-1");
  EXPECT_EQ(item.began().what(), "activity planned");

  Tell("2025-02-10", R"(activity_revised { activity_id: "$A" reason: "full" terms { what: "Counselling"
                                           due_on: "2025-05-01" } })");
  EXPECT_THAT(Says("2025-03-11"), ElementsAre(absl::StrCat(name, " 2025-05-01 OPEN")));
  EXPECT_EQ(The(name).began().what(), "activity revised");
  Tell("2025-03-12", R"(activity_completed { activity_id: "$A" result: "done" })");
  EXPECT_THAT(Says("2025-03-12"), IsEmpty());
}

TEST_F(PlanWorkTest, AnOpenObjectiveIsDueOnItsDay) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(R"(target_on: "2025-04-01" who_ids: "$mother")"));
  const std::string name = absl::StrCat("objective/", Id("O"));

  EXPECT_THAT(Says("2025-04-02"), ElementsAre(absl::StrCat(name, " 2025-04-01 MISSED")));
  EXPECT_EQ(The(name).title(), "Objective: Every week");
  EXPECT_THAT(The(name).who_ids(), ElementsAre(Id("mother")));
  Tell("2025-04-03", R"(objective_met { objective_id: "$O" evidence: "the log" agreed_by_ids: "$mother" })");
  EXPECT_THAT(Says("2025-04-03"), IsEmpty());
}

TEST_F(PlanWorkTest, AnOutcomeIsDueForItsChildUntilItIsReached) {
  Tell("2025-02-01", kAnaRemoved);
  Tell("2025-02-01", R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY target_on: "2025-06-01" })");
  const std::string name = absl::StrCat("outcome/", Id("ana"), "/primary");

  EXPECT_THAT(Says("2025-06-02"), Contains(absl::StrCat(name, " 2025-06-01 MISSED")));
  EXPECT_EQ(The(name).child(), "Ana");
  Tell(
      "2025-06-03",
      R"(care_episode_ended { removal_id: "$R" child_id: "$ana" to_whom: "her mother" outcome: PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY })");
  EXPECT_THAT(Says("2025-06-03"), IsEmpty());
}

TEST_F(PlanWorkTest, ASafetyPlanIsCheckedAgainAfterItsInterval) {
  Tell("2025-02-01", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  Tell("2025-02-01", kMadeWithChecks);
  const std::string check = absl::StrCat("safety-plan-check/", Id("S"));
  const std::string end = absl::StrCat("safety-plan-end/", Id("S"));

  EXPECT_THAT(Says("2025-02-01"),
              ElementsAre(absl::StrCat(check, "/2025-02-01 2025-02-08 OPEN"), absl::StrCat(end, " 2025-04-01 OPEN")));
  EXPECT_THAT(Says("2025-02-09"), Contains(absl::StrCat(check, "/2025-02-01 2025-02-08 MISSED")));
  EXPECT_THAT(The(absl::StrCat(end)).who(), ElementsAre("Maria"));
  Tell("2025-02-10", R"(safety_plan_checked { plan_id: "$S" kept: SAFETY_PLAN_KEPT_KEPT seen: "all well" })");
  EXPECT_THAT(Says("2025-02-10"), Contains(absl::StrCat(check, "/2025-02-10 2025-02-17 OPEN")));
  EXPECT_THAT(Says("2025-04-02"), Contains(absl::StrCat(end, " 2025-04-01 MISSED")));
  Tell("2025-04-03", R"(safety_plan_ended { plan_id: "$S" why: SAFETY_PLAN_END_REASON_NO_LONGER_NEEDED
                                            threats_now: "gone" })");
  EXPECT_THAT(Says("2025-04-03"), IsEmpty());
}

TEST_F(PlanWorkTest, ASafetyPlanWithoutAnIntervalHasNoCheck) {
  Tell("2025-02-01", R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T" stays_with: "her mother"
        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "the worker" })");

  EXPECT_THAT(Says("2025-03-01"), IsEmpty());
}

TEST_F(PlanWorkTest, AMeetingThatWasCalledIsDueUntilItIsHeld) {
  Tell("2025-02-01", R"(meeting_called { meeting_id: "$M" kind: MEETING_KIND_CASE_CONFERENCE held_on: "2025-03-05"
                        held_at: "10:00" place: "the office" invitee_ids: "$mother" })");
  const std::string name = absl::StrCat("meeting/", Id("M"));

  EXPECT_THAT(Says("2025-03-01"), ElementsAre(absl::StrCat(name, " 2025-03-05 OPEN")));
  EXPECT_EQ(The(name).title(), "Meeting: case conference, at the office");
  EXPECT_EQ(The(name).due_time(), "10:00");
  Tell("2025-03-05", R"(conference_held { meeting_id: "$M" present_ids: "$mother" })");
  EXPECT_THAT(Says("2025-03-05"), IsEmpty());
}

TEST_F(PlanWorkTest, AHearingIsDueUntilItIsHeldOrVacated) {
  Tell("2025-02-01", R"(hearing_set { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                        kind: HEARING_KIND_DISPOSITIONAL held_on: "2025-03-05" held_at: "09:30" })");
  const std::string name = absl::StrCat("hearing/", Id("H"));

  EXPECT_THAT(Says("2025-03-06"), ElementsAre(absl::StrCat(name, " 2025-03-05 MISSED")));
  EXPECT_THAT(The(name).court_numbers(), ElementsAre("JV1"));
  EXPECT_EQ(The(name).child_id(), Id("ana"));
  Tell("2025-02-10", R"(hearing_vacated { hearing_id: "$H" })");
  EXPECT_THAT(Says("2025-03-06"), IsEmpty());
}

TEST_F(PlanWorkTest, AReviewWaitsToBeSubmittedThenToBeDecided) {
  Tell("2025-03-01", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW
        panel { staff { issuer: "wren" subject: "cw-1" } seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true } })");
  const std::string name = absl::StrCat("approval/", Id("M"));
  EXPECT_THAT(Says("2025-03-01"), ElementsAre(absl::StrCat(name, " - OPEN")));
  EXPECT_EQ(The(name).title(), "Submit for approval: case review of 2025-03-01");

  Tell("2025-03-02", R"(submitted_for_approval { meeting_id: "$M" by { issuer: "wren" subject: "cw-1" }
                                                 to { issuer: "wren" subject: "sv-1" name: "Lee" } })");
  EXPECT_EQ(The(name, "2025-03-02").title(), "Approve or return: case review of 2025-03-01");
  ASSERT_EQ(The(name, "2025-03-02").staff_size(), 1);
  EXPECT_EQ(The(name, "2025-03-02").staff(0).subject(), "sv-1");
  Tell("2025-03-03", R"(agency_decided { meeting_id: "$M" decision: AGENCY_DECISION_RETURNED reasons: "more"
                                         decided_by { issuer: "wren" subject: "sv-1" } })");
  EXPECT_THAT(Says("2025-03-03"), IsEmpty()) << "the worker has it again";
  Tell("2025-03-04", R"(submitted_for_approval { meeting_id: "$M" by { issuer: "wren" subject: "cw-1" } })");
  EXPECT_THAT(Says("2025-03-04"), ElementsAre(absl::StrCat(name, " - OPEN")));
}

TEST_F(PlanWorkTest, AVersionWaitsOnceItWasSubmitted) {
  Tell("2025-03-01", R"(plan_version_drawn_up { plan_id: "$V" kind: PLAN_KIND_CASE label: "1.0"
                        children_ids: "$ana" as_of_revision: 3 digest: "@d1" })");
  EXPECT_THAT(Says("2025-03-01"), IsEmpty());
  Tell("2025-03-02", R"(submitted_for_approval { digest: "@d1" by { issuer: "wren" subject: "cw-1" } })");
  const std::string name = absl::StrCat("approval/", absl::BytesToHexString(Digest("d1")));

  EXPECT_EQ(The(name, "2025-03-02").title(), "Approve or return: version 1.0 of the case plan");
}

TEST_F(PlanWorkTest, AnActivityWaitsForAProviderUntilOneAccepts) {
  Join("clinic", "the clinic", "CAPACITY_PROVIDER");
  Join("center", "the center", "CAPACITY_PROVIDER");
  Tell("2025-02-01", ActivityWith(""));
  Tell("2025-02-02", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                        answer: REFERRAL_ANSWER_WAITING_LIST until: "2025-03-15" })");
  const std::string name = absl::StrCat("referral/", Id("A"), "/", Id("clinic"));

  EXPECT_THAT(Says("2025-03-16"), ElementsAre(absl::StrCat(name, " 2025-03-15 MISSED")));
  EXPECT_THAT(The(name).who(), ElementsAre("the clinic"));
  Tell("2025-02-03", R"(referral_answered { activity_id: "$A" provider_id: "$center"
                        answer: REFERRAL_ANSWER_ACCEPTED })");
  EXPECT_THAT(Says("2025-03-16"), IsEmpty());
}

TEST_F(PlanWorkTest, AReferralWaitsForAnAnswerByItsDay) {
  Join("clinic", "the clinic", "CAPACITY_PROVIDER");
  Join("center", "the center", "CAPACITY_PROVIDER");
  Tell("2025-02-01", ActivityWith(""));
  Tell("2025-02-02", R"(referral_made { activity_id: "$A" provider_id: "$clinic" answer_by: "2025-02-16" })");
  Tell("2025-02-03", R"(referral_made { activity_id: "$A" provider_id: "$center" })");
  const std::string of_clinic = absl::StrCat("referral/", Id("A"), "/", Id("clinic"));
  const std::string of_center = absl::StrCat("referral/", Id("A"), "/", Id("center"));

  EXPECT_THAT(Says("2025-02-17"),
              UnorderedElementsAre(absl::StrCat(of_clinic, " 2025-02-16 MISSED"), absl::StrCat(of_center, " - OPEN")));
  const v1::DocketItem item = The(of_clinic, "2025-02-17");
  EXPECT_EQ(item.title(), "Referral: Counselling");
  EXPECT_THAT(item.who(), ElementsAre("the clinic"));
  EXPECT_EQ(item.began().day(), "2025-02-02");
  EXPECT_EQ(item.began().what(), "provider asked");

  Tell("2025-02-18", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                        answer: REFERRAL_ANSWER_DECLINED })");
  EXPECT_THAT(Says("2025-02-18"), ElementsAre(absl::StrCat(of_center, " - OPEN")));
  Tell("2025-02-19", R"(referral_answered { activity_id: "$A" provider_id: "$center"
                        answer: REFERRAL_ANSWER_ACCEPTED })");
  EXPECT_THAT(Says("2025-02-19"), IsEmpty());
}

// Who suffers: a worker who sees the same referral twice.
TEST_F(PlanWorkTest, AFindingAboutAReferralIsLeftOut) {
  Join("clinic", "the clinic", "CAPACITY_PROVIDER");
  Tell("2025-02-01", ActivityWith(""));
  Tell("2025-02-02", R"(referral_made { activity_id: "$A" provider_id: "$clinic" })");

  std::vector<std::string> found;
  for (const v1::Finding& finding : Find("2025-04-01")) found.push_back(finding.id());
  ASSERT_THAT(found, Contains("referral.not-answered"));
  for (const v1::DocketItem& item : FindingWork(built_.record(), "2025-04-01", absl::UTCTimeZone(), Law({})))
    EXPECT_FALSE(absl::StrContains(item.item(), "referral.not-answered")) << item.item();
}

TEST_F(PlanWorkTest, NothingIsToBeDoneInAClosedCase) {
  Tell("2025-02-01", ActivityWith(R"(due_on: "2025-03-10")"));
  ASSERT_THAT(Says("2025-02-28"), Not(IsEmpty()));
  Tell("2025-03-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");

  EXPECT_THAT(Says("2025-03-01"), IsEmpty());
  EXPECT_THAT(FindingWork(built_.record(), "2025-03-01", absl::UTCTimeZone(), Law({})), IsEmpty());
}

TEST_F(PlanWorkTest, OpenFindingsThatAskForWorkAreItemsWithoutADay) {
  Tell("2025-02-01", kGoalOfAna);
  std::vector<std::string> names;
  for (const v1::DocketItem& item : FindingWork(built_.record(), "2025-03-01", absl::UTCTimeZone(), Law({}))) {
    EXPECT_EQ(item.due(), "");
    EXPECT_EQ(item.kind(), v1::WORK_KIND_FINDING);
    EXPECT_NE(item.title(), "");
    EXPECT_NE(item.citation(), "");
    names.push_back(item.item());
  }
  const std::string no_objective = absl::StrCat("finding/goal.no-objective/", Id("G"));
  EXPECT_THAT(names, Contains(no_objective));

  Tell("2025-02-02",
       absl::StrCat("finding_answered { finding: 'goal.no-objective/", Id("G"), "' explanation: 'next week' }"));
  for (const v1::DocketItem& item : FindingWork(built_.record(), "2025-03-01", absl::UTCTimeZone(), Law({})))
    EXPECT_NE(item.item(), no_objective) << "it was answered";
}

// Who suffers: a worker who sees the same overdue activity twice.
TEST_F(PlanWorkTest, AFindingAboutAPlannedDayIsLeftOut) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(R"(target_on: "2025-03-01")"));
  Tell("2025-02-01", ActivityWith(R"(due_on: "2025-03-01")"));

  std::vector<std::string> found;
  for (const v1::Finding& finding : Find("2025-04-01")) found.push_back(finding.id());
  ASSERT_THAT(found, Contains("activity.overdue"));
  for (const v1::DocketItem& item : FindingWork(built_.record(), "2025-04-01", absl::UTCTimeZone(), Law({})))
    EXPECT_FALSE(absl::StrContains(item.item(), "overdue")) << item.item();
  EXPECT_EQ(Says("2025-04-01").size(), 2U);
}

TEST_F(PlanWorkTest, EachItemHasANameOfItsOwnAndAKind) {
  Tell("2025-02-01", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "left alone" })");
  Tell("2025-02-01", kMadeWithChecks);
  Tell("2025-02-01", ActivityWith(R"(due_on: "2025-03-01")"));
  for (const char* provider : {"clinic", "center"}) {
    Join(provider, provider, "CAPACITY_PROVIDER");
    Tell("2025-02-02", absl::StrCat(R"(referral_answered { activity_id: "$A" provider_id: "$)", provider,
                                    R"(" answer: REFERRAL_ANSWER_WAITING_LIST })"));
  }

  std::set<std::string> names;
  for (const v1::DocketItem& item : WorkOn("2025-03-01")) {
    EXPECT_TRUE(names.insert(item.item()).second) << item.item();
    EXPECT_NE(item.kind(), v1::WORK_KIND_UNSPECIFIED);
    EXPECT_NE(item.kind(), v1::WORK_KIND_LAW);
  }
  EXPECT_EQ(names.size(), 5U);
}

}  // namespace
}  // namespace casejournal::projections
