// Where a case stands: steps of the practice, days in care, moves, reports.
#include "projections/figures/case_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::kAnaFostered;
using casejournal::testing::kAnaRemoved;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::NewYork;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CaseFiguresTest : public casejournal::testing::FindingsCase {
 protected:
  v1::GetFiguresResponse On(absl::string_view day) const {
    const Law law({});
    return FiguresOf(built_.case_id(), built_.entries(), law, {.day = *ParseDay(day), .zone = NewYork()});
  }
  v1::ChildFigures Ana(absl::string_view day) const {
    const v1::GetFiguresResponse figures = On(day);
    EXPECT_EQ(figures.children_size(), 1);
    return figures.children(0);
  }
  // "engage family 2025-01-05", "assess -", "set goals skipped"
  std::vector<std::string> Steps(absl::string_view day) const {
    std::vector<std::string> steps;
    const v1::GetFiguresResponse figures = On(day);
    for (const v1::StepFigure& step : figures.steps()) {
      steps.push_back(absl::StrCat(EnumWords(step.step()), " ",
                                   step.skipped()            ? "skipped"
                                   : step.taken_on().empty() ? "-"
                                                             : step.taken_on()));
    }
    return steps;
  }
  void TellOfMaria(absl::string_view day) {
    Tell(day,
         R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$mother" result: CONTACT_RESULT_TOOK_PLACE })");
  }
};

TEST_F(CaseFiguresTest, AStepIsTakenOnTheDayWhenAllOfItIsThere) {
  Tell("2025-01-02", R"(concern_reported { allegations { child_id: "$ana" kind: ALLEGATION_KIND_NEGLECT }
                                           urgency: URGENCY_EMERGENCY summary: "left alone" })");
  TellOfMaria("2025-01-05");
  Tell("2025-01-20", R"(need_identified { need_id: "$N" of_id: "$mother" need: "rest" priority: PRIORITY_HIGH })");
  EXPECT_THAT(Steps("2025-01-25"), ElementsAre("identify problem 2025-01-02", "engage family 2025-01-05", "assess -",
                                               "set goals -", "plan activities -", "review -"));
  EXPECT_EQ(On("2025-01-25").step(), v1::PLANNING_STEP_ASSESS);
  EXPECT_EQ(On("2025-01-25").steps(2).missing(), "no family assessment was completed");

  Tell("2025-01-26", R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY })");

  EXPECT_EQ(Steps("2025-01-26")[2], "assess 2025-01-26");
  EXPECT_EQ(On("2025-01-26").step(), v1::PLANNING_STEP_SET_GOALS);
}

TEST_F(CaseFiguresTest, AStepBeforeALaterOneIsSkipped) {
  Tell("2025-01-10", kGoalOfAna);
  Tell("2025-01-11", casejournal::testing::ObjectiveWith(""));

  EXPECT_THAT(Steps("2025-01-11"), ElementsAre("identify problem skipped", "engage family skipped", "assess skipped",
                                               "set goals 2025-01-11", "plan activities -", "review -"));
  EXPECT_EQ(On("2025-01-11").step(), v1::PLANNING_STEP_IDENTIFY_PROBLEM);
}

// A review before anybody planned is no review of the plan.
TEST_F(CaseFiguresTest, TheReviewComesAfterTheActivities) {
  Tell("2025-01-09", R"(conference_held { meeting_id: "$C" present_ids: "$mother" progress: "none yet" })");
  Tell("2025-01-10", kGoalOfAna);
  Tell("2025-01-10", casejournal::testing::ObjectiveWith(""));
  Tell("2025-01-10", casejournal::testing::ActivityWith(
                         R"(responsible_ids: "$mother" begins_on: "2025-01-10" due_on: "2025-04-10")"));
  EXPECT_EQ(Steps("2025-02-01")[5], "review -");
  EXPECT_EQ(On("2025-02-01").open_activities(), 1U);
  EXPECT_EQ(On("2025-02-01").activity_days_average(), 90U);

  Tell("2025-02-09", R"(conference_held { meeting_id: "$D" present_ids: "$mother" progress: "some" })");

  EXPECT_EQ(Steps("2025-02-09")[5], "review 2025-02-09");
}

// A later episode of the case goes through the steps again.
TEST_F(CaseFiguresTest, AReopenedCaseBeginsWithTheFirstStep) {
  TellOfMaria("2025-01-05");
  Tell("2025-02-01", R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })");
  Tell("2025-05-01", R"(case_reopened { origin: CASE_ORIGIN_REPORT })");
  EXPECT_EQ(Steps("2025-05-01")[1], "engage family -");

  TellOfMaria("2025-05-03");

  EXPECT_EQ(Steps("2025-05-03")[1], "engage family 2025-05-03");
}

TEST_F(CaseFiguresTest, DaysInCareCountTheFirstDayAndNotTheLast) {
  Tell("2025-02-01", kAnaRemoved);
  EXPECT_EQ(Ana("2025-02-01").days_in_care(), 0U);
  EXPECT_EQ(Ana("2025-02-11").days_in_care(), 10U);
  EXPECT_TRUE(Ana("2025-02-11").in_care());
  EXPECT_EQ(Ana("2025-02-11").in_care_since(), "2025-02-01");

  Tell("2025-03-01", R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED
                                             to_whom: "Maria" })");
  Tell("2025-04-01", R"(child_removed { removal_id: "$R2" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
        from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })");

  EXPECT_EQ(Ana("2025-03-20").days_in_care(), 28U);
  EXPECT_FALSE(Ana("2025-03-20").in_care());
  EXPECT_EQ(Ana("2025-04-06").days_in_care(), 33U);
  EXPECT_EQ(Ana("2025-04-06").days_this_episode(), 5U);
  EXPECT_EQ(Ana("2025-04-06").removals(), 2U);
  EXPECT_EQ(Ana("2025-04-06").removals_again(), 1U);
}

// Home on trial and back to the same people is no move; to other people it is.
TEST_F(CaseFiguresTest, AMoveIsAnotherCaregiverInTheSameEpisode) {
  const auto placed = [this](absl::string_view day, absl::string_view word, absl::string_view with,
                             absl::string_view type = "PLACEMENT_TYPE_FOSTER_HOME") {
    Tell(day, absl::StrCat("placement_began { placement_id: \"$", word, "\" child_id: \"$ana\" with_whom: \"", with,
                           "\" type: ", type, " reason: \"none else\" }"));
  };
  Tell("2025-02-01", kAnaRemoved);
  placed("2025-02-01", "P", "the Millers");
  Tell("2025-03-01", R"(placement_ended { placement_id: "$P" reason: "visit" })");
  placed("2025-03-01", "Q", "Maria", "PLACEMENT_TYPE_TRIAL_HOME_VISIT");
  Tell("2025-03-11", R"(placement_ended { placement_id: "$Q" reason: "over" })");
  placed("2025-03-11", "S", "the Millers");
  EXPECT_EQ(Ana("2025-04-01").moves(), 0U);
  EXPECT_EQ(Ana("2025-04-01").placements(), 2U);
  EXPECT_EQ(Ana("2025-04-01").days_on_trial_home_visits(), 10U);

  Tell("2025-04-01", R"(placement_ended { placement_id: "$S" reason: "they moved away" })");
  placed("2025-04-01", "T", "the Browns");

  EXPECT_EQ(Ana("2025-04-01").moves(), 1U);
}

TEST_F(CaseFiguresTest, AReportAfterASubstantiatedOneIsARecurrence) {
  const char* const report = R"(concern_reported { allegations { child_id: "$ana" kind: ALLEGATION_KIND_NEGLECT }
                                                   urgency: URGENCY_EMERGENCY summary: "left alone" })";
  Tell("2025-01-02", report);
  Tell("2025-01-20", R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY
      dispositions { child_id: "$ana" kind: ALLEGATION_KIND_NEGLECT disposition: DISPOSITION_SUBSTANTIATED } })");
  EXPECT_EQ(Ana("2025-02-01").reports(), 1U);
  EXPECT_EQ(Ana("2025-02-01").substantiated_reports(), 1U);
  EXPECT_EQ(Ana("2025-02-01").reports_again(), 0U);

  Tell("2025-03-02", report);

  const v1::ChildFigures ana = Ana("2025-03-02");
  EXPECT_EQ(ana.reports(), 2U);
  EXPECT_EQ(ana.substantiated_reports(), 1U);
  EXPECT_EQ(ana.reports_again(), 1U);
  EXPECT_EQ(ana.last_report_on(), "2025-03-02");
}

TEST_F(CaseFiguresTest, ACaseWithoutChildrenHasStepsOnly) {
  casejournal::testing::CaseBuilder empty;
  const Law law({});

  const v1::GetFiguresResponse figures =
      FiguresOf(empty.case_id(), empty.entries(), law, {.day = absl::CivilDay(2025, 1, 1)});

  EXPECT_THAT(figures.children(), IsEmpty());
  EXPECT_EQ(figures.steps_size(), 6);
  EXPECT_FALSE(figures.has_activity_days_average());
}

}  // namespace
}  // namespace casejournal::projections
