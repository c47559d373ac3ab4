#include "services/pages/table.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

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

  EXPECT_EQ(table.Take(30),
            "Number                         What\n"
            "-----------------------------  ----------\n"
            "25JU-01-0123-4567890123456789  a b c d e\n"
            "                               f g h\n");
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

TEST(Wrap, HangsWhatFollowsABullet) {
  EXPECT_THAT(Wrap(" - one two three", 8), ElementsAre(" - one", "   two", "   three"));
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

}  // namespace
}  // namespace casejournal::services
