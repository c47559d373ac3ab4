// The page of an exhibit as a browser reads it: whatever was recorded, it is text.
#include <gmock/gmock.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exhibit/exhibit_page.h"
#include "services/pages/utf8.h"
#include "tests/support/exhibit_story.h"
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
  ExhibitStory plain = AnasExhibit();
  const std::set<std::string> elements = ElementsOf(HtmlOf(plain.Give()));

  ExhibitStory story;
  story.Record({CaseOpened("2025-03-10"), ChildJoined("2025-03-10", kHostile), NoteWritten("2025-03-11", kHostile),
                NumberGiven("2025-03-10", kHostile, ""), GoalEstablished("2025-03-10", "G", kHostile)});
  const std::string page = HtmlOf(story.Give({}, [](event::v1::DisclosureMade& made) {
    made.set_recipient(kHostile);
    made.set_purpose(kHostile);
    made.set_authority(kHostile);
    made.set_notice(kHostile);
  }));

  EXPECT_EQ(ElementsOf(page), elements);
  EXPECT_FALSE(HasUnprintable(page));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;[U+001B]]0;[U+202E]"));
}

TEST(ExhibitHtmlTest, LoadsNothingAndRunsNothing) {
  ExhibitStory story = AnasExhibit();
  const std::string page = HtmlOf(story.Give());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* loads : {"<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "http://",
                            "https://", "onload", "javascript:"}) {
    EXPECT_THAT(page, Not(HasSubstr(loads)));
  }
}

TEST(ExhibitHtmlTest, SaysWhatWasLeftOut) {
  ExhibitStory whole = AnasExhibit();
  EXPECT_THAT(HtmlOf(whole.Give()), HasSubstr("none: this is every entry of the case"));
  EXPECT_THAT(HtmlOf(whole.Give(ExhibitStory::Range(1, 2))),
              ::testing::AllOf(HasSubstr("revisions 1 to 2 (2)"), HasSubstr("revisions 0, 3 to 4"),
                               Not(HasSubstr("this is every entry"))));
}

TEST(ExhibitHtmlTest, FactsThatTheDisclosureDoesNotStateHaveNoRow) {
  ExhibitStory story = AnasExhibit();
  const std::string without = HtmlOf(story.Give());
  for (const char* row : {"<th>Authorization</th>", "<th>Labels opened by it</th>", "<th>Numbers</th>"})
    EXPECT_THAT(without, Not(HasSubstr(row)));
  const std::string with = HtmlOf(story.Give({}, [](event::v1::DisclosureMade& made) {
    made.set_authority("order of 2025-03-20");
    made.add_with_labels(event::v1::LABEL_HEALTH);
  }));
  EXPECT_THAT(with, HasSubstr("<th>Authorization</th><td>order of 2025-03-20</td>"));
  EXPECT_THAT(with, HasSubstr("<th>Labels opened by it</th><td>health</td>"));
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
