// Services, referrals, copies, conferences, and the length of activities. Each finding exists while its condition
// holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "projections/law/law.h"
#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Digest;
using casejournal::testing::FindingsCase;
using casejournal::testing::Id;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using casejournal::testing::NewYork;
using casejournal::testing::ObjectiveWith;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Planned(absl::string_view activity, absl::string_view terms) {
  return absl::StrCat("activity_planned { activity_id: \"$", activity,
                      "\" objective_id: \"$O\" terms { what: \"Counselling\" ", terms, " } }");
}

// A case with an objective (6) since 10 January 2025, and with a clinic.
class PracticeFindingsTest : public FindingsCase {
 protected:
  PracticeFindingsTest() {
    Join("clinic", "Clinic", "CAPACITY_PROVIDER");
    Tell("2025-01-10", kGoalOfAna);
    Tell("2025-01-10", ObjectiveWith(""));
  }

  // What the finding says on a day; empty: it is not found.
  std::string SaysOn(absl::string_view day, absl::string_view name) const {
    for (const v1::Finding& finding : Find(day)) {
      if (finding.finding() == name) return finding.says();
    }
    return "";
  }
  // The names on a day, with another number for a threshold.
  std::vector<std::string> NamesWith(absl::string_view day, absl::string_view threshold, uint32_t number) const {
    auto adopted = std::make_shared<AdoptedRules>();
    adopted->set.emplace();
    rules::v1::Threshold& set = *adopted->set->add_threshold();
    set.set_name(std::string(threshold));
    set.set_value(number);
    const Law law({adopted});
    std::vector<std::string> names;
    for (const v1::Finding& finding : Ask({.day = std::string(day), .zone = NewYork(), .law = &law}))
      names.push_back(finding.finding());
    return names;
  }
  void Answer(absl::string_view day, absl::string_view finding) {
    Tell(day, absl::StrCat(R"(finding_answered { finding: ")", finding, R"(" explanation: "known" })"));
  }
};

// Practice: families are linked to services.

class ReferralFindingsTest : public PracticeFindingsTest {
 protected:
  ReferralFindingsTest() { Tell("2025-01-11", Planned("A", "")); }
  const std::string name_ = absl::StrCat("referral.not-answered/", Id("A"), "/", Id("clinic"));
};

TEST_F(ReferralFindingsTest, AReferralIsAnsweredByItsDay) {
  Tell("2025-02-01", R"(referral_made { activity_id: "$A" provider_id: "$clinic" answer_by: "2025-02-20" })");
  EXPECT_EQ(SaysOn("2025-02-20", name_), "");
  EXPECT_EQ(SaysOn("2025-02-21", name_),
            "Clinic was asked for “Counselling” on 2025-02-01, to answer by 2025-02-20, and has not answered.");

  Tell("2025-02-22", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_DECLINED })");
  EXPECT_THAT(NamesOn(), Not(Contains(name_)));
}

TEST_F(ReferralFindingsTest, AReferralWithoutADayIsAnsweredInTwoWeeks) {
  Tell("2025-02-01", R"(referral_made { activity_id: "$A" provider_id: "$clinic" })");
  EXPECT_EQ(SaysOn("2025-02-15", name_), "");
  EXPECT_EQ(SaysOn("2025-02-16", name_),
            "Clinic was asked for “Counselling” on 2025-02-01, and has not answered for more than 14 days.");
  EXPECT_THAT(NamesWith("2025-02-16", "referral-answer-days-max", 30), Not(Contains(name_)));
  EXPECT_THAT(NamesWith("2025-03-04", "referral-answer-days-max", 30), Contains(name_));
}

TEST_F(ReferralFindingsTest, NobodyWaitsForAnAnswerThatIsNotNeeded) {
  Join("center", "Center", "CAPACITY_PROVIDER");
  Tell("2025-02-01", R"(referral_made { activity_id: "$A" provider_id: "$clinic" })");
  ASSERT_THAT(NamesOn(), Contains(name_));
  Tell("2025-02-02", R"(referral_answered { activity_id: "$A" provider_id: "$center"
                                            answer: REFERRAL_ANSWER_ACCEPTED })");
  EXPECT_THAT(NamesOn(), Not(Contains(name_))) << "another provider accepted";

  Tell("2025-02-03", Planned("B", ""));
  Tell("2025-02-03", R"(referral_made { activity_id: "$B" provider_id: "$clinic" })");
  const std::string of_b = absl::StrCat("referral.not-answered/", Id("B"), "/", Id("clinic"));
  ASSERT_THAT(NamesOn(), Contains(of_b));
  Tell("2025-02-04", R"(activity_stopped { activity_id: "$B" why: ACTIVITY_STOP_REASON_NO_LONGER_NEEDED })");
  EXPECT_THAT(NamesOn(), Not(Contains(of_b)));
}

TEST_F(ReferralFindingsTest, AnAnswerToTheFindingLapsesWithTheNextReferral) {
  Tell("2025-02-01", R"(referral_made { activity_id: "$A" provider_id: "$clinic" })");
  Answer("2025-03-01", name_);
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_ANSWERED);

  Tell("2025-03-02", R"(referral_made { activity_id: "$A" provider_id: "$clinic" })");
  EXPECT_EQ(SaysOn("2025-03-16", name_), "") << "the clinic has two weeks again";
  EXPECT_EQ(The(name_).state(), v1::FINDING_STATE_OPEN);
}

// Practice: services begin quickly.

TEST_F(PracticeFindingsTest, AServiceBeginsInThirtyDays) {
  const std::string name = Named("service.not-begun", "A");
  Tell("2025-01-11", Planned("A", R"(responsible_ids: "$mother" responsible_ids: "$clinic")"));
  EXPECT_EQ(SaysOn("2025-02-10", name), "");
  EXPECT_EQ(
      SaysOn("2025-02-11", name),
      "The activity “Counselling” was planned on 2025-01-11. More than 30 days later, no provider has accepted it, "
      "and no progress is recorded.");
  EXPECT_THAT(NamesWith("2025-02-11", "service-begin-days-max", 60), Not(Contains(name)));

  Answer("2025-02-12", name);
  EXPECT_EQ(The(name).state(), v1::FINDING_STATE_ANSWERED);
  Tell("2025-02-13", R"(progress_observed { of_id: "$A" extent: PROGRESS_EXTENT_NONE account: "nobody came" })");
  EXPECT_THAT(NamesOn(), Contains(name));
  Tell("2025-02-14", R"(progress_observed { of_id: "$A" extent: PROGRESS_EXTENT_BEGUN account: "one hour" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

TEST_F(PracticeFindingsTest, ProgressOnTheObjectiveShowsThatAServiceHasBegun) {
  const std::string name = Named("service.not-begun", "A");
  Tell("2025-01-10", R"(progress_observed { of_id: "$O" extent: PROGRESS_EXTENT_BEGUN account: "by herself" })");
  Tell("2025-01-11", Planned("A", R"(responsible_ids: "$clinic")"));
  EXPECT_THAT(NamesOn(), Contains(name)) << "that was before the service was planned";
  Tell("2025-02-01", R"(progress_observed { of_id: "$O" extent: PROGRESS_EXTENT_SETBACK account: "a missed hour" })");

  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

TEST_F(PracticeFindingsTest, AServiceBeginsWithTheProviderWhoAccepts) {
  const std::string name = Named("service.not-begun", "A");
  Tell("2025-01-11", Planned("A", R"(responsible_ids: "$mother")"));
  EXPECT_THAT(NamesOn(), Not(Contains(name))) << "no provider is needed";
  Tell("2025-01-12", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_WAITING_LIST })");
  EXPECT_THAT(NamesOn(), Contains(name));
  Tell("2025-03-12", R"(referral_answered { activity_id: "$A" provider_id: "$clinic"
                                            answer: REFERRAL_ANSWER_ACCEPTED })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));

  Tell("2025-01-11", Planned("B", R"(responsible_ids: "$clinic")"));
  ASSERT_THAT(NamesOn(), Contains(Named("service.not-begun", "B")));
  Tell("2025-01-12", R"(part_agreed { part_ids: "$B" participant_id: "$clinic" agreement: AGREEMENT_AGREES })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("service.not-begun", "B"))));
}

TEST_F(PracticeFindingsTest, AServiceThatIsToBeginLaterIsCountedFromThatDay) {
  const std::string name = Named("service.not-begun", "A");
  Tell("2025-01-11", Planned("A", R"(responsible_ids: "$clinic" begins_on: "2025-03-01")"));
  EXPECT_EQ(SaysOn("2025-03-31", name), "");
  EXPECT_EQ(SaysOn("2025-04-01", name),
            "The activity “Counselling” was to begin on 2025-03-01. More than 30 days later, no provider has accepted "
            "it, and no progress is recorded.");
}

// Who suffers: a worker who reads twice what is to be done once.
TEST_F(PracticeFindingsTest, WhatAnotherFindingSaysOfAServiceIsNotSaidAgain) {
  const std::string of_a = Named("service.not-begun", "A");
  Tell("2025-01-11", Planned("A", R"(responsible_ids: "$clinic" due_on: "2025-04-30")"));
  EXPECT_THAT(NamesOn("2025-04-30"), Contains(of_a));
  EXPECT_THAT(NamesOn("2025-05-01"), AllOf(Contains(Named("activity.overdue", "A")), Not(Contains(of_a))));

  const std::string of_b = Named("service.not-begun", "B");
  Tell("2025-01-11", Planned("B", ""));
  Tell("2025-02-01", R"(referral_made { activity_id: "$B" provider_id: "$clinic" answer_by: "2025-03-15" })");
  EXPECT_THAT(NamesOn("2025-03-15"), Contains(of_b));
  EXPECT_THAT(NamesOn("2025-03-16"), Not(Contains(of_b)));
}

TEST_F(PracticeFindingsTest, ACaregiverIsNoService) {
  Join("foster", "Ms. Miller", "CAPACITY_PROVIDER");
  Tell("2025-01-11", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "Ms. Miller"
      type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" caregiver_id: "$foster" })");
  Tell("2025-01-11", Planned("A", R"(responsible_ids: "$foster")"));

  EXPECT_THAT(NamesOn(), Not(Contains(Named("service.not-begun", "A"))));
}

// Practice: activities take three to six months on average.

TEST_F(PracticeFindingsTest, ActivitiesTakeThreeMonthsOnAverage) {
  const std::string name = "plan.activities-short/average";
  Tell("2025-01-11", Planned("A", R"(due_on: "2025-02-11")"));
  Tell("2025-01-11", Planned("B", R"(due_on: "2025-03-11")"));
  EXPECT_THAT(NamesOn(), Not(Contains(name))) << "two are no average";
  Tell("2025-01-11", Planned("none", ""));
  EXPECT_THAT(NamesOn(), Not(Contains(name))) << "one without a day does not count";

  Tell("2025-01-11", Planned("C", R"(due_on: "2025-06-29")"));
  EXPECT_EQ(The(name).says(), "The 3 open activities with a due day take 86 days on average: less than 3 months.");
  EXPECT_THAT(NamesWith("2025-06-30", "activity-average-months-min", 2), Not(Contains(name)));
  Answer("2025-01-12", name);
  EXPECT_EQ(The(name).state(), v1::FINDING_STATE_ANSWERED);

  const auto revised = [&](absl::string_view day, absl::string_view due_on) {
    Tell(day, absl::StrCat(R"(activity_revised { activity_id: "$C" reason: "longer"
        terms { what: "Counselling" due_on: ")",
                           due_on, R"(" } })"));
  };
  revised("2025-01-13", "2025-07-09");
  EXPECT_THAT(NamesOn(), Contains(name)) << "one day less in all";
  revised("2025-01-14", "2025-07-10");
  EXPECT_THAT(NamesOn(), Not(Contains(name))) << "exactly three months";
}

TEST_F(PracticeFindingsTest, ActivitiesThatEndedAreNotCounted) {
  const std::string name = "plan.activities-short/average";
  for (const char* activity : {"A", "B", "C"}) Tell("2025-01-11", Planned(activity, R"(due_on: "2025-02-11")"));
  ASSERT_THAT(NamesOn(), Contains(name));
  Tell("2025-02-01", R"(activity_completed { activity_id: "$C" })");

  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// Practice: case conferences.

TEST_F(PracticeFindingsTest, ACaseConferenceIsHeldEverySixMonths) {
  const std::string name = "conference.none/since";
  EXPECT_EQ(SaysOn("2025-07-01", name), "");
  EXPECT_EQ(SaysOn("2025-07-02", name),
            "The case has been open since 2025-01-01, and no case conference is recorded: more than 6 months.");
  EXPECT_THAT(NamesWith("2025-07-02", "conference-months-max", 7), Not(Contains(name)));
  Answer("2025-07-03", name);

  Tell("2025-07-10", R"(meeting_called { meeting_id: "$review" kind: MEETING_KIND_CASE_REVIEW held_on: "2025-07-17"
                                         invitee_ids: "$mother" })");
  EXPECT_THAT(NamesOn("2025-07-18"), Contains(name)) << "a review is no conference";
  Tell("2025-07-20", R"(meeting_called { meeting_id: "$M" kind: MEETING_KIND_CASE_CONFERENCE held_on: "2025-07-27"
                                         invitee_ids: "$mother" })");
  EXPECT_THAT(NamesOn("2025-07-20"), Not(Contains(name))) << "it was called";
  Tell("2025-07-28", R"(conference_held { meeting_id: "$M" present_ids: "$mother" progress: "some" })");
  EXPECT_EQ(SaysOn("2026-01-28", name), "");
  EXPECT_EQ(SaysOn("2026-01-29", name),
            "No case conference is recorded since the one of 2025-07-28: more than 6 months.");
  for (const v1::Finding& finding : Find("2026-01-29")) {
    if (finding.finding() != name) continue;
    EXPECT_EQ(finding.state(), v1::FINDING_STATE_OPEN) << "the answer was about an earlier time";
  }
}

TEST_F(PracticeFindingsTest, AReopenedCaseHasItsOwnConferences) {
  const std::string name = "conference.none/since";
  Tell("2025-06-01", R"(conference_held { meeting_id: "$M" present_ids: "$mother" progress: "some" })");
  Tell("2025-06-10", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
  EXPECT_EQ(SaysOn("2026-06-10", name), "");
  Tell("2026-02-01", R"(case_reopened { origin: CASE_ORIGIN_REPORT reason: "back again" })");

  EXPECT_EQ(SaysOn("2026-08-01", name), "");
  EXPECT_EQ(SaysOn("2026-08-02", name),
            "The case has been open since 2026-02-01, and no case conference is recorded: more than 6 months.");
}

// Practice: everyone who carries out the plan has a copy of it.

class CopyFindingsTest : public PracticeFindingsTest {
 protected:
  CopyFindingsTest() {
    Tell("2025-02-01", Planned("A", R"(responsible_ids: "$clinic")"));
    DrawUp("2025-03-01", "1.0", "d1");
  }
  void DrawUp(absl::string_view day, absl::string_view label, absl::string_view digest,
              absl::string_view kind = "PLAN_KIND_CASE", absl::string_view plan = "plan") {
    Tell(day, absl::StrCat("plan_version_drawn_up { plan_id: \"$", plan, "\" kind: ", kind, " label: \"", label,
                           "\" children_ids: \"$ana\" as_of_revision: 3 digest: \"@", digest, "\" }"));
  }
  void Journalize(absl::string_view day, absl::string_view digest) {
    Tell(day, absl::StrCat("plan_journalized { court_number: \"JV1\" entry_number: \"1\" digest: \"@", digest, "\" }"));
  }
  void Give(absl::string_view day, absl::string_view to, absl::string_view more) {
    Tell(day, absl::StrCat("notice_sent { notice_id: \"$", to, "copy\" of: NOTICE_OF_COPY_OF_A_PLAN to_ids: \"$", to,
                           "\" means: \"mail\" ", more, " }"));
  }
  static std::string Of(absl::string_view digest) {
    return absl::StrCat("plan.copy-not-given/", absl::BytesToHexString(Digest(digest)));
  }
};

TEST_F(CopyFindingsTest, WhoeverCarriesOutThePlanHasACopyInTwoWeeks) {
  EXPECT_EQ(SaysOn("2025-06-30", Of("d1")), "") << "nothing is in force";
  Journalize("2025-03-10", "d1");
  EXPECT_EQ(SaysOn("2025-03-24", Of("d1")), "");
  EXPECT_EQ(
      SaysOn("2025-03-25", Of("d1")),
      "The record does not show that Maria and Clinic got a copy of version 1.0 of the case plan, which has been in "
      "force since 2025-03-10.");
  EXPECT_THAT(NamesWith("2025-03-25", "plan-copy-days-max", 30), Not(Contains(Of("d1"))));

  Give("2025-03-02", "mother", R"(digest: "@d1")");
  EXPECT_THAT(The(Of("d1")).says(), HasSubstr("that Clinic got a copy")) << "she got hers before it was in force";
  Answer("2025-04-01", Of("d1"));
  EXPECT_EQ(The(Of("d1")).state(), v1::FINDING_STATE_ANSWERED);
  Give("2025-04-02", "clinic", "");
  EXPECT_THAT(NamesOn(), Not(Contains(Of("d1")))) << "a copy that names no version is one of the plan of its day";
}

TEST_F(CopyFindingsTest, ACopyOfAnotherVersionIsNone) {
  Give("2025-03-02", "mother", R"(digest: "@d0")");
  Give("2025-02-28", "clinic", "");
  Journalize("2025-03-10", "d1");

  EXPECT_THAT(The(Of("d1")).says(), HasSubstr("that Maria and Clinic got"));
}

// Who suffers: a worker who is sent to give out what no longer binds anybody.
TEST_F(CopyFindingsTest, NobodyIsAskedForCopiesOfAVersionThatWasReplaced) {
  Journalize("2025-03-10", "d1");
  ASSERT_THAT(NamesOn("2025-04-15"), Contains(Of("d1")));
  DrawUp("2025-04-10", "1.1", "d2");
  ASSERT_THAT(NamesOn("2025-04-15"), Contains(Of("d1"))) << "a draft replaces nothing";
  Tell("2025-04-15", R"(plan_took_effect { digest: "@d2" children_ids: "$ana" basis: EFFECT_BASIS_EMERGENCY })");

  EXPECT_THAT(NamesOn("2025-04-29"), AllOf(Not(Contains(Of("d1"))), Not(Contains(Of("d2")))));
  EXPECT_THAT(NamesOn("2025-04-30"), AllOf(Not(Contains(Of("d1"))), Contains(Of("d2"))));
  Tell("2025-05-01", R"(plan_ended { plan_id: "$plan" children_ids: "$ana" how: PLAN_END_KIND_OUTCOME_CHANGED })");
  EXPECT_THAT(NamesOn(), Not(Contains(Of("d2"))));
}

TEST_F(CopyFindingsTest, TheCaregiverOfAChildHasACopyTwoWeeksAfterThePlacementBegan) {
  Join("foster", "Ms. Miller", "CAPACITY_PROVIDER");
  Join("second", "Mr. Miller", "CAPACITY_PROVIDER");
  Give("2025-03-02", "mother", R"(digest: "@d1")");
  Give("2025-03-02", "clinic", R"(digest: "@d1")");
  Journalize("2025-03-10", "d1");
  EXPECT_THAT(NamesOn(), Not(Contains(Of("d1"))));

  Tell("2025-05-01", R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
      type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" caregiver_id: "$foster" second_caregiver_id: "$second" })");
  EXPECT_EQ(SaysOn("2025-05-15", Of("d1")), "");
  EXPECT_THAT(SaysOn("2025-05-16", Of("d1")), HasSubstr("that Ms. Miller got a copy"));
  Give("2025-05-17", "second", R"(digest: "@d1")");
  EXPECT_THAT(NamesOn(), Not(Contains(Of("d1")))) << "one copy is enough for a home";
}

TEST_F(CopyFindingsTest, WhoIsNoLongerAPartyNeedsNoCopy) {
  Journalize("2025-03-10", "d1");
  Tell("2025-03-12", R"(participant_left { participant_id: "$mother" why: LEAVE_REASON_DIED })");
  Tell("2025-03-12", R"(activity_completed { activity_id: "$A" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Of("d1"))));
}

TEST_F(CopyFindingsTest, OnlyCaseAndReunificationPlansAreGivenToTheParties) {
  DrawUp("2025-03-01", "S1.0", "d3", "PLAN_KIND_SUPPLEMENTAL", "supplemental");
  DrawUp("2025-03-01", "R1.0", "d4", "PLAN_KIND_REUNIFICATION", "reunification");
  Journalize("2025-03-10", "d3");
  Journalize("2025-03-10", "d4");

  EXPECT_THAT(NamesOn(), Not(Contains(Of("d3"))));
  EXPECT_THAT(The(Of("d4")).says(), HasSubstr("that Maria got a copy of version R1.0 of the reunification plan"));
}

}  // namespace
}  // namespace casejournal::projections
