#include "services/pages/word_difference.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(WordDifferenceTest, ShowsWhatWasRemovedAndAddedInOneText) {
  EXPECT_EQ(
      WordDifference("Two random screens a week at the laboratory", "Two observed screens a week at the laboratory"),
      "Two [-random-]{+observed+} screens a week at the laboratory");
  EXPECT_EQ(WordDifference("screens twice a week", "screens twice a week, without notice"),
            "screens twice a [-week-]{+week, without notice+}");
  EXPECT_EQ(WordDifference("she calls on Sundays and visits", "she calls and visits"),
            "she calls [-on Sundays-] and visits");
}

TEST(WordDifferenceTest, AFewWordsInCommonAmidChangesAreNoIslands) {
  EXPECT_EQ(WordDifference("sixteen weeks without a positive screen, from 8 May to 28 August; the plan is held by both",
                           "sixteen weeks in a row, from 31 May to 20 September; the plan is held by both"),
            "sixteen weeks [-without a positive screen, from 8 May to 28 August;-]{+in a row, from 31 May to 20 "
            "September;+} the plan is held by both");
}

TEST(WordDifferenceTest, TextsWithFewWordsInCommonAreNotMixed) {
  EXPECT_EQ(WordDifference("The screen of 1 May was positive.", "Ms. Pruitt says that she has taken nothing."), "");
  EXPECT_EQ(WordDifference("2025-04-18", "2025-04-28"), "");
  EXPECT_EQ(WordDifference("", "new"), "");
  EXPECT_EQ(WordDifference("", ""), "");
}

TEST(WordDifferenceTest, TextsThatAreTooLongAreNotCompared) {
  std::string longest;
  for (int i = 0; i < 2001; ++i) longest += "word ";
  EXPECT_EQ(WordDifference(longest, longest), "");
}

TEST(WordDifferenceTest, ColorsEndWithTheLine) {
  const std::string text = "a [-b\n  c-]{+d+}\n";
  EXPECT_EQ(ColorDifference(text, false), text);
  EXPECT_EQ(ColorDifference(text, true), "a \x1b[31m[-b\x1b[0m\n  \x1b[31mc-]\x1b[0m\x1b[32m{+d+}\x1b[0m\n");
}

TEST(WordDifferenceTest, AnOpenMarkIsOnlyText) {
  EXPECT_EQ(ColorDifference("list [- and -] [-", false), "list [- and -] [-");
  EXPECT_EQ(ColorDifference("so {+", true), "so \x1b[32m{+\x1b[0m");
}

}  // namespace
}  // namespace casejournal::services
