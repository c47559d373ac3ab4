#include "services/documents/glyph_widths.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

TEST(GlyphWidthsTest, AWideLetterNeedsMoreRoomThanANarrowOne) {
  EXPECT_GT(TextWidth("WWW", 10), 2 * TextWidth("iii", 10));
  EXPECT_DOUBLE_EQ(TextWidth("Ana", 20), 2 * TextWidth("Ana", 10));
  EXPECT_GT(TextWidth("Ana", 10, true), TextWidth("Ana", 10));
  EXPECT_EQ(TextWidth("", 10), 0);
}

TEST(GlyphWidthsTest, TextOfOtherScriptsNeedsRoomForEachCharacter) {
  EXPECT_DOUBLE_EQ(TextWidth("ñ", 10), TextWidth("é", 10));
  EXPECT_GE(TextWidth("Ю", 10), 8);
  EXPECT_GE(TextWidth("字", 10), 10);
  EXPECT_GT(TextWidth("\xff\xfe", 10), 0) << "not UTF-8";
}

TEST(GlyphWidthsTest, ATextThatDoesNotFitIsShortenedToWhatDoes) {
  EXPECT_EQ(Shortened("Ana Lopez", 100, 10), "Ana Lopez");
  const std::string shortened = Shortened("Ana Lopez, her aunt", 60, 10);
  EXPECT_LE(TextWidth(shortened, 10), 60);
  EXPECT_EQ(shortened, "Ana Lope…");
  EXPECT_EQ(Shortened("Ana Lopez", 20, 10), "") << "too little to read";
  EXPECT_EQ(Shortened("ñññññññññññ", 45, 10), "ññññ…") << "whole characters";
}

TEST(GlyphWidthsTest, LinesBreakBetweenWordsAndInsideLongOnes) {
  EXPECT_THAT(LinesOf("met on the day", 50, 10, 5), ElementsAre("met on", "the day"));
  EXPECT_THAT(LinesOf("wwwwwwwwww", 50, 10, 5), ElementsAre("wwwwww", "wwww"));
  EXPECT_THAT(LinesOf("", 50, 10, 5), ElementsAre());
  const std::vector<std::string> lines = LinesOf("one two three four five six seven", 50, 10, 2);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1].substr(lines[1].size() - 3), "…");
}

}  // namespace
}  // namespace casejournal::services
