#include "services/client/day_words.h"

#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

const absl::CivilDay kToday(2024, 3, 31);

absl::CivilDay Meant(absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> day = DayMeant(text, kToday);
  EXPECT_TRUE(day.ok()) << text << ": " << day.status();
  return day.value_or(absl::CivilDay(1, 1, 1));
}

TEST(DayWords, ADayInNumbersNeedsNoZeros) {
  EXPECT_EQ(Meant("2023-08-15"), absl::CivilDay(2023, 8, 15));
  EXPECT_EQ(Meant("2023-8-15"), absl::CivilDay(2023, 8, 15));
  EXPECT_EQ(Meant("2023-8-5"), absl::CivilDay(2023, 8, 5));
}

TEST(DayWords, WordsCountFromToday) {
  EXPECT_EQ(Meant("today"), kToday);
  EXPECT_EQ(Meant("Yesterday"), absl::CivilDay(2024, 3, 30));
  EXPECT_EQ(Meant("tomorrow"), absl::CivilDay(2024, 4, 1));
  EXPECT_EQ(Meant("-30d"), absl::CivilDay(2024, 3, 1));
  EXPECT_EQ(Meant("+2w"), absl::CivilDay(2024, 4, 14));
  EXPECT_EQ(Meant("+0d"), kToday);
}

TEST(DayWords, AMonthWithoutThatDayGivesItsLastDay) {
  EXPECT_EQ(Meant("-1m"), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(Meant("+1m"), absl::CivilDay(2024, 4, 30));
  EXPECT_EQ(Meant("-13m"), absl::CivilDay(2023, 2, 28));
  EXPECT_EQ(Meant("+1y"), absl::CivilDay(2025, 3, 31));
  EXPECT_EQ(*DayMeant("-1y", absl::CivilDay(2024, 2, 29)), absl::CivilDay(2023, 2, 28));
}

TEST(DayWords, WhatMayMeanSeveralDaysOrNoneIsNoDay) {
  for (const char* text : {"x",           "05/06/2023", "18.05.2020",
                           "23-8-15",     "15-8-2023",  "2023-8",
                           "2023-13-1",   "2023-2-30",  "2023-08-15T00:00:00Z",
                           "0000-01-01",  "30d",        "-d",
                           "--3d",        "+-3d",       "-3",
                           "-3h",         "-99999999d", "+9000y",
                           " 2023-08-15", "2023-+8-15"}) {
    EXPECT_NE(CheckDay(text), "") << text;
  }
}

}  // namespace
}  // namespace casejournal::services
