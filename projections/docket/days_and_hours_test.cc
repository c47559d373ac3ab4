// Last days and hours as a court reads them: holidays on weekends, closures, what meets a grid, days that an order
// names, hours across a change of the clocks, and which calendar applied on a day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Adopted;
using casejournal::testing::DocketCase;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using casejournal::testing::ShippedFile;
using ::testing::Contains;
using ::testing::IsEmpty;

constexpr int64_t kDayUs = int64_t{24} * 3'600 * 1'000'000;

class DaysAndHoursTest : public DocketCase {
 protected:
  void Held(absl::string_view day, absl::string_view id = "H") {
    Tell(day,
         absl::StrCat(R"(hearing_held { hearing_id: "$)", id, R"(" child_id: "$ana" kind: HEARING_KIND_PERMANENCY })"));
  }
  void Extended(absl::string_view day, absl::string_view id, absl::string_view ends_on = "") {
    Tell(day, absl::StrCat(R"(order_made { child_id: "$ana" order_id: "$)", id,
                           R"(" kind: ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY )",
                           ends_on.empty() ? "" : absl::StrCat("ends_on: \"", ends_on, "\""), " }"));
  }
  std::vector<std::string> StepsOf(absl::string_view rule, absl::string_view day) const {
    std::vector<std::string> steps;
    for (const v1::DocketItem& item : ItemsOf(rule, day)) {
      for (const v1::DerivationStep& step : item.steps()) steps.push_back(step.says());
    }
    return steps;
  }
  // The list of a court, adopted on a day of 2026.
  void Close(const std::string& closed, uint32_t version = 1) {
    rules::v1::Calendar list;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat(R"(id: "clerk" adds_to: "us-oh" court: "Example County Juvenile Court" )", "version: ", version,
                     " ", closed),
        &list));
    book_.Add({.position = 10 + version, .digest = absl::StrCat("clerk", version), .calendar = list});
  }
};

// 4 July 2026 is a Saturday and is observed on Friday the 3rd: neither can be a last day.
TEST_F(DaysAndHoursTest, AFilingIsNotDueOnTheDayOnWhichAHolidayIsObserved) {
  Tell("2026-06-03", kComplaint);
  EXPECT_EQ(ItemsOf("us-oh.case-plan-filed", "2026-06-10").front().due(), "2026-07-06");
  const std::vector<std::string> steps = StepsOf("us-oh.case-plan-filed", "2026-06-10");
  EXPECT_THAT(steps, Contains("2026-07-03 is Independence Day (observed): 2026-07-04"));
  EXPECT_THAT(steps, Contains("2026-07-04 is Independence Day: 2026-07-05"));
  EXPECT_THAT(steps, Contains("2026-07-05 is a Sunday: 2026-07-06"));
}

TEST_F(DaysAndHoursTest, AFilingIsNotDueOnTheHolidayItself) {
  Tell("2026-06-04", kComplaint);
  EXPECT_EQ(ItemsOf("us-oh.case-plan-filed", "2026-06-10").front().due(), "2026-07-06");
}

// Who suffers: a lawyer who relies on a date without knowing that no one checked whether the office is open.
TEST_F(DaysAndHoursTest, ADateThatRollsSaysWhetherClosuresWereConsidered) {
  Tell("2026-01-15", kComplaint);
  const v1::DocketItem plain = ItemsOf("us-oh.case-plan-filed", "2026-01-20").front();
  EXPECT_EQ(plain.due() + " " + plain.closures(), "2026-02-14 none considered") << "a Saturday without a holiday";
  EXPECT_THAT(StepsOf("us-oh.case-plan-filed", "2026-01-20"),
              Contains("days on which the clerk's office is closed: none considered"));

  Close(R"(closed { why: "no business on Saturdays" weekday: "SATURDAY" })");
  const v1::DocketItem listed = ItemsOf("us-oh.case-plan-filed", "2026-01-20").front();
  EXPECT_EQ(listed.due() + " " + listed.closures(), "2026-02-17 clerk v1") << "then Sunday, and Presidents' Day";
  EXPECT_EQ(listed.rolls(0).why(), "closed: no business on Saturdays");
  EXPECT_THAT(
      StepsOf("us-oh.case-plan-filed", "2026-01-20"),
      Contains("2026-02-14 is a day on which the clerk's office is closed (no business on Saturdays): 2026-02-15"));
}

TEST_F(DaysAndHoursTest, ADateThatDoesNotRollSaysNothingOfClosures) {
  Tell("2026-01-15", kRemoved);
  EXPECT_EQ(ItemsOf("us-federal.case-plan", "2026-01-20").front().closures(), "");
}

// Who suffers: a court whose two timely reviews are shown as late, each for the year before.
TEST_F(DaysAndHoursTest, WhatIsDoneBeforeADateIsOfThatDateAndNotOfTheYearBefore) {
  Tell("2021-03-01", kPlaced);
  Held("2023-02-08");
  Held("2024-02-08", "I");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2024-06-01"),
            "2022-03-01 MISSED\n2023-03-01 MET 2023-02-08\n2024-03-01 MET 2024-02-08\n2025-03-01 OPEN");
}

TEST_F(DaysAndHoursTest, WhatIsDoneSoonAfterADateIsLateForIt) {
  Tell("2021-03-01", kPlaced);
  Held("2022-03-10");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2022-06-01"), "2022-03-01 MET_LATE 2022-03-10\n2023-03-01 OPEN");
  Held("2022-08-30", "I");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2022-09-01"),
            "2022-03-01 MET_LATE 2022-03-10\n2023-03-01 MET 2022-08-30\n2024-03-01 OPEN");
}

// At the half year: 30 August 2022 is nearer to 1 March 2022, and 31 August is as near to 1 March 2023.
TEST_F(DaysAndHoursTest, HalfWayIsOfTheDateToCome) {
  Tell("2021-03-01", kPlaced);
  Held("2022-08-30");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2022-09-01"), "2022-03-01 MET_LATE 2022-08-30\n2023-03-01 OPEN");
  TellLate("2022-09-02", "2022-08-31",
           R"(hearing_held { hearing_id: "$I" child_id: "$ana" kind: HEARING_KIND_PERMANENCY })");
  EXPECT_EQ(Says("us-oh.annual-court-review", "2022-09-03"),
            "2022-03-01 MET_LATE 2022-08-30\n2023-03-01 MET 2022-08-31\n2024-03-01 OPEN");
}

TEST_F(DaysAndHoursTest, OneMissedDateSlipsNoOtherGridEither) {
  Tell("2026-01-16", kComplaint);
  const auto review = [this](absl::string_view day, absl::string_view id) {
    Tell(day, absl::StrCat(R"(review_held { meeting_id: "$)", id, R"(" kind: MEETING_KIND_CASE_REVIEW })"));
  };
  review("2026-07-10", "A");
  review("2026-10-10", "B");
  EXPECT_EQ(Says("us-oh.case-review", "2026-11-01"),
            "2026-04-16 MISSED\n2026-07-15 MET 2026-07-10\n2026-10-13 MET 2026-10-10\n2027-01-11 OPEN");
}

// Who suffers: a child whose custody appears to last three months longer than the court ordered.
TEST_F(DaysAndHoursTest, TheLastDayThatAnExtensionNamesWins) {
  Tell("2023-03-01", kComplaint);
  Tell("2023-03-01", R"(order_made { child_id: "$ana" order_id: "$T" kind: ORDER_KIND_TEMPORARY_CUSTODY })");
  EXPECT_EQ(ItemsOf("us-oh.temporary-custody-ends", "2023-06-01").front().due(), "2024-03-01");
  Extended("2024-02-20", "E", "2024-06-01");
  EXPECT_EQ(ItemsOf("us-oh.temporary-custody-ends", "2024-03-02").front().due(), "2024-06-01");
  EXPECT_EQ(ItemsOf("us-oh.motion-for-disposition", "2024-03-02").front().due(), "2024-05-02");
  EXPECT_THAT(StepsOf("us-oh.temporary-custody-ends", "2024-03-02"),
              Contains("order made on 2024-02-20 names 2024-06-01"));
  Extended("2024-05-20", "F");
  EXPECT_EQ(ItemsOf("us-oh.temporary-custody-ends", "2024-06-02").front().due(), "2024-12-01")
      << "six months after the day named";
  EXPECT_EQ(ItemsOf("us-oh.motion-for-disposition", "2024-06-02").front().due(), "2024-11-01");
}

TEST_F(DaysAndHoursTest, TheLastDayThatTheFirstOrderNamesWinsToo) {
  Tell("2023-03-01", kComplaint);
  Tell("2023-03-20",
       R"(order_made { child_id: "$ana" order_id: "$T" kind: ORDER_KIND_TEMPORARY_CUSTODY ends_on: "2024-02-15" })");
  EXPECT_EQ(ItemsOf("us-oh.temporary-custody-ends", "2023-06-01").front().due(), "2024-02-15");
  Extended("2024-02-10", "E");
  EXPECT_EQ(ItemsOf("us-oh.temporary-custody-ends", "2024-02-20").front().due(), "2024-08-15");
}

class MissingChild : public DaysAndHoursTest {
 protected:
  // Away from 12:00 on, reported the next day.
  std::string Reported(absl::string_view away_on, absl::string_view reported_on, absl::string_view reported_at) {
    Tell("2025-01-15", kRemoved);
    TellAt(away_on, "12:00",
           absl::StrCat(
               R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY reported_to: "the police"
        reported_on: ")",
               reported_on, "\" reported_at: \"", reported_at, "\" }"));
    const v1::DocketItem item = ItemsOf("us-federal.missing-child-report", "2026-12-31").front();
    return absl::StrCat(item.due(), " ", item.due_time(), " ",
                        v1::ClockState_Name(item.state()).substr(sizeof("CLOCK_STATE_") - 1));
  }
};

// In New York, clocks go back on 1 November 2026: that day has 25 hours.
TEST_F(MissingChild, In24HoursOverTheEndOfSummerTime) {
  EXPECT_EQ(Reported("2026-10-31", "2026-11-01", "11:30"), "2026-11-01 11:00 MET_LATE") << "24.5 hours later";
}
TEST_F(MissingChild, In24HoursToTheMinuteOverTheEndOfSummerTime) {
  EXPECT_EQ(Reported("2026-10-31", "2026-11-01", "11:00"), "2026-11-01 11:00 MET");
}
// They go forward on 8 March 2026: that day has 23 hours.
TEST_F(MissingChild, In24HoursOverTheBeginningOfSummerTime) {
  EXPECT_EQ(Reported("2026-03-07", "2026-03-08", "12:15"), "2026-03-08 13:00 MET") << "23 hours and 15 minutes later";
}
TEST_F(MissingChild, In24HoursOnAnyOtherDay) {
  EXPECT_EQ(Reported("2026-06-07", "2026-06-08", "12:01"), "2026-06-08 12:00 MET_LATE");
}

TEST_F(MissingChild, TheDerivationSaysThatClocksChanged) {
  Reported("2026-10-31", "2026-11-01", "10:00");
  EXPECT_THAT(StepsOf("us-federal.missing-child-report", "2026-12-31"),
              Contains("plus 24 hours from 2026-10-31 12:00, across a clock change: 2026-11-01 11:00"));
}

// A stay of 24 hours counts as an entry for the federal reviews: from 12:00 to 11:30 over the end of summer time is
// 24.5 hours.
TEST_F(DaysAndHoursTest, TheLengthOfAStayIsCountedInRealHours) {
  TellAt("2026-10-31", "12:00", kRemoved);
  TellAt("2026-11-01", "11:30",
         R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })");
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2026-12-01"), "2026-10-31");
}
TEST_F(DaysAndHoursTest, AShortStayInSpringIsNoEntry) {
  TellAt("2026-03-07", "12:00", kRemoved);
  TellAt("2026-03-08", "12:30",
         R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })");
  EXPECT_EQ(MomentOn("us-federal.cfsr-entry", "2026-12-01"), "") << "23.5 hours";
}

// Which calendar applied on a day.
class ComparedCalendars : public DaysAndHoursTest {
 protected:
  // A journal that adopted its rules on 2026-01-01, and a calendar with one more holiday on another day.
  explicit ComparedCalendars(int64_t second_after_us = 30 * kDayUs) {
    rules::v1::Calendar calendar = *ShippedFile("us-oh.calendar.textproto").calendar;
    book_ = RuleBook();
    Add(Adopted(ShippedFile("us-oh.calendar.textproto"), 2), 0);
    Add(Adopted(ShippedFile("us-federal.rules.textproto"), 3), 0);
    Add(Adopted(ShippedFile("us-oh.rules.textproto"), 4), 0);
    calendar.set_version(calendar.version() + 1);
    rules::v1::Holiday& appointed = *calendar.add_holiday();
    appointed.set_name("a day of mourning");
    appointed.set_once("2026-02-14");
    Add({.position = 9, .digest = "second", .calendar = calendar}, second_after_us);
    Tell("2026-01-15", kComplaint);
  }
  void Add(AdoptedRules adopted, int64_t after_us) {
    adopted.recorded_at_us =
        absl::ToUnixMicros(absl::FromCivil(absl::CivilDay(2026, 1, 1), casejournal::testing::NewYork())) + after_us;
    book_.Add(std::move(adopted));
  }
  std::vector<std::string> Moved(const Law& before) const {
    const absl::CivilDay day(2026, 2, 1);
    const DocketAsked asked{.day = day, .zone = casejournal::testing::NewYork()};
    std::vector<std::string> moved;
    for (const v1::MovedDate& date : MovedDates(DocketOf(built_.entries(), before, asked).items,
                                                DocketOf(built_.entries(), *book_.LawOn(day), asked).items)) {
      moved.push_back(
          absl::StrCat(date.item().substr(0, date.item().find('/')), " ", date.due_before(), " ", date.due_now()));
    }
    return moved;
  }
  std::vector<std::string> MovedSince(absl::string_view day) const {
    return Moved(*book_.LawAsAdopted(*ParseDay(day), casejournal::testing::NewYork()));
  }
};

constexpr char kFiledLater[] = "us-oh.case-plan-filed 2026-02-14 2026-02-17";

// Who suffers: a person who is told that a new calendar moved nothing, and misses the date that it moved.
TEST_F(ComparedCalendars, ANewVersionOfACalendarIsComparedWithTheOneOfThatDay) {
  EXPECT_THAT(MovedSince("2026-01-20"), Contains(kFiledLater));
  EXPECT_THAT(MovedSince("2026-01-31"), IsEmpty()) << "adopted by the end of that day";
  EXPECT_THAT(MovedSince("2025-06-01"), Contains(kFiledLater))
      << "before the journal had any rules, its first ones count";
}

TEST_F(ComparedCalendars, TwoVersionsOfOneDayAreToldApartByPosition) {
  EXPECT_THAT(Moved(*book_.LawOn(absl::CivilDay(2026, 2, 1), 8)), Contains(kFiledLater));
  EXPECT_THAT(Moved(*book_.LawOn(absl::CivilDay(2026, 2, 1), 9)), IsEmpty());
}

TEST_F(ComparedCalendars, AListOfClosuresIsNoneBeforeItWasAdopted) {
  rules::v1::Calendar list;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(id: "clerk" version: 1 adds_to: "us-oh" court: "c" closed { why: "snow" first_day: "2026-02-17" })", &list));
  Add({.position = 10, .digest = "clerk", .calendar = list}, 31 * kDayUs);
  EXPECT_THAT(MovedSince("2026-01-31"), Contains("us-oh.case-plan-filed 2026-02-17 2026-02-18"));
  EXPECT_THAT(MovedSince("2026-02-01"), IsEmpty());
}

// A correction of a rule file has the same first day as the file that it corrects.
TEST_F(ComparedCalendars, ACorrectionOfARuleFileIsComparedWithWhatItCorrects) {
  AdoptedRules corrected = Adopted(ShippedFile("us-oh.rules.textproto"), 11);
  corrected.set->set_version(corrected.set->version() + 1);
  for (rules::v1::Rule& rule : *corrected.set->mutable_rule()) {
    if (rule.name() == "case-plan-filed") rule.mutable_due()->set_days(40);
  }
  Add(std::move(corrected), 31 * kDayUs);
  EXPECT_THAT(MovedSince("2026-01-31"), Contains("us-oh.case-plan-filed 2026-02-17 2026-02-24"));
}

}  // namespace
}  // namespace casejournal::projections
