// Months in care that add up, compared with a count of single days.
#include "projections/docket/counted_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

constexpr rules::v1::PartialMonths kCalendarMonths = rules::v1::PARTIAL_MONTHS_CALENDAR;
constexpr rules::v1::PartialMonths kThirtyDayMonths = rules::v1::PARTIAL_MONTHS_THIRTY_DAYS;

CountedDays Counted(absl::string_view from, absl::string_view until) { return {*ParseDay(from), *ParseDay(until)}; }

// "first to day", or "never".
std::string EventFromText(const std::optional<AddedUp>& added_up) {
  return added_up ? absl::StrCat(FormatDay(added_up->first), " to ", FormatDay(added_up->on)) : "never";
}

TEST(CountedTimeTest, NoDaysNeverAddUp) { EXPECT_EQ(EventFromText(WhenAddedUp({}, 1, 0, kCalendarMonths)), "never"); }

TEST(CountedTimeTest, AMonthIsOverOnTheSameDayOfTheNext) {
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-15", "2026-02-16")}, 1, 0, kCalendarMonths)),
            "2026-01-15 to 2026-02-15");
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-15", "2026-02-15")}, 1, 0, kCalendarMonths)), "never")
      << "the last day is not in care";
}

TEST(CountedTimeTest, ThirtyDaysAreOverOnTheThirtiethDay) {
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-15", "2026-03-01")}, 1, 0, kThirtyDayMonths)),
            "2026-01-15 to 2026-02-13");
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-15", "2026-02-13")}, 1, 0, kThirtyDayMonths)), "never");
}

TEST(CountedTimeTest, FebruaryIsAMonthOfTheCalendar) {
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-02-01", "2026-12-01")}, 1, 0, kCalendarMonths)),
            "2026-02-01 to 2026-03-01");
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-31", "2026-12-01")}, 1, 0, kCalendarMonths)),
            "2026-01-31 to 2026-02-28");
}

TEST(CountedTimeTest, DaysBetweenStaysMoveTheDay) {
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-01", "2026-01-16"), Counted("2026-02-01", "2026-06-01")}, 1, 0,
                                      kCalendarMonths)),
            "2026-01-01 to 2026-02-17")
      << "1 February and the 16 days from 16 to 31 January";
}

TEST(CountedTimeTest, WhatIsOlderThanTheWindowDoesNotCount) {
  const std::vector<CountedDays> stays = {Counted("2020-01-01", "2020-12-01"), Counted("2026-01-01", "2028-01-01")};

  EXPECT_EQ(EventFromText(WhenAddedUp(stays, 12, 22, kCalendarMonths)), "2026-01-01 to 2027-01-01");
  EXPECT_NE(EventFromText(WhenAddedUp(stays, 12, 0, kCalendarMonths)),
            EventFromText(WhenAddedUp(stays, 12, 22, kCalendarMonths)));
}

TEST(CountedTimeTest, AWindowThatIsTooShortNeverHoldsTheMonths) {
  EXPECT_EQ(EventFromText(WhenAddedUp({Counted("2026-01-01", "2030-01-01")}, 12, 6, kCalendarMonths)), "never");
}

// The definition, one day at a time. `counts` says of each day from `begin` on whether it counts.
std::optional<AddedUp> CountedOneByOne(absl::CivilDay begin, const std::vector<bool>& counts, int months,
                                       int of_latest_months, rules::v1::PartialMonths partial_months) {
  const auto does_count = [&](absl::CivilDay day) { return counts[static_cast<size_t>(day - begin)]; };
  for (absl::CivilDay day = begin; day - begin < static_cast<int64_t>(counts.size()); ++day) {
    if (!does_count(day)) continue;
    absl::CivilDay first = begin;
    if (of_latest_months != 0) first = std::max(begin, AddMonths(day, -of_latest_months));
    while (!does_count(first)) ++first;
    int64_t counted = 0;
    int64_t left_out = 0;
    for (absl::CivilDay at = first; at < day; ++at) ++(does_count(at) ? counted : left_out);
    const bool enough =
        partial_months == kThirtyDayMonths ? counted + 1 >= 30 * months : AddMonths(first, months) + left_out <= day;
    if (enough) return AddedUp{first, day};
  }
  return std::nullopt;
}

TEST(CountedTimeTest, IsWhatACountOfSingleDaysGives) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
  for (int i = 0; i < 30; ++i) {
    std::vector<CountedDays> stays;
    std::vector<bool> counts;
    const absl::CivilDay begin(2020 + below(4), 1 + below(12), 1 + below(28));
    absl::CivilDay at = begin;
    for (int stay = below(5); stay >= 0; --stay) {
      if (!stays.empty()) at += 1 + below(90);
      const absl::CivilDay until = at + 1 + below(150);
      stays.push_back({at, until});
      counts.resize(static_cast<size_t>(at - begin), false);
      counts.resize(static_cast<size_t>(until - begin), true);
      at = until;
    }
    const int months = 1 + below(8);
    const int of_latest = below(2) == 0 ? 0 : months + below(8);
    for (const rules::v1::PartialMonths partial : {kCalendarMonths, kThirtyDayMonths}) {
      EXPECT_EQ(EventFromText(WhenAddedUp(stays, months, of_latest, partial)),
                EventFromText(CountedOneByOne(begin, counts, months, of_latest, partial)))
          << months << " of " << of_latest << ", " << stays.size() << " stays, case " << i;
    }
  }
}

}  // namespace
}  // namespace casejournal::projections
