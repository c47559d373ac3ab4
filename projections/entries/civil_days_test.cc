// Days: months that end, birthdays, intervals, and the day of an instant in a zone.
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

#include "projections/entries/civil_day.h"
#include "projections/entries/local_time.h"
#include "tests/support/case_builder.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::NewYork;

std::string DayAfterMonths(absl::string_view day, int months) { return FormatDay(AddMonths(*ParseDay(day), months)); }
int YearsFromTo(absl::string_view from, absl::string_view to) { return FullYears(*ParseDay(from), *ParseDay(to)); }

TEST(DaysTest, AFormattedDayIsParsedBack) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  std::uniform_int_distribution<int> days(0, 3'652'058);
  for (int i = 0; i < 2000; ++i) {
    const absl::CivilDay day = absl::CivilDay(1, 1, 1) + days(random);
    const std::string text = FormatDay(day);
    ASSERT_EQ(text.size(), 10U);
    ASSERT_EQ(*ParseDay(text), day);
    ASSERT_LT(text, FormatDay(day + 1)) << "the order of texts is the order of days";
  }
}

TEST(DaysTest, TheFirstAndTheLastDayOfTheRecordAreDays) {
  EXPECT_EQ(FormatDay(*ParseDay("0001-01-01")), "0001-01-01");
  EXPECT_EQ(FormatDay(*ParseDay("9999-12-31")), "9999-12-31");
}

TEST(DaysTest, AMonthLaterIsTheSameDayOrTheLastOfItsMonth) {
  EXPECT_EQ(DayAfterMonths("2026-01-31", 1), "2026-02-28");
  EXPECT_EQ(DayAfterMonths("2024-01-31", 1), "2024-02-29");
  EXPECT_EQ(DayAfterMonths("2026-01-30", 13), "2027-02-28");
  EXPECT_EQ(DayAfterMonths("2026-02-28", 1), "2026-03-28") << "the end of a month does not stay one";
  EXPECT_EQ(DayAfterMonths("2026-03-31", -1), "2026-02-28");
  EXPECT_EQ(DayAfterMonths("2026-01-15", -1), "2025-12-15");
  EXPECT_EQ(DayAfterMonths("2026-05-05", 0), "2026-05-05");
  EXPECT_EQ(DayAfterMonths("2024-02-29", 12), "2025-02-28");
  EXPECT_EQ(DayAfterMonths("2024-02-29", 48), "2028-02-29");
}

TEST(DaysTest, ABirthdayCompletesAYear) {
  EXPECT_EQ(YearsFromTo("2015-06-01", "2026-05-31"), 10);
  EXPECT_EQ(YearsFromTo("2015-06-01", "2026-06-01"), 11);
  EXPECT_EQ(YearsFromTo("2015-06-01", "2015-06-01"), 0);
  EXPECT_EQ(YearsFromTo("2012-02-29", "2026-02-27"), 13);
  EXPECT_EQ(YearsFromTo("2012-02-29", "2026-02-28"), 14) << "a birthday on the 29th is on the 28th";
  EXPECT_EQ(YearsFromTo("2012-02-29", "2028-02-28"), 15) << "but not in a leap year";
}

TEST(DaysTest, WhatIsNoDayIsNoDistance) {
  EXPECT_EQ(DaysBetween("", "2025-01-01"), 0);
  EXPECT_EQ(DaysBetween("2025-01-01", "2025-02-30"), 0);
  EXPECT_EQ(DaysBetween("2025-01-01", "2025-01-01"), 0);
  EXPECT_EQ(DaysBetween("2024-12-31", "2025-01-01"), 1);
}

TEST(DaysTest, SomethingIsOpenFromItsFirstDayUntilTheDayBeforeItsEnd) {
  EXPECT_FALSE(OpenOn("2025-01-10", "", "2025-01-09"));
  EXPECT_TRUE(OpenOn("2025-01-10", "", "2025-01-10"));
  EXPECT_TRUE(OpenOn("2025-01-10", "2025-02-10", "2025-02-09"));
  EXPECT_FALSE(OpenOn("2025-01-10", "2025-02-10", "2025-02-10"));
  EXPECT_FALSE(OpenOn("", "", "2025-01-10")) << "it has not begun";
  EXPECT_FALSE(OpenOn("2025-01-10", "2025-01-10", "2025-01-10")) << "it never was open at the end of a day";
}

TEST(DaysTest, LimitsAreIncluded) {
  EXPECT_TRUE(WithinDays("2025-01-10", "2025-01-10", "2025-01-10"));
  EXPECT_FALSE(WithinDays("2025-01-09", "2025-01-10", ""));
  EXPECT_FALSE(WithinDays("2025-01-11", "", "2025-01-10"));
  EXPECT_TRUE(WithinDays("2025-01-11", "", ""));
  EXPECT_TRUE(WithinDays("", "", ""));
  EXPECT_FALSE(WithinDays("", "2025-01-01", ""));
  EXPECT_FALSE(WithinDays("", "", "2025-01-01"));
}

TEST(DaysTest, EachInstantIsBeforeTheEndOfItsDayAndAfterTheOneBefore) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  std::uniform_int_distribution<int64_t> seconds(1'500'000'000, 2'000'000'000);
  for (const char* name : {"America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"}) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(name, &zone));
    for (int i = 0; i < 300; ++i) {
      const absl::Time at = absl::FromUnixSeconds(seconds(random));
      const absl::CivilDay day = *ParseDay(DayOf(absl::ToUnixMicros(at), zone));
      ASSERT_LT(at, EndOfDay(day, zone)) << name << " " << at;
      ASSERT_GE(at, EndOfDay(day - 1, zone)) << name << " " << at;
    }
  }
}

// Only a clock that is wrong shows such an instant, and whoever asks for its day reads it.
TEST(DaysTest, EveryInstantHasADayThatCanBeRead) {
  for (const int64_t us : {std::numeric_limits<int64_t>::min() + 1, int64_t{-70'000'000'000'000'000},
                           int64_t{300'000'000'000'000'000}, std::numeric_limits<int64_t>::max() - 1}) {
    EXPECT_EQ(DayOf(us, absl::UTCTimeZone()), us < 0 ? "0001-01-01" : "9999-12-31") << us;
    EXPECT_TRUE(ParseDay(DayOf(us, absl::UTCTimeZone())).ok());
  }
}

TEST(DaysTest, ADayBefore1970IsADay) {
  EXPECT_EQ(DayOf(-1, absl::UTCTimeZone()), "1969-12-31");
  EXPECT_EQ(DayOf(0, NewYork()), "1969-12-31");
}

// A child born on 1 July 2026 comes of age. Summer time has no last year.
TEST(DaysTest, ADayOfSummer2044BeginsInSummerTime) {
  const absl::CivilDay day(2044, 7, 1);
  const absl::Time begins = absl::FromCivil(absl::CivilHour(2044, 7, 1, 4), absl::UTCTimeZone());

  EXPECT_EQ(EndOfDay(day - 1, NewYork()), begins);
  EXPECT_EQ(DayOf(absl::ToUnixMicros(begins), NewYork()), "2044-07-01");
  EXPECT_EQ(DayOf(absl::ToUnixMicros(begins) - 1, NewYork()), "2044-06-30");
  EXPECT_EQ(*InstantOf(day, "09:00", NewYork()), begins + absl::Hours(9));
  EXPECT_EQ(AddMonths(absl::CivilDay(2026, 7, 1), 18 * 12), day);
}

TEST(LocalTimesTest, ATimeThatExistsIsGivenBack) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int i = 0; i < 500; ++i) {
    const absl::CivilDay day = absl::CivilDay(2020, 1, 1) + std::uniform_int_distribution<int>(0, 2500)(random);
    const std::string time = absl::StrFormat("%02d:%02d", std::uniform_int_distribution<int>(0, 23)(random),
                                             std::uniform_int_distribution<int>(0, 59)(random));
    if (SteppedOver(day, time, NewYork())) continue;
    const absl::Time at = *InstantOf(day, time, NewYork());
    EXPECT_EQ(TimeOfDay(at, NewYork()), time);
    EXPECT_EQ(absl::ToCivilDay(at, NewYork()), day);
    EXPECT_FALSE(IsSecondOfTwo(at, NewYork()));
  }
}

TEST(LocalTimesTest, ASteppedOverTimeIsReadAsIfClocksHadNotGoneForward) {
  const absl::CivilDay day = *ParseDay("2026-03-08");

  EXPECT_EQ(TimeOfDay(*InstantOf(day, "02:30", NewYork()), NewYork()), "03:30");
  EXPECT_EQ(*InstantOf(day, "03:30", NewYork()), *InstantOf(day, "02:30", NewYork()));
}

TEST(LocalTimesTest, ClocksCanStepByHalfAnHourAndAtMidnight) {
  absl::TimeZone lord_howe;
  absl::TimeZone santiago;
  ASSERT_TRUE(absl::LoadTimeZone("Australia/Lord_Howe", &lord_howe));
  ASSERT_TRUE(absl::LoadTimeZone("America/Santiago", &santiago));
  const auto step = SteppedOver(*ParseDay("2024-10-06"), "02:15", lord_howe);
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(step->from, "02:00");
  EXPECT_EQ(step->to, "02:30");
  const auto midnight = SteppedOver(*ParseDay("2024-09-08"), "00:00", santiago);
  ASSERT_TRUE(midnight.has_value());
  EXPECT_EQ(midnight->from, "00:00");
  EXPECT_EQ(midnight->to, "01:00");
}

}  // namespace
}  // namespace casejournal::projections
