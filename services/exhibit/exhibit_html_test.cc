// The page of an exhibit as a browser reads it: whatever was recorded, it is text.
#include <gmock/gmock.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/exhibit/exhibit_page.h"
#include "services/pages/utf8.h"
#include "tests/support/exhibit_story.h"
#include "tests/support/html_links.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] = "<script>alert(\"1\")</script>&amp;\x1b]0;\xe2\x80\xae";

std::string HtmlOf(const Exhibit& exhibit) {
  const auto view = ViewExhibit(exhibit);
  EXPECT_THAT(view, IsOk());
  return view.ok() ? ExhibitPage(exhibit, *view) : "";
}

// The names of the elements of a page.
std::set<std::string> ElementsOf(const std::string& page) {
  std::set<std::string> names;
  for (size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const size_t begin = at + (page[at + 1] == '/' ? 2 : 1);
    names.insert(page.substr(begin, page.find_first_of(" >\n", begin) - begin));
  }
  return names;
}

TEST(ExhibitHtmlTest, WhatWasRecordedIsTextAndNeverAnElement) {
  ExhibitStory story;
  story.Record({CaseOpened("2025-03-10"), ChildJoined("2025-03-10", kHostile), NoteWritten("2025-03-11", kHostile),
                NumberGiven("2025-03-10", kHostile, ""), GoalEstablished("2025-03-10", "G", kHostile)});
  const std::string page = HtmlOf(story.Give({}, [](event::v1::DisclosureMade& made) {
    made.set_recipient(kHostile);
    made.set_purpose(kHostile);
    made.set_authority(kHostile);
    made.set_notice(kHostile);
  }));

  EXPECT_THAT(
      ElementsOf(page),
      ::testing::IsSubsetOf({"!DOCTYPE", "html", "head",  "meta",  "title",    "style", "body", "header", "main",
                             "nav",      "h1",   "h2",    "h3",    "h4",       "p",     "ul",   "li",     "div",
                             "table",    "col",  "thead", "tbody", "tr",       "th",    "td",   "b",      "s",
                             "code",     "a",    "br",    "wbr",   "colgroup", "time",  "span", "figure", "svg",
                             "desc",     "g",    "rect",  "path",  "text"}));
  EXPECT_FALSE(HasUnprintable(page));
  EXPECT_THAT(absl::StrReplaceAll(page, {{"<wbr>", ""}}),
              HasSubstr("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;[U+001B]]0;[U+202E]"));
}

TEST(ExhibitHtmlTest, LoadsNothingAndRunsNothing) {
  ExhibitStory story = AnasExhibit();
  // The name of a language is no address, and the code of the digest is in the file itself.
  const std::string page = absl::StrReplaceAll(HtmlOf(story.Give()), {{"xmlns=\"http://www.w3.org/2000/svg\"", ""},
                                                                      {"xmlns='http://www.w3.org/2000/svg'", ""},
                                                                      {"url(\"data:image/svg+xml,", ""}});
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* loads : {"<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "http://", "https://",
                            "onload", "javascript:"}) {
    EXPECT_THAT(page, Not(HasSubstr(loads)));
  }
  ExpectLinksResolve(page);
}

TEST(ExhibitHtmlTest, SaysWhatWasLeftOut) {
  ExhibitStory whole = AnasExhibit();
  EXPECT_THAT(HtmlOf(whole.Give()), HasSubstr("none: this is every entry of the case"));
  EXPECT_THAT(HtmlOf(whole.Give(ExhibitStory::Range(1, 2))),
              ::testing::AllOf(HasSubstr("revisions <a href=\"#r1\">1</a> to <a href=\"#r2\">2</a> (2)"),
                               HasSubstr("revisions <a href=\"#r0\">0</a>, <a href=\"#r3\">3</a> to "
                                         "<a href=\"#r3\">4</a>"),
                               Not(HasSubstr("this is every entry"))));
}

TEST(ExhibitHtmlTest, FactsThatTheDisclosureDoesNotStateHaveNoRow) {
  ExhibitStory story = AnasExhibit();
  const std::string without = HtmlOf(story.Give());
  for (const char* row : {"<th scope=\"row\">Authorization</th>", "<th scope=\"row\">Labels opened by it</th>",
                          "<th scope=\"row\">Numbers</th>"})
    EXPECT_THAT(without, Not(HasSubstr(row)));
  const std::string with = HtmlOf(story.Give({}, [](event::v1::DisclosureMade& made) {
    made.set_authority("order of 2025-03-20");
    made.add_with_labels(event::v1::LABEL_HEALTH);
  }));
  EXPECT_THAT(with, HasSubstr("<th scope=\"row\">Authorization</th><td>order of <time>2025-03-20</time></td>"));
  EXPECT_THAT(with, HasSubstr("<th scope=\"row\">Labels opened by it</th><td>health</td>"));
}

// Who suffers: a reader of an entry who does not know that the next page takes it back.
TEST(ExhibitHtmlTest, WhatBecameOfAnEntryStandsAtTheEntryWithLinksBothWays) {
  ExhibitStory story;
  story.Record({CaseOpened("2025-03-10"), ChildJoined("2025-03-10", "Ana"), NoteWritten("2025-03-11", "She came once."),
                NoteWritten("2025-03-12", "She never came.")});
  story.Record({Correcting(2, NoteWritten("2025-03-11", "She came twice."))});
  story.Record({Retracting(3)});
  const std::string page = HtmlOf(story.Give());

  EXPECT_THAT(page, HasSubstr("<b>CORRECTED by </b><a href=\"#r4\">revision 4</a>, whose words count."));
  EXPECT_THAT(page, HasSubstr("Corrects the entry of <a href=\"#r2\">revision 2</a>."));
  EXPECT_THAT(page,
              HasSubstr("<tbody id=\"r3\" class=\"l0 with-more struck\"><tr><td class=\"unbroken\"><s>3</s></td>"));
  EXPECT_THAT(page, HasSubstr("<b>WITHDRAWN by </b><a href=\"#r5\">revision 5</a>."));
  EXPECT_THAT(page, HasSubstr("Withdraws the entry of <a href=\"#r3\">revision 3</a>."));
  EXPECT_THAT(page, HasSubstr("<a href=\"#r3\">Entry 3</a> was withdrawn"));
  ExpectLinksResolve(page);
}

TEST(ExhibitHtmlTest, EntriesThatWereLeftOutHaveARowThatSaysSo) {
  ExhibitStory story = AnasExhibit();
  EXPECT_THAT(HtmlOf(story.Give(ExhibitStory::Range(1, 2))),
              HasSubstr("<tbody id=\"r3\" class=\"l0 with-more\"><tr><td class=\"unbroken\">3 to 4</td>"
                        "<td class=\"unbroken\"></td><td><b>Left out.</b></td></tr>"));
}

// An id says nothing to people, and a page that has many is read by nobody.
TEST(ExhibitHtmlTest, IdsAreOnlyInCode) {
  ExhibitStory story = AnasExhibit();
  std::string page = HtmlOf(story.Give());
  for (size_t at = page.find("<code>"); at != std::string::npos; at = page.find("<code>"))
    page.erase(at, page.find("</code>", at) + 7 - at);
  EXPECT_THAT(page, Not(::testing::ContainsRegex("[0-9a-f]{8}-[0-9a-f]{4}-")));
}

TEST(ExhibitHtmlTest, TimesAreThoseOfTheJournal) {
  ExhibitStory story = AnasExhibit();
  const std::string page = HtmlOf(story.Give());
  EXPECT_THAT(page, HasSubstr(" EDT"));
  EXPECT_THAT(page, Not(HasSubstr(" UTC")));
}

TEST(ExhibitHtmlTest, NamesTheCheckpointByItsSizeAndRoot) {
  ExhibitStory story = AnasExhibit();
  const std::string page = HtmlOf(story.Give());
  const eventstore::Checkpoint checkpoint = story.journal.CheckpointOf(story.journal.entries().size());
  EXPECT_THAT(page, HasSubstr(absl::StrCat(checkpoint.size, " entries, root <code>", eventstore::HexOf(checkpoint.root),
                                           "</code>")));
  EXPECT_THAT(page, HasSubstr("in the journal <b>journal.test/wren</b>"));
}

}  // namespace
}  // namespace casejournal::services
