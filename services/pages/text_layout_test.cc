#include "services/pages/text_layout.h"

#include <gmock/gmock.h>

#include "absl/strings/str_split.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;

Document::Paragraph Detail(const char* words) { return {.text = words, .indent = 1, .bullet = true}; }

TEST(TextLayoutTest, HeadingStandsAfterAnEmptyLineAndItsBlocksAreIndented) {
  EXPECT_EQ(TextOf({Document::Heading{.text = "Needs"}, Document::Paragraph{.text = "none\nyet", .indent = 1},
                    Document::Paragraph{.text = "The end.", .apart = true}},
                   40),
            "\nNeeds\n  none\n  yet\n\nThe end.\n");
}

TEST(TextLayoutTest, FactsStandInTwoColumns) {
  Document::Facts facts;
  facts.Add("Status", "open since 2025-01-15, episode 2");
  facts.Add("A label longer than its column", "yes");
  EXPECT_EQ(TextOf({facts}, 40),
            "  Status          open since 2025-01-15,\n                  episode 2\n"
            "  A label longer than its column yes\n");
}

TEST(TextLayoutTest, BulletsHang) {
  EXPECT_EQ(TextOf({Document::Paragraph{.text = "one two three four", .indent = 2, .bullet = true}}, 16),
            "    - one two\n      three four\n");
}

TEST(TextLayoutTest, NoLineOfATableIsWiderThanThePage) {
  Document::Table table{
      .columns = {{.title = "Child"}, {.title = "What", .wraps = true}, {.title = "Why", .wraps = true}}};
  table.Add({"Ana", std::string(40, 'w') + " and so on", "because it is as it is, and will be"});
  for (size_t width = 40; width < 130; ++width) {
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(TextOf({table}, width), '\n')))
      EXPECT_LE(CountCodePoints(line), width) << line;
  }
}

TEST(TextLayoutTest, DetailsStandBelowTheirRow) {
  Document::Table table{.columns = {{.title = "Goal", .wraps = true}, {.title = "When", .wraps = true, .width = 10}},
                        .outline = true};
  table.Add({"Safe", "2025"}).details = {Detail("shown by: sixteen weeks without a call to the police")};
  Document::Row& row = table.Add({"Drive", "2026"});
  row.level = 2;
  row.bullet = true;
  row.details = {Detail("place: here")};
  EXPECT_EQ(TextOf({table}, 50),
            "  Goal                                  When\n"
            "  ------------------------------------  ----------\n"
            "  Safe                                  2025\n"
            "    - shown by: sixteen weeks without a call to\n"
            "      the police\n"
            "      * Drive                           2026\n"
            "        - place: here\n");
}

TEST(TextLayoutTest, LeavesOutColumnsWithoutText) {
  Document::Table table{.columns = {{.title = "Child"}, {.title = "Level"}, {.title = "Since"}}};
  table.Add({"Ana", "", "2025-01-15"});
  table.Add({"Ben", "", ""});
  EXPECT_EQ(TextOf({table}, 60),
            "  Child  Since\n"
            "  -----  ----------\n"
            "  Ana    2025-01-15\n"
            "  Ben\n");
}

TEST(TextLayoutTest, TheLongestTextsOfAWideTableStandBelowTheirRows) {
  Document::Table table{.columns = {{.title = "Child"},
                                    {.title = "Reason", .wraps = true},
                                    {.title = "Manner", .wraps = true},
                                    {.title = "Since"}}};
  table.Add({"Ana", "she knows and trusts her aunt, who can take her tonight", "by agreement", "2025-01-15"})
      .details = {Detail("asked first: her aunt")};
  table.Add({"Ben", "", "by order", "2025-01-16"});
  EXPECT_EQ(TextOf({table}, 50),
            "  Child  Manner        Since\n"
            "  -----  ------------  ----------\n"
            "  Ana    by agreement  2025-01-15\n"
            "    Reason: she knows and trusts her aunt, who can\n"
            "    take her tonight\n"
            "    - asked first: her aunt\n"
            "  Ben    by order      2025-01-16\n");
  EXPECT_THAT(TextOf({table}, 120), HasSubstr("Child  Reason "));
}

TEST(TextLayoutTest, HeadingsAreBoldInColor) {
  Document::Facts facts;
  facts.Add("Status", "open");
  Document::Table table{.columns = {{.title = "Order"}}};
  table.Add({"custody"}).struck = true;
  EXPECT_EQ(TextOf({Document::Heading{.text = "Court"}, facts, table}, 40, /*color=*/true),
            "\n\x1b[1mCourt\x1b[0m\n"
            "  \x1b[1mStatus\x1b[0m          open\n"
            "  \x1b[1mOrder\x1b[0m\n"
            "  -------\n"
            "  \x1b[2mcustody\x1b[0m\n");
}

TEST(TextLayoutTest, LooksAndLinksAreOnlyWords) {
  const Document::Text text(std::vector<Document::Span>{
      {.text = "by ", .look = Document::Look::kBold}, {.text = "revision 3", .link = "r3"}, {.text = "."}});
  EXPECT_EQ(TextOf({Document::Paragraph{.text = text}}, 40), "by revision 3.\n");
}

TEST(TextLayoutTest, FigureIsItsWords) {
  const std::string page = TextOf({Document::Figure{.svg = "<svg/>", .words = "Ana in care since 2025"}}, 60);
  EXPECT_EQ(page, "  Ana in care since 2025\n");
}

TEST(TextLayoutTest, WhatIsShownIsPrintable) {
  Document::Table table{.columns = {{.title = "A"}}};
  table.Add({"\x1b]0;"});
  const std::string page = TextOf({Document::Heading{.text = "\x1b"}, table, Document::Notice{.text = "\x07"}}, 60);
  EXPECT_FALSE(HasUnprintable(page));
  EXPECT_THAT(page, HasSubstr("[U+001B]]0;"));
}

}  // namespace
}  // namespace casejournal::services
