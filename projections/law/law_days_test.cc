// Day arithmetic: ORC 1.14 and 1.45, working days, and observed holidays.
#include "projections/law/law_days.h"

#include <gtest/gtest.h>

#include "projections/entries/civil_day.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

std::string After(absl::string_view day, int months, int days = 0, int working_days = 0,
                  const BusinessDays& business = {}) {
  rules::v1::Offset offset;
  offset.set_months(months);
  offset.set_days(days);
  offset.set_working_days(working_days);
  return FormatDay(Plus(*ParseDay(day), offset, business));
}

BusinessDays Ohio() { return BusinessDays(*casejournal::testing::ShippedFile("us-oh.calendar.textproto").calendar); }

std::string Rolled(absl::string_view day, rules::v1::Roll roll) {
  std::vector<RolledDay> steps;
  return FormatDay(RollOff(*ParseDay(day), roll, Ohio(), steps));
}

// ORC 1.45: the same day of the month, or the last day of that month.
TEST(LawDaysTest, AMonthEndsWhereItEnds) {
  EXPECT_EQ(After("2026-08-31", 6), "2027-02-28");
  EXPECT_EQ(After("2026-08-31", 0, 180), "2027-02-27");
  EXPECT_EQ(After("2028-02-29", 12), "2029-02-28");
  EXPECT_EQ(After("2027-08-31", 6), "2028-02-29");
  EXPECT_EQ(After("2026-03-31", -1), "2026-02-28");
  EXPECT_EQ(After("2026-01-15", -13), "2024-12-15");
  EXPECT_EQ(After("2026-01-31", 1, 1), "2026-03-01") << "months at once, then days";
}

// ORC 1.14: the first day does not count, the last one does.
TEST(LawDaysTest, TheFirstDayDoesNotCountAndTheLastDoes) {
  EXPECT_EQ(After("2026-01-15", 0, 30), "2026-02-14");
  EXPECT_EQ(After("2024-02-28", 0, 2), "2024-03-01");
}

TEST(LawDaysTest, AGridIsComputedInOneStep) {
  rules::v1::Offset month;
  month.set_months(1);
  EXPECT_EQ(FormatDay(Plus(*ParseDay("2026-08-31"), Times(month, 2), {})), "2026-10-31") << "not from 30 September";
  rules::v1::Offset half;
  half.set_months(6);
  const char* const days[] = {"2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"};
  for (int k = 1; k <= 4; ++k) EXPECT_EQ(FormatDay(Plus(*ParseDay("2026-08-31"), Times(half, k), {})), days[k - 1]);
}

TEST(LawDaysTest, WorkingDaysLeaveOutWeekendsAndHolidays) {
  EXPECT_EQ(After("2026-07-01", 0, 0, 1, Ohio()), "2026-07-02");
  EXPECT_EQ(After("2026-07-02", 0, 0, 1, Ohio()), "2026-07-06")
      << "4 July 2026 is a Saturday, observed on Friday the 3rd";
  EXPECT_EQ(After("2026-07-14", 0, 0, 5, Ohio()), "2026-07-21");
  EXPECT_EQ(After("2026-07-06", 0, 0, -1, Ohio()), "2026-07-02");
}

// The holiday itself and the day on which it is observed are two facts.
TEST(LawDaysTest, HolidaysOfTheWeekendAreObservedBesideItAlsoInTheYearBefore) {
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2021-12-31")), "New Year's Day (observed)") << "1 January 2022 is a Saturday";
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2022-01-01")), "New Year's Day");
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2026-07-03")), "Independence Day (observed)");
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2026-07-04")), "Independence Day");
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2026-07-05")), "");
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2022-12-25")), "Christmas Day") << "a Sunday";
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2022-12-26")), "Christmas Day (observed)");
  EXPECT_EQ(Ohio().HolidayOn(*ParseDay("2023-01-02")), "New Year's Day (observed)") << "1 January 2023 is a Sunday";
  EXPECT_FALSE(Ohio().HolidayOn(*ParseDay("2026-05-25")).empty()) << "Memorial Day, the last Monday of May";
  EXPECT_FALSE(Ohio().HolidayOn(*ParseDay("2026-11-26")).empty()) << "Thanksgiving, the fourth Thursday";
  EXPECT_TRUE(Ohio().HolidayOn(*ParseDay("2020-06-19")).empty());
  EXPECT_FALSE(Ohio().HolidayOn(*ParseDay("2026-06-19")).empty()) << "Juneteenth, since 2021";
}

// Who suffers: a person who files on the last day that the docket shows, and finds the court closed.
TEST(LawDaysTest, ALastDayNeverLandsOnAHoliday) {
  for (const rules::v1::Roll roll : {rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS, rules::v1::ROLL_TO_A_WORKING_DAY}) {
    for (const auto& [day, rolled] : {std::pair("2026-07-03", "2026-07-06"), std::pair("2026-07-04", "2026-07-06"),
                                      std::pair("2027-12-24", "2027-12-27"), std::pair("2027-12-25", "2027-12-27"),
                                      std::pair("2027-12-31", "2028-01-03"), std::pair("2028-01-01", "2028-01-03"),
                                      std::pair("2022-12-25", "2022-12-27")}) {
      EXPECT_EQ(Rolled(day, roll), rolled) << day;
    }
    for (absl::CivilDay day = *ParseDay("2020-01-01"); day < *ParseDay("2060-01-01"); ++day) {
      EXPECT_EQ(Ohio().HolidayOn(*ParseDay(Rolled(FormatDay(day), roll))), "") << day;
    }
  }
}

TEST(LawDaysTest, ADerivationNamesSundaysAndHolidaysAsPeopleDo) {
  std::vector<RolledDay> steps;
  RollOff(*ParseDay("2026-07-03"), rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS, Ohio(), steps);
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].off, RolledDay::Off::kObservedHoliday);
  EXPECT_EQ(steps[0].name, "Independence Day");
  EXPECT_EQ(steps[0].why, "Independence Day (observed)");
  EXPECT_EQ(steps[1].off, RolledDay::Off::kHoliday);
  EXPECT_EQ(steps[1].why, "Independence Day");
  EXPECT_EQ(steps[2].off, RolledDay::Off::kWeekday);
  EXPECT_EQ(steps[2].why, "Sunday");
}

// ORC 1.14: the clerk's office is closed to the public for the entire day.
TEST(LawDaysTest, AClosureOfTheClerksOfficeMovesLastDaysAndNothingElse) {
  rules::v1::Calendar closures;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(id: "clerk" version: 3 adds_to: "us-oh" court: "c"
      closed { why: "snow" first_day: "2026-01-26" last_day: "2026-01-27" }
      closed { why: "no business on Saturdays" weekday: "SATURDAY" first_day: "2026-02-01" last_day: "2026-02-28" })",
                                                            &closures));
  const BusinessDays days(*casejournal::testing::ShippedFile("us-oh.calendar.textproto").calendar, closures);
  const auto rolled = [&](absl::string_view day) {
    std::vector<RolledDay> steps;
    const std::string last = FormatDay(RollOff(*ParseDay(day), rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS, days, steps));
    return absl::StrCat(last, steps.empty() ? "" : absl::StrCat(" ", steps.front().why));
  };
  EXPECT_EQ(rolled("2026-01-26"), "2026-01-28 closed: snow");
  EXPECT_EQ(rolled("2026-01-27"), "2026-01-28 closed: snow");
  EXPECT_EQ(rolled("2026-01-28"), "2026-01-28");
  EXPECT_EQ(rolled("2026-01-31"), "2026-01-31") << "a Saturday before the list";
  EXPECT_EQ(rolled("2026-02-14"), "2026-02-17 closed: no business on Saturdays") << "then Sunday, and Presidents' Day";
  EXPECT_EQ(After("2026-01-23", 0, 0, 1, days), "2026-01-26") << "still a working day";
  EXPECT_EQ(days.ClosuresName(), "clerk v3");
}

// ORC 1.14 covers Sundays and holidays; Civ.R. 6 and Juv.R. 18 also cover Saturdays.
TEST(LawDaysTest, ALastDayRolls) {
  EXPECT_EQ(Rolled("2026-02-14", rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS), "2026-02-14") << "a Saturday";
  EXPECT_EQ(Rolled("2026-02-14", rules::v1::ROLL_TO_A_WORKING_DAY), "2026-02-17") << "Monday is Presidents' Day";
  EXPECT_EQ(Rolled("2026-04-19", rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS), "2026-04-20");
  EXPECT_EQ(Rolled("2026-02-15", rules::v1::ROLL_PAST_SUNDAYS_AND_HOLIDAYS), "2026-02-17");
  EXPECT_EQ(Rolled("2026-04-19", rules::v1::ROLL_UNSPECIFIED), "2026-04-19");
}

TEST(LawDaysTest, OffsetsInWords) {
  rules::v1::Offset offset;
  EXPECT_EQ(OffsetWords(offset), "the same day");
  offset.set_years(1);
  offset.set_days(-30);
  EXPECT_EQ(OffsetWords(offset), "1 year less 30 days");
}

}  // namespace
}  // namespace casejournal::projections
