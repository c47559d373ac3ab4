#include "services/pages/html_layout.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/digest_code/digest_code.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/utf8.h"
#include "tests/support/html_links.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::ExpectLinksResolve;
using casejournal::testing::ValuesOf;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kHostileText[] = "</style><script>alert(\"1\")</script>&amp;\\\x1b]0;\xe2\x80\xae\nx";

Document WithBlocks(Blocks blocks) {
  Document document;
  document.title = "A page";
  document.blocks = std::move(blocks);
  return document;
}

Document::Table TwoRows() {
  Document::Table table{.columns = {{.title = "Revision", .right = true}, {.title = "What", .wraps = true}}};
  table.Add({"3", "Ana moved"}).anchor = "r3";
  table.Add({"4", "Entry 3 was withdrawn"}).anchor = "r4";
  return table;
}

TEST(HtmlLayoutTest, SaysItsLanguageAndTitleAndLoadsNothing) {
  Document document = WithBlocks({});
  document.language = "es";
  document.caption = {"of Ana"};
  const std::string html = HtmlOf(document);
  EXPECT_THAT(
      html, AllOf(StartsWith("<!DOCTYPE html>\n<html lang=\"es\">"), HasSubstr("<title>A page</title>"),
                  HasSubstr("<h1>A page</h1>\n<p class=\"caption\">of Ana</p>"),
                  HasSubstr("default-src 'none'; img-src data:; style-src 'unsafe-inline'"), HasSubstr("\"Página \"")));
  for (const char* loads : {"<script", "<link", "<img", "src=", "url(", "@import", "http:", "https:"})
    EXPECT_THAT(html, Not(HasSubstr(loads)));
}

// In a margin of each page, as an image that is in the file, and at the end: the same modules.
TEST(HtmlLayoutTest, HasTheCodeOfItsDigestTwice) {
  Document document = WithBlocks({});
  document.digest = std::string(64, 'a');
  const std::string path = PathOfCode(*CodeOfDigest(document.digest));
  const std::string html = HtmlOf(document);
  EXPECT_THAT(html, HasSubstr("@bottom-right { content: url(\"data:image/svg+xml,%3Csvg xmlns='"));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("%3Cpath d='", path, "'/%3E%3C/svg%3E\")")));
  EXPECT_THAT(html, HasSubstr("<svg class=\"code\" role=\"img\" aria-label=\"Digest\""));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("<path d=\"", path, "\"/></svg>")));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("<code>", document.digest, "</code>")));
  document.digest = "";
  EXPECT_THAT(HtmlOf(document), AllOf(Not(HasSubstr("<svg")), Not(HasSubstr("%3Csvg"))));
}

TEST(HtmlLayoutTest, WhateverATextSaysIsText) {
  Document::Table table{.columns = {{.title = kHostileText}}};
  Document::Row& row = table.Add({kHostileText});
  row.details = {{.text = kHostileText}};
  row.anchor = kHostileText;
  Document::Facts facts;
  facts.Add(kHostileText, kHostileText);
  Document document = WithBlocks({Document::Heading{.text = kHostileText, .anchor = "\"><script>"}, facts, table,
                                  Document::Paragraph{.text = kHostileText}, Document::Notice{.text = kHostileText},
                                  Document::Figure{.svg = "<svg></svg>", .words = kHostileText}});
  document.language = document.title = document.running_head = document.digest = document.digest_of = kHostileText;
  document.caption = {kHostileText};
  const std::string html = HtmlOf(document);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_FALSE(HasUnprintable(html));
  EXPECT_EQ(html.find("</style>"), html.rfind("</style>"));
  EXPECT_THAT(
      absl::StrReplaceAll(html, {{"<wbr>", ""}}),
      HasSubstr("<p>&lt;/style&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;\\[U+001B]]0;[U+202E]"
                "<br>x</p>"));
  EXPECT_THAT(html, HasSubstr("content: \"\\3c /style\\3e \\3c script\\3e alert(\\22 1\\22 )"));
}

TEST(HtmlLayoutTest, SameDocumentGivesTheSameBytes) {
  const Document document = WithBlocks({Document::Heading{.text = "Entries"}, TwoRows()});
  EXPECT_EQ(HtmlOf(document), HtmlOf(document));
}

TEST(HtmlLayoutTest, LinksLeadToAnchorsOrAreWords) {
  const Document::Paragraph paragraph{
      .text = std::vector<Document::Span>{{.text = "revision 3", .link = "r3"}, {.text = "revision 9", .link = "r9"}}};
  const std::string html = HtmlOf(WithBlocks({paragraph, TwoRows()}));
  EXPECT_THAT(html, HasSubstr("<p><a href=\"#r3\">revision 3</a>revision 9</p>"));
  ExpectLinksResolve(html);
}

TEST(HtmlLayoutTest, TitlesOfColumnsStandOnEachPageAndARowStaysWhole) {
  const std::string html = HtmlOf(WithBlocks({TwoRows()}));
  EXPECT_THAT(html,
              AllOf(HasSubstr("<thead><tr><th scope=\"col\" class=\"right unbroken\">Revision</th>"
                              "<th scope=\"col\">What</th></tr></thead>"),
                    HasSubstr("thead { display: table-header-group; }"), HasSubstr("tbody { break-inside: avoid; }"),
                    HasSubstr("h1, h2, h3, h4 { break-after: avoid;"),
                    HasSubstr("<tbody id=\"r3\" class=\"l0\"><tr><td class=\"right unbroken\">3</td>"
                              "<td>Ana moved</td></tr></tbody>")));
}

TEST(HtmlLayoutTest, CellsOfAWithdrawnRowAreStruckAndItsDetailsAreNot) {
  Document::Table table = TwoRows();
  table.rows[0].struck = true;
  table.rows[0].details = {{.text = "WITHDRAWN by revision 4"}};
  EXPECT_THAT(HtmlOf(WithBlocks({table})),
              HasSubstr("<tbody id=\"r3\" class=\"l0 with-more struck\"><tr><td class=\"right unbroken\"><s>3</s></td>"
                        "<td><s>Ana moved</s></td></tr>\n<tr class=\"more\"><td colspan=\"2\">\n"
                        "<p>WITHDRAWN by revision 4</p>\n</td></tr></tbody>"));
}

TEST(HtmlLayoutTest, BulletsThatFollowOneAnotherAreOneList) {
  const auto item = [](const char* words, int indent) {
    return Document::Paragraph{.text = words, .indent = indent, .bullet = true};
  };
  EXPECT_THAT(HtmlOf(WithBlocks({item("a", 1), item("b", 1), item("c", 2), Document::Paragraph{.text = "d"}})),
              HasSubstr("<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ul class=\"i2\">\n<li>c</li>\n</ul>\n<p>d</p>\n"));
}

TEST(HtmlLayoutTest, DigestIsOneRunOfCode) {
  const std::string digest(64, 'a');
  Document document = WithBlocks({Document::Paragraph{.text = absl::StrCat("SHA-256 ", digest)}});
  document.digest = std::string(64, 'b');
  document.digest_of = "the text";
  const std::string html = HtmlOf(document);
  EXPECT_THAT(html,
              HasSubstr(absl::StrCat("<p><span class=\"unbroken\">SHA-256</span> <code>", digest, "</code></p>")));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("Digest (the text): <code>", document.digest, "</code>")));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("content: \"Digest (the text): ", document.digest, "\"")));
}

TEST(HtmlLayoutTest, LongWordCanBeBrokenAndCopiesAsItIs) {
  const std::string html = HtmlOf(WithBlocks({Document::Paragraph{.text = std::string(70, 'w')}}));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("<p>", std::string(30, 'w'), "<wbr>", std::string(30, 'w'), "<wbr>",
                                           std::string(10, 'w'), "</p>")));
}

TEST(HtmlLayoutTest, DaysAndNumbersOfACourtAreNotBrokenAtTheirHyphens) {
  EXPECT_THAT(HtmlOf(WithBlocks({Document::Paragraph{.text = "held 2025-03-10, in-home, 23-JV-0117 (2025-04-01)"}})),
              HasSubstr("<p>held <time>2025-03-10</time>, in-home, <span class=\"unbroken\">23-JV-0117</span> "
                        "(<time>2025-04-01</time>)</p>"));
}

// Else names and days wrap next to a column that is nearly empty.
TEST(HtmlLayoutTest, AColumnWithShortLinesIsNotBrokenAndAnEmptyOneIsLeftOut) {
  Document::Table table{.columns = {{.title = "Who", .wraps = true},
                                    {.title = "Received", .wraps = true},
                                    {.title = "What", .wraps = true}}};
  table.Add({"Shannon Pruitt", "", "a long account of what she did"});
  const std::string html = HtmlOf(WithBlocks({table}));
  EXPECT_THAT(html, HasSubstr("<td class=\"unbroken\">Shannon Pruitt</td><td>a long account of what she did</td>"));
  EXPECT_THAT(html, Not(HasSubstr("Received")));
}

TEST(HtmlLayoutTest, LongDocumentHasAListOfContents) {
  Blocks blocks;
  for (int i = 0; i < 5; ++i) blocks.emplace_back(Document::Heading{.text = absl::StrCat("Part ", i)});
  EXPECT_THAT(HtmlOf(WithBlocks(blocks)), Not(HasSubstr("<nav")));
  blocks.emplace_back(Document::Heading{.level = 3, .text = "Last", .anchor = "last"});
  const std::string html = HtmlOf(WithBlocks(blocks));
  EXPECT_THAT(html, AllOf(HasSubstr("<nav aria-label=\"Contents\">"),
                          HasSubstr("<li class=\"l2\"><a href=\"#section-1\">Part 0</a></li>"),
                          HasSubstr("<li class=\"l3\"><a href=\"#last\">Last</a></li>"),
                          HasSubstr("<h2 id=\"section-1\">Part 0</h2>"), HasSubstr("<h3 id=\"last\">Last</h3>")));
  ExpectLinksResolve(html);
}

TEST(HtmlLayoutTest, OutlineIsIndentedAndGivesTheRestToItsFirstColumn) {
  Document::Table table{.columns = {{.title = "Goal", .wraps = true}, {.title = "Who", .wraps = true, .width = 22}},
                        .outline = true};
  Document::Row& row = table.Add({"Drive", "Maria"});
  row.level = 2;
  row.bullet = true;
  EXPECT_THAT(HtmlOf(WithBlocks({table})),
              AllOf(HasSubstr("<colgroup><col><col style=\"width: 22%\"></colgroup>"),
                    HasSubstr("<tbody class=\"l2\"><tr><td>• Drive</td><td>Maria</td></tr></tbody>")));
}

// A figure says to those who do not see it what it shows.
TEST(HtmlLayoutTest, FigureHasItsWords) {
  EXPECT_THAT(HtmlOf(WithBlocks({Document::Figure{.svg = "<svg></svg>", .words = "Ana in care"}})),
              HasSubstr("<figure role=\"img\" aria-label=\"Ana in care\"><svg></svg></figure>"));
}

TEST(HtmlLayoutTest, AnyPlanIsAPageWhoseLinksResolve) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t i = 0; i < 20; ++i) {
    casejournal::testing::RandomCase random(seed + i);
    const v1::CasePlan plan = casejournal::testing::BuildCase(random.Events(60)).record().plan();
    const std::string html = HtmlOf(PlanDocumentOf(plan, {}));
    SCOPED_TRACE(seed + i);
    ExpectLinksResolve(html);
    EXPECT_THAT(ValuesOf(html, "href"), Each(StartsWith("#")));
    EXPECT_FALSE(HasUnprintable(html));
  }
}

}  // namespace
}  // namespace casejournal::services
