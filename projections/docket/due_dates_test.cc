// The dates that a clock sets, one part of a rule at a time, by rules of these tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kReview[] = R"(review_held { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW
    panel { staff { subject: "dana" } seat: PANEL_SEAT_CASEWORKER } })";
constexpr char kMetByReview[] = R"(met_by { event_type: "review_held" } )";

// The rule of a test is "us-xx.r". It begins with the complaint of 2026-01-05, a Monday, if the test says nothing else.
class DueDatesTest : public casejournal::testing::DocketCase {
 protected:
  // Let the law be one rule: `more`, met by a review if it says nothing of that.
  void Rule(const std::string& more, const std::string& per = "PER_CHILD",
            const std::string& begin = R"(earliest_of { entry { event_type: "complaint_filed" } })",
            const std::string& set = "") {
    const RuleFile file = ReadRuleFile(
        "us-xx.rules.textproto",
        absl::StrCat(R"(id: "us-xx" version: 1 title: "XX" effective_from: "2000-01-01" )", set,
                     R"( rule { name: "r" title: "R" citation: "c" verification: VERIFICATION_VERIFIED per: )", per,
                     " ", begin, " ", more, " }"));
    for (const RuleFault& fault : file.faults) ADD_FAILURE() << FaultText(fault);
    book_ = RuleBook();
    if (file.set) book_.Add(casejournal::testing::Adopted(file, 2));
  }
  void ReviewRule(const std::string& more) { Rule(absl::StrCat(kMetByReview, more)); }
  std::string SaysR(absl::string_view day) const { return Says("us-xx.r", day); }
  std::vector<std::string> Steps(absl::string_view day) const {
    std::vector<std::string> steps;
    for (const v1::DocketItem& item : ItemsOf("us-xx.r", day)) {
      for (const auto& step : item.steps()) steps.push_back(step.says());
    }
    return steps;
  }
};

TEST_F(DueDatesTest, ADateIsOpenThroughItsDayAndThenMissed) {
  ReviewRule("due { days: 30 }");
  EXPECT_EQ(SaysR("2026-12-31"), "") << "no complaint, no clock";
  Tell("2026-01-05", kComplaint);

  EXPECT_EQ(SaysR("2026-01-04"), "");
  EXPECT_EQ(SaysR("2026-01-05"), "2026-02-04 OPEN");
  EXPECT_EQ(SaysR("2026-02-04"), "2026-02-04 OPEN");
  EXPECT_EQ(SaysR("2026-02-05"), "2026-02-04 MISSED");
}

TEST_F(DueDatesTest, WhatIsDoneOnItsDayIsInTimeAndTheDayAfterLate) {
  ReviewRule("due { days: 30 }");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-05", kReview);
  EXPECT_EQ(SaysR("2026-03-01"), "2026-02-04 MET_LATE 2026-02-05");

  Tell("2026-02-04", kReview);
  EXPECT_EQ(SaysR("2026-03-01"), "2026-02-04 MET 2026-02-04");
}

TEST_F(DueDatesTest, WhatCameBeforeTheClockCountsOnlyWhereTheRuleSaysSo) {
  Tell("2025-12-01", kReview);
  Tell("2026-01-05", kComplaint);

  ReviewRule("due { days: 30 }");
  EXPECT_EQ(SaysR("2026-01-10"), "2026-02-04 OPEN");
  ReviewRule("due { days: 30 } met_before: true");
  EXPECT_EQ(SaysR("2026-01-10"), "2026-02-04 MET 2025-12-01");
  ReviewRule("due { days: 30 } met_before_days: 35");
  EXPECT_EQ(SaysR("2026-01-10"), "2026-02-04 MET 2025-12-01") << "35 days before, inclusive";
  ReviewRule("due { days: 30 } met_before_days: 34");
  EXPECT_EQ(SaysR("2026-01-10"), "2026-02-04 OPEN");
}

TEST_F(DueDatesTest, LateIsMissedWhereTheRuleSaysSo) {
  ReviewRule("due { days: 30 } late_is_missed: true");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-05", kReview);

  EXPECT_EQ(SaysR("2026-03-01"), "2026-02-04 MISSED");
}

TEST_F(DueDatesTest, ARightIsGoneWhenItsDayIsOver) {
  ReviewRule("due { days: 30 } is_a_right: true");
  Tell("2026-01-05", kComplaint);

  EXPECT_EQ(SaysR("2026-02-04"), "2026-02-04 OPEN");
  EXPECT_EQ(SaysR("2026-02-05"), "");
}

TEST_F(DueDatesTest, AWindowOpensItsNumberOfDaysBefore) {
  ReviewRule("due { days: 30 } window_days: 10");
  Tell("2026-01-05", kComplaint);
  EXPECT_EQ(SaysR("2026-01-24"), "2026-02-04 OPEN");
  EXPECT_EQ(SaysR("2026-01-25"), "2026-02-04 WINDOW_OPEN");

  Tell("2026-01-24", kReview);
  EXPECT_EQ(SaysR("2026-01-26"), "2026-02-04 WINDOW_OPEN") << "too early to count";
  Tell("2026-01-25", kReview);
  EXPECT_EQ(SaysR("2026-01-26"), "2026-02-04 MET 2026-01-25");
}

TEST_F(DueDatesTest, ExtensionsAreAddedUpBeforeTheyAreApplied) {
  ReviewRule(R"(due { months: 1 } extended_by { entry { event_type: "order_made" } by { months: 1 } at_most: 2 })");
  Tell("2026-01-31", kComplaint);
  EXPECT_EQ(SaysR("2026-02-01"), "2026-02-28 OPEN");
  for (const char* id : {"a", "b", "c"}) {
    Tell("2026-02-02",
         absl::StrCat("order_made { order_id: \"$", id, "\" child_id: \"$ana\" kind: ORDER_KIND_OTHER }"));
  }

  EXPECT_EQ(SaysR("2026-02-03"), "2026-04-30 OPEN") << "three months from 31 January, and not from 28 February";
  EXPECT_THAT(Steps("2026-02-03"), Contains(HasSubstr("extended by 1 month")).Times(2));
}

TEST_F(DueDatesTest, TheDayThatAnEntryNamesTakesPrecedence) {
  ReviewRule(R"(due { months: 12 } named_by { entry { event_type: "order_made" } day: "ends_on" plus { days: -30 } })");
  Tell("2026-01-05", kComplaint);
  EXPECT_EQ(SaysR("2026-01-06"), "2027-01-05 OPEN");
  Tell("2026-01-10", R"(order_made { order_id: "$a" child_id: "$ana" kind: ORDER_KIND_OTHER ends_on: "2026-07-31" })");
  EXPECT_EQ(SaysR("2026-01-11"), "2026-07-01 OPEN");
  Tell("2026-01-20", R"(order_made { order_id: "$b" child_id: "$ana" kind: ORDER_KIND_OTHER ends_on: "2026-06-30" })");
  EXPECT_EQ(SaysR("2026-01-21"), "2026-05-31 OPEN") << "the latest entry, also if its day is earlier";
  Tell("2026-01-22", R"(order_made { order_id: "$c" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  EXPECT_EQ(SaysR("2026-01-23"), "2026-05-31 OPEN") << "an entry that names no day changes nothing";
}

TEST_F(DueDatesTest, AnExtensionBeforeTheNamedDayIsPartOfIt) {
  ReviewRule(R"(due { months: 6 }
      named_by { entry { event_type: "order_made" where { field: "ends_on" present: true } } day: "ends_on" }
      extended_by { entry { event_type: "order_made" where { field: "ends_on" absent: true } } by { months: 6 } at_most: 2 })");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-01", R"(order_made { order_id: "$a" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  EXPECT_EQ(SaysR("2026-02-02"), "2027-01-05 OPEN");
  Tell("2026-03-01", R"(order_made { order_id: "$b" child_id: "$ana" kind: ORDER_KIND_OTHER ends_on: "2026-10-01" })");
  EXPECT_EQ(SaysR("2026-03-02"), "2026-10-01 OPEN");
  Tell("2026-04-01", R"(order_made { order_id: "$c" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  EXPECT_EQ(SaysR("2026-04-02"), "2027-04-01 OPEN");
}

TEST_F(DueDatesTest, ADateIsNoLaterThanItsCap) {
  ReviewRule(R"(due { months: 6 } not_later_than { entry { event_type: "hearing_held" } plus { days: 10 } })");
  Tell("2026-01-05", kComplaint);
  EXPECT_EQ(SaysR("2026-01-06"), "2026-07-05 OPEN");
  Tell("2026-02-01", R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                                       kind: HEARING_KIND_REVIEW })");

  EXPECT_EQ(SaysR("2026-02-02"), "2026-02-11 OPEN");
  EXPECT_THAT(Steps("2026-02-02"), Contains(HasSubstr("no later than")));
}

// Who suffers: a worker who is said to have missed a day that had passed when the duty arose.
TEST_F(DueDatesTest, ACapBeforeTheClockBeganWasPastWhenItWasSet) {
  Tell("2025-11-01", R"(hearing_held { hearing_id: "$H" child_id: "$ana" court_number: "JV1"
                                       kind: HEARING_KIND_REVIEW })");
  Tell("2026-01-05", kComplaint);
  ReviewRule(R"(due { months: 6 } not_later_than { entry { event_type: "hearing_held" } plus { days: 10 } })");

  EXPECT_EQ(SaysR("2026-01-06"), "2025-11-11 PAST_WHEN_SET");
}

TEST_F(DueDatesTest, WithHoursTheLastInstantCounts) {
  Rule(absl::StrCat(kMetByReview, "due { hours: 24 }"), "PER_CHILD", R"(each { event_type: "child_removed" })");
  TellAt("2026-01-05", "15:30", kRemoved);
  TellAt("2026-01-06", "15:31", kReview);
  EXPECT_EQ(SaysR("2026-01-07"), "2026-01-06 MET_LATE 2026-01-06");
  EXPECT_EQ(ItemsOf("us-xx.r", "2026-01-07")[0].due_time(), "15:30");

  TellAt("2026-01-06", "15:30", kReview);
  EXPECT_EQ(SaysR("2026-01-07"), "2026-01-06 MET 2026-01-06");
}

TEST_F(DueDatesTest, WithHoursAndNoTimeWholeDaysCount) {
  Rule(absl::StrCat(kMetByReview, "due { hours: 25 }"), "PER_CHILD", R"(each { event_type: "child_removed" })");
  Tell("2026-01-05", kRemoved);
  TellAt("2026-01-07", "23:59", kReview);

  EXPECT_EQ(SaysR("2026-01-08"), "2026-01-07 MET 2026-01-07") << "25 hours are two days";
}

TEST_F(DueDatesTest, TwentyFourHoursAreNotADayWhenClocksChange) {
  Rule(absl::StrCat(kMetByReview, "due { hours: 24 }"), "PER_CHILD", R"(each { event_type: "child_removed" })");
  TellAt("2026-03-07", "12:00", kRemoved);

  ASSERT_EQ(ItemsOf("us-xx.r", "2026-03-07").size(), 1U);
  EXPECT_EQ(ItemsOf("us-xx.r", "2026-03-07")[0].due_time(), "13:00");
  EXPECT_THAT(Steps("2026-03-07"), Contains(HasSubstr("across a clock change")));
}

TEST_F(DueDatesTest, DaysInWhichAClockStopsMoveItsDate) {
  Rule(absl::StrCat(kMetByReview, "due { days: 60 } stops_in: CARE_KIND_RUNAWAY"), "PER_CARE_EPISODE",
       R"(earliest_of { began: BEGAN_CARE })", R"(choices { runaway_absence: "RUNAWAY" })");
  Tell("2026-01-05", kRemoved);
  Tell("2026-01-05", kPlaced);
  EXPECT_EQ(SaysR("2026-01-10"), "2026-03-06 OPEN");
  Tell("2026-02-01", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");
  EXPECT_EQ(SaysR("2026-02-03"), "2026-03-09 TOLLED") << "three days through the day asked for";
  Tell("2026-02-11", R"(absence_ended { absence_id: "$A" how: ABSENCE_END_KIND_CAME_BACK })");
  EXPECT_EQ(SaysR("2026-02-12"), "2026-03-16 OPEN");
  ASSERT_EQ(ItemsOf("us-xx.r", "2026-02-12")[0].excluded_size(), 1);
  EXPECT_EQ(ItemsOf("us-xx.r", "2026-02-12")[0].excluded(0).days(), 10U);
}

TEST_F(DueDatesTest, AnAbsenceAfterTheDateMovesNothing) {
  Rule(absl::StrCat(kMetByReview, "due { days: 10 } stops_in: CARE_KIND_RUNAWAY"), "PER_CARE_EPISODE",
       R"(earliest_of { began: BEGAN_CARE })", R"(choices { runaway_absence: "RUNAWAY" })");
  Tell("2026-01-05", kRemoved);
  Tell("2026-01-16", R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY })");

  EXPECT_EQ(SaysR("2026-01-20"), "2026-01-15 MISSED");
}

TEST_F(DueDatesTest, AGridHasAllPastDatesAndTheNext) {
  ReviewRule("repeat { grid { days: 30 } }");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-20", kReview);

  EXPECT_EQ(SaysR("2026-04-01"), "2026-02-04 MISSED\n2026-03-06 MET 2026-02-20\n2026-04-05 OPEN");
}

TEST_F(DueDatesTest, WhatIsDoneSoonAfterAMissedDateOfAGridIsLateForIt) {
  ReviewRule("repeat { grid { days: 30 } }");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-18", kReview);  // 14 days after the first date and 16 before the second

  EXPECT_EQ(SaysR("2026-03-01"), "2026-02-04 MET_LATE 2026-02-18\n2026-03-06 OPEN");
}

TEST_F(DueDatesTest, ARestartedGridCountsFromTheEntryThatRestartedIt) {
  ReviewRule(R"(repeat { grid { days: 30 } } restarted_by { event_type: "child_removed" })");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-10", kRemoved);

  EXPECT_EQ(SaysR("2026-02-20"), "2026-02-04 MISSED\n2026-03-12 OPEN");
}

TEST_F(DueDatesTest, ARollingDateCountsFromWhatWasDoneLast) {
  ReviewRule("due { days: 10 } repeat { rolling { months: 1 } }");
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-20", kReview);
  Tell("2026-01-31", kReview);

  EXPECT_EQ(SaysR("2026-02-01"), "2026-01-15 MET_LATE 2026-01-20\n2026-02-20 MET 2026-01-31\n2026-02-28 OPEN");
}

TEST_F(DueDatesTest, AnExceptionOnItsDayExceptsAndALaterOneDoesNot) {
  ReviewRule(R"(due { days: 30 } exception { title: "agreed" entry { event_type: "order_made" } })");
  Tell("2026-01-05", kComplaint);
  Tell("2026-02-05", R"(order_made { order_id: "$a" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  EXPECT_EQ(SaysR("2026-02-06"), "2026-02-04 MET_LATE 2026-02-05");
  Tell("2026-02-04", R"(order_made { order_id: "$b" child_id: "$ana" kind: ORDER_KIND_OTHER })");

  EXPECT_EQ(SaysR("2026-02-06"), "2026-02-04 EXCEPTED");
  EXPECT_THAT(ItemsOf("us-xx.r", "2026-02-06")[0].met_by().what(), HasSubstr("agreed"));
}

TEST_F(DueDatesTest, AnExceptionThatEndedBeforeTheDateIsNone) {
  ReviewRule(R"(due { days: 30 } exception { title: "agreed" entry { event_type: "order_made" } until: "ends_on" })");
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-06", R"(order_made { order_id: "$a" child_id: "$ana" kind: ORDER_KIND_OTHER ends_on: "2026-02-03" })");
  EXPECT_EQ(SaysR("2026-01-07"), "2026-02-04 OPEN");
  Tell("2026-01-06", R"(order_made { order_id: "$b" child_id: "$ana" kind: ORDER_KIND_OTHER ends_on: "2026-02-04" })");
  EXPECT_EQ(SaysR("2026-01-07"), "2026-02-04 EXCEPTED");
}

TEST_F(DueDatesTest, WhatEndsAClockRemovesItsLaterDates) {
  ReviewRule(R"(repeat { grid { days: 30 } } ended_by { event_type: "order_ended" })");
  Tell("2026-01-05", kComplaint);
  Tell("2026-03-06", R"(order_ended { order_id: "$a" how: ORDER_END_KIND_TERMINATED })");

  EXPECT_EQ(SaysR("2026-06-01"), "2026-02-04 MISSED") << "a date on the day of the end is gone";
}

TEST_F(DueDatesTest, ARuleAppliesToClocksThatBeganWhileItWasLaw) {
  Tell("2026-01-05", kComplaint);
  ReviewRule(R"(due { days: 30 } effective_from: "2026-01-05" effective_until: "2026-01-05")");
  EXPECT_EQ(SaysR("2026-01-10"), "2026-02-04 OPEN");
  ReviewRule(R"(due { days: 30 } effective_from: "2026-01-06")");
  EXPECT_EQ(SaysR("2026-01-10"), "");
  ReviewRule(R"(due { days: 30 } effective_until: "2026-01-04")");
  EXPECT_EQ(SaysR("2026-01-10"), "");
}

TEST_F(DueDatesTest, ConditionsHoldByTheDayOfTheDate) {
  Tell("2026-01-05", kComplaint);
  ReviewRule(R"(due { days: 30 } only_if { has { event_type: "order_made" } })");
  EXPECT_EQ(SaysR("2026-01-10"), "");
  Tell("2026-02-05", R"(order_made { order_id: "$a" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  EXPECT_EQ(SaysR("2026-03-01"), "") << "the order came after the date";
  Tell("2026-02-04", R"(order_made { order_id: "$b" child_id: "$ana" kind: ORDER_KIND_OTHER })");
  EXPECT_EQ(SaysR("2026-03-01"), "2026-02-04 MISSED");
  ReviewRule(R"(due { days: 30 } only_if { has_none { event_type: "order_made" } })");
  EXPECT_EQ(SaysR("2026-03-01"), "");
}

// Ana was born on 2015-06-01.
TEST_F(DueDatesTest, AnAgeIsThatOnTheDayOnWhichTheClockBegan) {
  const auto aged = [&](const std::string& limits) {
    ReviewRule(absl::StrCat("due { days: 30 } only_if { ", limits, " }"));
    return SaysR("2026-07-01");
  };
  Tell("2026-06-01", kComplaint);

  EXPECT_EQ(aged("age_from: 11"), "2026-07-01 OPEN") << "on her eleventh birthday";
  EXPECT_EQ(aged("age_from: 12"), "");
  EXPECT_EQ(aged("age_under: 12"), "2026-07-01 OPEN");
  EXPECT_EQ(aged("age_under: 11"), "");
}

TEST_F(DueDatesTest, TheLatestOfSeveralDaysNeedsThemAll) {
  Rule(absl::StrCat(kMetByReview, "due { days: 30 }"), "PER_CHILD",
       R"(latest_of { entry { event_type: "complaint_filed" } } latest_of { entry { event_type: "child_removed" } })");
  Tell("2026-01-05", kComplaint);
  EXPECT_EQ(SaysR("2026-01-06"), "");
  Tell("2026-01-10", kRemoved);
  EXPECT_EQ(SaysR("2026-01-11"), "2026-02-09 OPEN");
}

TEST_F(DueDatesTest, ADerivationNamesTheClosuresThatItConsidered) {
  ReviewRule("due { days: 27 } roll: ROLL_PAST_SUNDAYS_AND_HOLIDAYS");
  Tell("2026-01-05", kComplaint);

  EXPECT_EQ(SaysR("2026-01-06"), "2026-02-02 OPEN") << "1 February is a Sunday";
  EXPECT_THAT(Steps("2026-01-06"), Contains(HasSubstr("none considered")));
  EXPECT_THAT(ItemsOf("us-xx.r", "2026-01-06")[0].rolls(0).why(), "Sunday");
}

}  // namespace
}  // namespace casejournal::projections
