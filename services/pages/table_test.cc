#include "services/pages/table.h"

#include <algorithm>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/pages/utf8.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Table, IsAsWideAsWhatItHolds) {
  Table table({{.title = "Position", .right = true}, {.title = "Name"}});
  table.AddRow({"7", "Ana"});
  table.AddRow({"12345", "José Müller"});

  EXPECT_EQ(table.Take(80),
            "Position  Name\n"
            "--------  -----------\n"
            "       7  Ana\n"
            "   12345  José Müller\n");
}

TEST(Table, WrapsTheWidestColumnThatMayGiveWay) {
  Table table({{.title = "Day"}, {.title = "What", .wraps = true}});
  table.AddRow({"2025-03-10", "The court ordered temporary custody of Ana"});

  EXPECT_EQ(table.Take(34),
            "Day         What\n"
            "----------  ----------------------\n"
            "2025-03-10  The court ordered\n"
            "            temporary custody of\n"
            "            Ana\n");
}

TEST(Table, NeverCutsAColumnThatDoesNotWrap) {
  Table table({{.title = "Number"}, {.title = "What", .wraps = true}});
  table.AddRow({"25JU-01-0123-4567890123456789", "a b c d e f g h"});

  EXPECT_EQ(table.Take(41),
            "Number                         What\n"
            "-----------------------------  ----------\n"
            "25JU-01-0123-4567890123456789  a b c d e\n"
            "                               f g h\n");
}

TEST(Table, IsAListOfTextsWhereItsColumnsDoNotFit) {
  Table table({{.title = "Number"}, {.title = "What", .wraps = true}, {.title = "Why", .below = true}});
  table.AddRow({"25JU-01-0123-4567890123456789", "a b c d e f g h", "The court asked for it in March"});
  table.AddRow({"25JU-01-0124-4567890123456789", "", ""});

  EXPECT_EQ(table.Take(40),
            "Number  25JU-01-0123-4567890123456789\n"
            "What    a b c d e f g h\n"
            "  The court asked for it in March\n"
            "\n"
            "Number  25JU-01-0124-4567890123456789\n"
            "\n");
}

TEST(Table, GivesUpTheColumnsThatMatterLeastFirst) {
  const auto shown = [](size_t width) {
    Table table({{.title = "Number"},
                 {.title = "Opened", .rank = 2},
                 {.title = "Children", .wraps = true},
                 {.title = "Last contact", .rank = 1}});
    table.AddRow({"23-JV-0117\n23-JV-0118", "2023-01-09", "Marisol, Theo", "2024-05-07"});
    return table.Take(width);
  };
  EXPECT_EQ(shown(60),
            "Number      Opened      Children       Last contact\n"
            "----------  ----------  -------------  ------------\n"
            "23-JV-0117  2023-01-09  Marisol, Theo  2024-05-07\n"
            "23-JV-0118\n");
  EXPECT_EQ(shown(40),
            "Number      Children       Last contact\n"
            "----------  -------------  ------------\n"
            "23-JV-0117  Marisol, Theo  2024-05-07\n"
            "23-JV-0118\n"
            "  Opened: 2023-01-09\n");
  EXPECT_EQ(shown(30),
            "Number      Children\n"
            "----------  -------------\n"
            "23-JV-0117  Marisol, Theo\n"
            "23-JV-0118\n"
            "  Opened: 2023-01-09; Last\n"
            "  contact: 2024-05-07\n");
}

// A sentence in a column of ten signs cannot be read; the day moves below instead.
TEST(Table, GivesUpAColumnBeforeProseGetsTooNarrow) {
  Table table({{.title = "What", .wraps = true, .width_min = 20}, {.title = "Recorded", .rank = 1}});
  table.AddRow({"The court ordered temporary custody", "2025-03-10"});
  EXPECT_EQ(table.Take(30),
            "What\n------------------------------\nThe court ordered temporary\ncustody\n  Recorded: 2025-03-10\n");
}

TEST(Table, PutsALongIdentifierOnALineOfItsOwn) {
  Table table({{.title = "Due"}, {.title = "For", .rank = 1}, {.title = "Rule", .rank = 2}, {.title = "By", .rank = 3}},
              /*drop_empty=*/false, /*color=*/true);
  table.AddRow({"2025-03-10", "Marisol, Theo, and Ana", Cell("us-federal.monthly-visit", Tone::kDim), "Dana"});
  EXPECT_THAT(table.Take(33), HasSubstr("2025-03-10\n  For: Marisol, Theo, and Ana;\n  By: Dana\n"
                                        "  \x1b[2mRule: us-federal.monthly-visit\x1b[0m\n"));
}

TEST(Table, LeavesOutEmptyColumnsAndLosesNoLaterText) {
  Table table({{.title = "Day"}, {.title = "Level"}, {.title = "What", .wraps = true}}, /*drop_empty=*/true);
  table.AddRow({"2025-03-10", "", "first"});
  EXPECT_EQ(table.Take(80), "Day         What\n----------  -----\n2025-03-10  first\n");
  table.AddRow({"2025-03-11", "high", "next"});
  EXPECT_EQ(table.Take(80), "2025-03-11  next\n  Level: high\n");
}

TEST(Table, PutsProseBelowItsRow) {
  Table table({{.title = "Day"}, {.title = "Why", .below = true}, {.title = "What"}});
  table.AddRow({"2025-03-10", "Because the court said so in its order", "removal"});
  EXPECT_EQ(
      table.Take(24),
      "Day         What\n----------  -------\n2025-03-10  removal\n  Because the court said\n  so in its order\n");
}

TEST(Table, ColorsTitlesAndTones) {
  Table table({{.title = "Day"}, {.title = "State"}}, /*drop_empty=*/false, /*color=*/true);
  table.AddRow({"2025-03-10", Cell("missed", Tone::kBad)});
  EXPECT_EQ(table.Take(80),
            "\x1b[1mDay\x1b[0m         \x1b[1mState\x1b[0m\n----------  ------\n2025-03-10  \x1b[31mmissed\x1b[0m\n");
}

// Nothing that was recorded can control a terminal, with colors or without.
TEST(Table, EscapesTextsBeforeItColorsThem) {
  Table table({{.title = "N"}}, /*drop_empty=*/false, /*color=*/true);
  table.AddRow({Cell("\x1b[31m", Tone::kDim)});
  EXPECT_THAT(table.Take(80), HasSubstr("\x1b[2m[U+001B][31m\x1b[0m\n"));
}

TEST(Table, ContinuesInTheIndentOfACell) {
  Table table({{.title = "Plan", .wraps = true}, {.title = "Day"}});
  table.AddRow({"  counselling every week", "x"});

  EXPECT_EQ(table.Take(19),
            "Plan            Day\n"
            "--------------  ---\n"
            "  counselling   x\n"
            "  every week\n");
}

TEST(Table, KeepsItsWidthsAcrossPieces) {
  Table table({{.title = "N", .right = true, .width_min = 4}, {.title = "What", .wraps = true}});
  table.AddRow({"1", "first one"});
  const std::string first = table.Take(20);
  table.AddRow({"22", "second, longer one"});

  EXPECT_EQ(first, "   N  What\n----  ---------\n   1  first one\n");
  EXPECT_EQ(table.Take(20), "  22  second,\n      longer\n      one\n");
  EXPECT_EQ(table.Take(20), "");
}

TEST(Table, ShrinksBelowItsTitlesInANarrowTerminal) {
  Table table({{.title = "Goal, objective, activity", .wraps = true, .width_min = 30},
               {.title = "When", .wraps = true, .width_min = 18}});
  table.AddRow({"Ana is safe at home", "set 2025-03-10"});

  EXPECT_EQ(table.Take(26),
            "Goal,         When\n"
            "objective,\n"
            "activity\n"
            "------------  ------------\n"
            "Ana is safe   set\n"
            "at home       2025-03-10\n");
}

TEST(Table, TakesAnyWidth) {
  for (size_t width = 0; width < 200; ++width) {
    Table table({{.title = "N", .right = true},
                 {.title = "What", .wraps = true, .width_min = 24},
                 {.title = "When", .wraps = true}});
    table.AddRow({"1", "  - a piece of text with an indent", "2025-03-10"});
    EXPECT_THAT(table.Take(width), HasSubstr("2025-03-10"));
    EXPECT_FALSE(Wrap("      * one two three", width).empty());
    EXPECT_FALSE(Paragraph("      * one two three", 8, width).empty());
  }
}

TEST(Table, ShowsWhatATerminalWouldObey) {
  Table table({{.title = "What", .wraps = true}, {.title = "N"}});
  table.AddRow({"\x1b]0;x\x07", "1"});

  EXPECT_EQ(table.Take(80), "What                  N\n--------------------  -\n[U+001B]]0;x[U+0007]  1\n");
  EXPECT_THAT(Wrap("\u202ex", 20), ElementsAre("[U+202E]x"));
}

TEST(Wrap, CutsAWordThatIsTooLong) {
  EXPECT_THAT(Wrap("äöüäöü xy", 4), ElementsAre("äöüä", "öü", "xy"));
  EXPECT_THAT(Wrap("", 4), ElementsAre(""));
  EXPECT_THAT(Wrap("one\ntwo", 4), ElementsAre("one", "two"));
}

TEST(Wrap, EndsWithAnIdentifierThatIsTooLong) {
  EXPECT_THAT(Wrap("see 8f4626f3-02a4-4b1c", 10), ElementsAre("see", "8f4626f3-02a4-4b1c"));
}

TEST(Wrap, HangsWhatFollowsABullet) {
  EXPECT_THAT(Wrap(" - one two three", 8), ElementsAre(" - one", "   two", "   three"));
}

// A name that a line break cuts in two cannot be copied, or compared.
TEST(Table, NeverBreaksAnIdentifier) {
  for (const std::string& name :
       {std::string("us-oh.semi-annual-review-approved"), std::string("8f4626f3-02a4-4b1c-9d0e-2f7a3c5d6e7f"),
        std::string("plan.party-missing/659c2775-0807-43b6-99db-9e0d6a371413/3e89d019-aaaa-bbbb-cccc-0123456789af")}) {
    for (size_t width = 10; width < 200; width += 5) {
      Table table({{.title = "Rule", .wraps = true}, {.title = "What", .wraps = true}, {.title = "Day"}});
      table.AddRow({absl::StrCat(name, " *"), "The review is due, and was not held in time", "2025-03-01"});
      EXPECT_THAT(table.Take(width), HasSubstr(name)) << width;
    }
  }
}

// A digest that a line break cuts in two cannot be copied, or compared.
TEST(Table, NeverBreaksADigest) {
  const std::string digest(64, 'a');
  for (size_t width = 10; width < 140; ++width) {
    EXPECT_THAT(Paragraph(absl::StrCat("A report (application/pdf, SHA-256 ", digest, ") of the clinic"), 2, width),
                ::testing::HasSubstr(digest))
        << width;
    Table table({{.title = "Document", .wraps = true}, {.title = "Kept at", .wraps = true}, {.title = "Since"}});
    table.AddRow({absl::StrCat("Report, SHA-256 ", digest, ")"), "in the cabinet of the second floor, behind the door",
                  "2025-03-01"});
    EXPECT_THAT(table.Take(width), ::testing::HasSubstr(digest)) << width;
  }
}

TEST(Table, WithoutRowsHasNoTitles) {
  Table table({{.title = "Day"}, {.title = "What"}});
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(table.Take(80), "");
  table.AddRow({});
  EXPECT_FALSE(table.empty());
  EXPECT_EQ(table.Take(80), "Day  What\n---  ----\n\n");
}

TEST(Table, CellOfSeveralLinesKeepsThem) {
  Table table({{.title = "N", .right = true}, {.title = "What"}});
  table.AddRow({"1\n22", "one\n\nthree"});
  EXPECT_EQ(table.Take(80), " N  What\n--  -----\n 1  one\n22\n    three\n");
}

// What a table promises at any width: lines fit if its columns can, no line ends with a space, and no word is lost.
TEST(Table, LinesFitAndLoseNothingAtAnyWidth) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 200; ++round) {
    const size_t width = 36 + random() % 100;
    Table table({{.title = "Name", .wraps = true}, {.title = "Day"}, {.title = "What", .wraps = true}});
    std::string words;
    for (size_t row = random() % 5 + 1; row > 0; --row) {
      std::vector<std::string> cells = {"", "2025-03-10", ""};
      for (const size_t cell : {0, 2}) {
        for (size_t word = random() % 12; word > 0; --word) {
          const std::string text(1 + random() % 9, static_cast<char>('a' + random() % 26));
          absl::StrAppend(&cells[cell], cells[cell].empty() ? "" : " ", text);
          words += text;
        }
      }
      table.AddRow(cells);
    }
    const std::string shown = table.Take(width);
    std::string letters;
    for (const absl::string_view line : absl::StrSplit(shown, '\n')) {
      EXPECT_LE(CountCodePoints(line), width) << shown;
      EXPECT_FALSE(absl::EndsWith(line, " ")) << shown;
    }
    const size_t body = shown.find('\n', shown.find('\n') + 1) + 1;
    for (const char c : shown.substr(body)) {
      if (absl::ascii_islower(static_cast<unsigned char>(c))) letters += c;
    }
    std::sort(letters.begin(), letters.end());
    std::sort(words.begin(), words.end());
    EXPECT_EQ(letters, words) << shown;
  }
}

TEST(Table, WidthsAreThoseOfCodePoints) {
  Table table({{.title = "Größe"}, {.title = "家"}});
  table.AddRow({"äöü", "🙂🙂"});
  EXPECT_EQ(table.Take(80), "Größe  家\n-----  --\näöü    🙂🙂\n");
}

// The lines of a text hold its words in order, and none is wider than asked, whatever the text.
TEST(Wrap, AnyTextFitsAndKeepsItsLetters) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 500; ++round) {
    const size_t width = 1 + random() % 30;
    std::string text;
    for (size_t i = random() % 80; i > 0; --i) text += absl::string_view("abc  -*xyz\n")[random() % 11];
    std::string letters;
    for (const std::string& line : Wrap(text, width)) {
      EXPECT_LE(line.size(), width) << "\"" << text << "\"";
      EXPECT_FALSE(absl::EndsWith(line, " ")) << "\"" << text << "\"";
      letters += line;
    }
    const auto squeezed = [](const std::string& all) { return absl::StrReplaceAll(all, {{" ", ""}, {"\n", ""}}); };
    EXPECT_EQ(squeezed(letters), squeezed(text));
  }
}

TEST(Paragraph, IndentsEveryLineThatHasText) {
  EXPECT_EQ(Paragraph("one two\n\nthree", 2, 6), "  one\n  two\n\n  thre\n  e\n");
  EXPECT_EQ(Paragraph("", 2, 6), "\n");
  EXPECT_EQ(Paragraph("ab", 8, 4), "        a\n        b\n");
}

}  // namespace
}  // namespace casejournal::services
