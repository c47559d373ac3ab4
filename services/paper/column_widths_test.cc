#include "services/paper/column_widths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace casejournal::services {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Ge;

// A column with the same cells in each of two rows.
ColumnNeeds Needs(double least, double kept, std::vector<double> lines, bool takes_rest = false) {
  const double most = *std::max_element(lines.begin(), lines.end());
  return {.least = least, .kept = kept, .most = most, .cells = {lines, lines}, .takes_rest = takes_rest};
}

double SumOf(const std::vector<double>& widths) { return std::accumulate(widths.begin(), widths.end(), 0.0); }

TEST(ColumnWidthsTest, NoColumnIsBelowItsLongestWordIfAllFit) {
  const std::vector<double> widths =
      ColumnWidths({Needs(50, 60, {2'000}), Needs(70, 70, {500}), Needs(20, 20, {20})}, 200);
  EXPECT_THAT(widths, ElementsAre(Ge(50), Ge(70), Ge(20)));
  EXPECT_THAT(SumOf(widths), DoubleNear(200, 0.001));
}

TEST(ColumnWidthsTest, WordsThatDoNotFitShareThePage) {
  EXPECT_THAT(ColumnWidths({Needs(300, 300, {300}), Needs(100, 100, {100})}, 200),
              ElementsAre(DoubleEq(150), DoubleEq(50)));
}

// "Shannon Pruitt" is not broken so that an account of her gets a little more room.
TEST(ColumnWidthsTest, ShortLinesStayWholeWhereAnotherColumnCanWrap) {
  const std::vector<double> widths = ColumnWidths({Needs(35, 66, {66}), Needs(60, 60, {900}, true)}, 400);
  EXPECT_THAT(widths, ElementsAre(DoubleEq(66), DoubleNear(334, 0.001)));
}

// Three lines of 90 next to one of 250: wrapping the three would make the row higher than wrapping the one.
TEST(ColumnWidthsTest, TheColumnThatMakesRowsHighGetsTheRoom) {
  const std::vector<double> widths = ColumnWidths({Needs(40, 40, {90, 90, 90}), Needs(40, 40, {250})}, 200);
  EXPECT_THAT(widths[0], Ge(90));
}

TEST(ColumnWidthsTest, RoomThatNoColumnNeedsGoesToTheFirstThatTakesIt) {
  EXPECT_THAT(ColumnWidths({Needs(10, 10, {20}), Needs(10, 10, {30}, true), Needs(10, 10, {10}, true)}, 100),
              ElementsAre(DoubleEq(20), DoubleEq(70), DoubleEq(10)));
}

}  // namespace
}  // namespace casejournal::services
