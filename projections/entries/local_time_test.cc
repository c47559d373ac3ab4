// Hours of the nights on which clocks change. In New York they went forward on 2026-03-08 and back on 2026-11-01, at
// 02:00.
#include "projections/entries/local_time.h"

#include <gtest/gtest.h>

#include "projections/entries/civil_day.h"
#include "tests/support/case_builder.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::NewYork;

absl::Time At(absl::string_view day, absl::string_view time) { return *InstantOf(*ParseDay(day), time, NewYork()); }

TEST(LocalTimeTest, ADayInSpringHas23HoursAndOneInFall25) {
  EXPECT_EQ(At("2026-03-09", "00:00") - At("2026-03-08", "00:00"), absl::Hours(23));
  EXPECT_EQ(At("2026-11-02", "00:00") - At("2026-11-01", "00:00"), absl::Hours(25));
  EXPECT_EQ(At("2026-07-02", "00:00") - At("2026-07-01", "00:00"), absl::Hours(24));
}

TEST(LocalTimeTest, AnHourThatExistsTwiceIsReadAsTheFirst) {
  EXPECT_EQ(At("2026-11-01", "01:30") - At("2026-11-01", "00:30"), absl::Hours(1));
  EXPECT_EQ(At("2026-11-01", "02:30") - At("2026-11-01", "01:30"), absl::Hours(2));
  const absl::Time first = At("2026-11-01", "01:30");
  EXPECT_FALSE(IsSecondOfTwo(first, NewYork()));
  EXPECT_TRUE(IsSecondOfTwo(first + absl::Hours(1), NewYork()));
  EXPECT_EQ(TimeOfDay(first + absl::Hours(1), NewYork()), "01:30");
  EXPECT_FALSE(IsSecondOfTwo(first + absl::Hours(2), NewYork()));
}

TEST(LocalTimeTest, TimesThatClocksSteppedOverNeverWere) {
  const auto over = [](absl::string_view day, absl::string_view time) {
    const std::optional<ForwardStep> step = SteppedOver(*ParseDay(day), time, NewYork());
    return step ? step->from + " to " + step->to : std::string();
  };
  EXPECT_EQ(over("2026-03-08", "02:30"), "02:00 to 03:00");
  EXPECT_EQ(over("2026-03-08", "02:00"), "02:00 to 03:00");
  EXPECT_EQ(over("2026-03-08", "01:59"), "");
  EXPECT_EQ(over("2026-03-08", "03:00"), "");
  EXPECT_EQ(over("2026-03-09", "02:30"), "");
  EXPECT_EQ(over("2026-11-01", "01:30"), "");
}

TEST(LocalTimeTest, WhatIsNoTimeOfDayIsNoInstant) {
  for (const char* text : {"", "9:30", "24:00", "12:60", "12:3", "ab:cd", "12-30", " 1:30", "12:+3"}) {
    EXPECT_FALSE(InstantOf(*ParseDay("2026-07-01"), text, NewYork())) << text;
  }
}

}  // namespace
}  // namespace casejournal::projections
