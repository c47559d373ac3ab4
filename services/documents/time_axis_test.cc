#include "services/documents/time_axis.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/documents/glyph_widths.h"

namespace casejournal::services {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Day = absl::CivilDay;

constexpr double kSize = 11;

TimeAxis AxisOf(Day from, Day until) { return TimeAxis(from, until, 100, 900); }

std::vector<std::string> LabelsOf(const std::vector<AxisSpan>& spans) {
  std::vector<std::string> labels;
  for (const AxisSpan& span : spans) {
    if (!span.label.empty()) labels.push_back(span.label);
  }
  return labels;
}

TEST(TimeAxisTest, TheFirstAndTheLastDayAreItsEnds) {
  const TimeAxis axis = AxisOf(Day(2026, 1, 1), Day(2026, 1, 11));
  EXPECT_DOUBLE_EQ(axis.At(Day(2026, 1, 1)), 100);
  EXPECT_DOUBLE_EQ(axis.At(Day(2026, 1, 6)), 500);
  EXPECT_DOUBLE_EQ(axis.At(Day(2026, 1, 11)), 900);
  EXPECT_DOUBLE_EQ(axis.At(Day(2025, 1, 1)), 100);
  EXPECT_DOUBLE_EQ(axis.At(Day(2027, 1, 1)), 900);
}

TEST(TimeAxisTest, AnAxisOfOneDayHasAWidth) {
  EXPECT_DOUBLE_EQ(AxisOf(Day(2026, 1, 1), Day(2026, 1, 1)).At(Day(2026, 1, 1)), 100);
}

TEST(TimeAxisTest, MonthsAreNamedWithDaysWhereThereIsRoom) {
  const TimeAxis::Rows rows = AxisOf(Day(2026, 1, 14), Day(2026, 3, 20)).Names("en", kSize, kSize);
  EXPECT_THAT(LabelsOf(rows.upper), ElementsAre("January 2026", "February 2026", "March 2026"));
  EXPECT_THAT(LabelsOf(rows.lower), Contains("22"));
}

TEST(TimeAxisTest, YearsAreNamedWithMonthsQuartersOrHalves) {
  TimeAxis::Rows rows = AxisOf(Day(2024, 1, 1), Day(2025, 12, 31)).Names("en", kSize, kSize);
  EXPECT_THAT(LabelsOf(rows.upper), ElementsAre("2024", "2025"));
  EXPECT_EQ(LabelsOf(rows.lower).size(), 24u);
  rows = AxisOf(Day(2020, 1, 1), Day(2025, 12, 31)).Names("en", kSize, kSize);
  EXPECT_EQ(LabelsOf(rows.lower).size(), 24u);
  EXPECT_THAT(LabelsOf(rows.lower), Contains("Oct"));
  rows = AxisOf(Day(2016, 1, 1), Day(2025, 12, 31)).Names("en", kSize, kSize);
  EXPECT_EQ(LabelsOf(rows.upper).size(), 10u);
  EXPECT_EQ(LabelsOf(rows.lower).size(), 20u);
  rows = AxisOf(Day(1990, 1, 1), Day(2025, 12, 31)).Names("en", kSize, kSize);
  EXPECT_THAT(rows.lower, IsEmpty());
}

TEST(TimeAxisTest, MonthsAreInTheLanguageAskedFor) {
  EXPECT_THAT(LabelsOf(AxisOf(Day(2026, 5, 1), Day(2026, 6, 20)).Names("es", kSize, kSize).upper),
              ElementsAre("mayo 2026", "junio 2026"));
  EXPECT_THAT(LabelsOf(AxisOf(Day(2026, 4, 10), Day(2027, 3, 20)).Names("es", kSize, kSize).lower), Contains("may"));
}

TEST(TimeAxisTest, EachNameHasRoom) {
  for (int days = 1; days < 20000; days += days / 5 + 1) {
    const Day from(2000, 2, 17);
    const TimeAxis::Rows rows = AxisOf(from, from + days).Names("en", kSize, kSize);
    for (const auto* row : {&rows.upper, &rows.lower}) {
      for (const AxisSpan& span : *row) {
        if (span.label.empty()) continue;
        EXPECT_LE(TextWidth(span.label, kSize), span.right - span.left + 8) << days;
      }
    }
  }
}

}  // namespace
}  // namespace casejournal::services
