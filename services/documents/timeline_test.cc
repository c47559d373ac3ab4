#include "services/documents/timeline.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projections/events/event_words.h"
#include "services/documents/free_rows.h"
#include "services/documents/timeline_drawing.h"
#include "services/documents/timeline_facts.h"
#include "services/pages/utf8.h"
#include "tests/support/timeline_stories.h"

namespace casejournal::services {
namespace {

using ::casejournal::testing::TenYears;
using ::casejournal::testing::TimelineStory;
using ::casejournal::testing::TwoMonths;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] = "<script>alert(\"1\")</script>&amp;'\x1b]0;\xe2\x80\xae\xEF\xBF\xBF\n";

TimelineView ViewOf(const TimelineStory& story) {
  TimelineView view{story.plan, story.due};
  view.name = "25-JV-0001";
  view.on = story.on;
  return view;
}

std::string SvgOf(const TimelineStory& story, const std::string& language = "en") {
  TimelineView view = ViewOf(story);
  view.language = language;
  return TimelineSvg(view);
}

TimelineDrawing DrawingOf(const TimelineView& view) { return Draw(FactsOf(view), view.language); }

size_t CountOf(absl::string_view text, absl::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != absl::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// The names of the elements.
std::set<std::string> ElementsIn(const std::string& svg) {
  std::set<std::string> names;
  for (size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
    const size_t begin = at + (svg[at + 1] == '/' ? 2 : 1);
    names.insert(svg.substr(begin, svg.find_first_of(" >/\n", begin) - begin));
  }
  return names;
}

bool Overlap(const Box& a, const Box& b) {
  constexpr double kRounding = 0.05;
  return a.left < b.right - kRounding && b.left < a.right - kRounding && a.top < b.bottom - kRounding &&
         b.top < a.bottom - kRounding;
}

std::vector<std::string> OverlapsIn(const TimelineDrawing& drawing) {
  std::vector<std::string> overlaps;
  for (size_t i = 0; i < drawing.texts.size(); ++i) {
    const DrawnText& text = drawing.texts[i];
    if (text.box.left < 0 || text.box.right > kPageWidth || text.box.top < 0 || text.box.bottom > drawing.height)
      overlaps.push_back(absl::StrCat(text.text, " and the edge"));
    for (size_t j = i + 1; j < drawing.texts.size(); ++j) {
      if (Overlap(text.box, drawing.texts[j].box))
        overlaps.push_back(absl::StrCat(text.text, " and ", drawing.texts[j].text));
    }
    for (const Box& symbol : drawing.symbols) {
      if (Overlap(text.box, symbol)) overlaps.push_back(absl::StrCat(text.text, " and a symbol"));
    }
  }
  for (size_t i = 0; i < drawing.symbols.size(); ++i) {
    for (size_t j = i + 1; j < drawing.symbols.size(); ++j) {
      if (Overlap(drawing.symbols[i], drawing.symbols[j])) overlaps.push_back("two symbols");
    }
  }
  return overlaps;
}

const TimelineRow* RowNamed(const TimelineFacts& facts, size_t lane, absl::string_view title) {
  for (const TimelineRow& row : facts.lanes[lane].rows) {
    if (row.title == title) return &row;
  }
  return nullptr;
}

std::vector<std::string> BarsOf(const TimelineRow* row) {
  std::vector<std::string> bars;
  if (row == nullptr) return bars;
  for (const TimelineBar& bar : row->bars) bars.push_back(absl::StrCat(DaysOf(bar, "en"), " ", bar.words));
  return bars;
}

TEST(TimelineTest, TheSameViewGivesTheSameBytes) {
  EXPECT_EQ(SvgOf(TenYears()), SvgOf(TenYears()));
  EXPECT_EQ(SvgOf(TwoMonths(), "es"), SvgOf(TwoMonths(), "es"));
}

TEST(TimelineTest, NothingOverlapsInTenYearsWithThreeChildren) {
  const TimelineStory story = TenYears();
  for (const char* language : {"en", "es"}) {
    TimelineView view = ViewOf(story);
    view.language = language;
    EXPECT_THAT(OverlapsIn(DrawingOf(view)), ElementsAre()) << language;
  }
}

TEST(TimelineTest, NothingOverlapsInTwoMonthsWithOneChild) {
  const TimelineStory story = TwoMonths();
  EXPECT_THAT(OverlapsIn(DrawingOf(ViewOf(story))), ElementsAre());
}

TEST(TimelineTest, NothingOverlapsWhicheverDaysAreDrawn) {
  const TimelineStory story = TenYears();
  TimelineView view = ViewOf(story);
  for (int days = 1; days < 9000; days = days * 3 + 7) {
    view.from = "2018-11-01";
    view.until = TimelineStory::Later(view.from, days);
    EXPECT_THAT(OverlapsIn(DrawingOf(view)), ElementsAre()) << days;
  }
}

// Who suffers: whoever is given the file, and takes what is drawn for all that there is, or passes it on.
TEST(TimelineTest, WhatIsWithheldAndTheNoticeStandBelowTheDrawing) {
  const TimelineStory story = TwoMonths();
  TimelineView view = ViewOf(story);
  const double height = DrawingOf(view).height;
  const std::string without = TimelineSvg(view);
  view.remarks = {"2 entries of this case are withheld from you.", std::string(1'200, 'w') + " " + kHostile};
  const TimelineDrawing drawing = DrawingOf(view);
  EXPECT_THAT(OverlapsIn(drawing), ElementsAre());
  EXPECT_GT(drawing.height, height + 100);
  EXPECT_GT(drawing.texts.size(), DrawingOf(ViewOf(story)).texts.size() + 3);
  const std::string svg = TimelineSvg(view);
  EXPECT_EQ(CountOf(svg, "2 entries of this case are withheld from you."), 2) << "drawn, and in the words for all";
  EXPECT_EQ(ElementsIn(svg), ElementsIn(without)) << "no word is an element";
}

TEST(TimelineTest, LongNamesOverlapNothing) {
  TimelineStory story = TwoMonths();
  const std::string name = "Wilhelmina Alexandra Montgomery-Featherstonehaugh of the Lower Valley ";
  story.plan.mutable_participants(0)->set_name(absl::StrCat(name, name, name));
  story.plan.mutable_placements(0)->mutable_terms()->set_with_whom(absl::StrCat(name, name, name, name, name, name));
  story.plan.set_agency(absl::StrCat(name, name, name));
  for (v1::DocketItem& item : story.due) item.set_title(absl::StrCat(name, name, item.title()));
  EXPECT_THAT(OverlapsIn(DrawingOf(ViewOf(story))), ElementsAre());
}

TEST(TimelineTest, EverythingOfThePlanAndTheDocketIsInTheDrawing) {
  const TimelineStory story = TenYears();
  const std::string svg = SvgOf(story);
  const auto titled = [&](const std::string& from, const std::string& until, const std::string& words) {
    const std::string days = until.empty() ? absl::StrCat("since ", from) : absl::StrCat(from, " – ", until);
    EXPECT_THAT(svg, HasSubstr(absl::StrCat("<g><title>", days, ": ", words)));
  };
  for (const v1::Removal& removal : story.plan.removals()) titled(removal.removed_on(), removal.ended_on(), "in care");
  for (const v1::Placement& placement : story.plan.placements())
    titled(placement.began_on(), placement.ended_on(), placement.terms().with_whom());
  for (const v1::PlacementAbsence& absence : story.plan.absences()) titled(absence.began_on(), absence.ended_on(), "");
  for (const v1::Hearing& hearing : story.plan.hearings()) {
    const std::string& day = hearing.held_on().empty() ? hearing.set().held_on() : hearing.held_on();
    EXPECT_THAT(svg, HasSubstr(absl::StrCat("<g><title>", day, ": ", projections::EnumWords(hearing.kind()))));
  }
  for (const v1::Meeting& meeting : story.plan.meetings())
    EXPECT_THAT(svg,
                HasSubstr(absl::StrCat("<g><title>", meeting.held_on(), ": ", projections::EnumWords(meeting.kind()))));
  int journalized = 0;
  for (const v1::PlanVersion& version : story.plan.versions()) {
    EXPECT_THAT(svg, HasSubstr(absl::StrCat("<g><title>", version.drawn_up_on(), ": case plan ", version.label())));
    for (const v1::JournalEntry& entry : version.journal_entries()) {
      ++journalized;
      EXPECT_THAT(svg, HasSubstr(absl::StrCat("<g><title>", entry.on(), ": case plan ", version.label(), ", journal")));
    }
  }
  for (const v1::Order& order : story.plan.orders())
    EXPECT_THAT(svg, HasSubstr(projections::EnumWords(order.terms().kind())));
  // One element for each thing, and one for each time in which a version bound.
  const TimelineFacts facts = FactsOf(ViewOf(story));
  EXPECT_EQ(facts.outside, 0u);
  size_t bound = 0;
  for (size_t lane = 1; lane < facts.lanes.size(); ++lane)
    bound += BarsOf(RowNamed(facts, lane, "Plan in force")).size();
  const int things = story.plan.removals_size() + story.plan.placements_size() + story.plan.absences_size() +
                     story.plan.orders_size() + story.plan.hearings_size() + story.plan.meetings_size() +
                     story.plan.versions_size() + journalized + story.due.size() + 1;
  EXPECT_EQ(CountOf(svg, "<g><title>") + facts.later.size(), bound + static_cast<size_t>(things));
}

TEST(TimelineTest, WhatWasRecordedIsTextAndNeverAnElement) {
  const std::set<std::string> elements = ElementsIn(SvgOf(TwoMonths()));
  TimelineStory story = TwoMonths();
  story.plan.set_agency(kHostile);
  story.plan.mutable_participants(0)->set_name(kHostile);
  for (v1::Placement& placement : *story.plan.mutable_placements()) placement.mutable_terms()->set_with_whom(kHostile);
  for (v1::PlanVersion& version : *story.plan.mutable_versions()) version.set_label(kHostile);
  for (v1::Complaint& complaint : *story.plan.mutable_complaints()) complaint.set_court_number(kHostile);
  for (v1::Order& order : *story.plan.mutable_orders()) order.mutable_terms()->set_to(kHostile);
  for (v1::DocketItem& item : story.due) {
    item.set_title(kHostile);
    item.set_due_time(kHostile);
    item.mutable_met_by()->set_day(kHostile);
  }
  TimelineView view = ViewOf(story);
  view.name = kHostile;
  const std::string svg = TimelineSvg(view);

  EXPECT_EQ(ElementsIn(svg), elements);
  EXPECT_FALSE(HasUnprintable(svg));
  EXPECT_EQ(FirstInvalidByte(svg), svg.size());
  EXPECT_THAT(svg, Not(HasSubstr("\xEF\xBF\xBF")));
  EXPECT_THAT(svg, HasSubstr("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;[U+001B]]0;[U+202E]"));
}

TEST(TimelineTest, LoadsNothingAndRunsNothing) {
  const std::string svg = SvgOf(TenYears());
  EXPECT_EQ(ElementsIn(svg),
            (std::set<std::string>{"?xml", "svg", "title", "desc", "style", "rect", "path", "g", "text"}));
  for (const char* part : {"href", "url(", "@import", "@font-face", "onload", "data:"}) {
    EXPECT_THAT(svg, Not(HasSubstr(part)));
  }
  EXPECT_EQ(CountOf(svg, "http"), 1u) << "only the namespace";
  EXPECT_EQ(CountOf(svg, "font-family:"), CountOf(svg, "font-family:sans-serif"));
}

TEST(TimelineTest, IsDarkOnADarkScreenAndLightOnPaper) {
  const std::string svg = SvgOf(TwoMonths());
  EXPECT_EQ(CountOf(svg, "@media"), 1u);
  EXPECT_THAT(svg, HasSubstr("@media screen and (prefers-color-scheme:dark){"));
}

TEST(TimelineTest, SaysInWordsWhatItShows) {
  const std::string svg = SvgOf(TwoMonths());
  EXPECT_THAT(svg, HasSubstr("aria-labelledby=\"t-title t-desc\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"t-title\">Timeline of case 25-JV-0001</title>"));
  EXPECT_THAT(svg,
              HasSubstr("\nAna Lopez.\nIn care: since 2026-01-16 in care.\nPlaced with: 2026-01-16 – 2026-01-19 "
                        "Harbor House, group home shelter; since 2026-01-19 Rosa Medina, her aunt, relative home."));
}

TEST(TimelineTest, ItsHeadingsAreInTheLanguageAskedFor) {
  const std::string svg = SvgOf(TenYears(), "es");
  EXPECT_THAT(svg, HasSubstr(" lang=\"es\" xml:lang=\"es\" "));
  for (const char* words :
       {"Cronología del caso 25-JV-0001", ">Bajo cuidado<", "hogar de crianza", "audiencia de revisión",
        "plazo: cumplido tarde", "revisión semestral", "plan del caso 1.0"}) {
    EXPECT_THAT(svg, HasSubstr(words));
  }
  // Titles of rules are words of the rule files, in their language.
  for (const char* words : {"in care", "home", "custody", "hearing", "due:", "plan version", "Still to come"}) {
    EXPECT_THAT(absl::StrSplit(svg, "</style>"), Not(::testing::Contains(HasSubstr(absl::StrCat(">", words)))));
  }
}

TEST(TimelineTest, EachMarkHasItsOwnShape) {
  std::set<std::string> drawn;
  constexpr int kShapes = static_cast<int>(MarkShape::kExcepted) + 1;
  for (int shape = 0; shape < kShapes; ++shape) {
    SvgCanvas canvas;
    canvas.Symbol(static_cast<MarkShape>(shape), 0, 0);
    // Without the classes, which have the colors; hollow and filled differ.
    std::string paths;
    for (const absl::string_view part : absl::StrSplit(canvas.elements(), "<path ")) {
      const size_t path = part.find(" d=");
      if (path == absl::string_view::npos) continue;
      absl::StrAppend(&paths, absl::StrContains(part, "-to-come") ? "hollow " : "", part.substr(path));
    }
    drawn.insert(paths);
  }
  EXPECT_EQ(drawn.size(), static_cast<size_t>(kShapes));
}

TEST(TimelineTest, DueDatesAreMarkedByTheirState) {
  const TimelineStory story = TwoMonths();
  const TimelineFacts facts = FactsOf(ViewOf(story));
  const TimelineRow* visits = RowNamed(facts, 1, "Caseworker&#39;s monthly visit");
  EXPECT_EQ(visits, nullptr) << "words are escaped only when they are written";
  visits = RowNamed(facts, 1, "Caseworker's monthly visit");
  ASSERT_NE(visits, nullptr) << "a rule with three dates has a row of its own";
  ASSERT_EQ(visits->marks.size(), 3u);
  EXPECT_EQ(visits->marks[0].shape, MarkShape::kMet);
  EXPECT_FALSE(visits->marks[0].is_named);
  EXPECT_EQ(visits->marks[2].shape, MarkShape::kWindowOpen);
  EXPECT_TRUE(visits->marks[2].is_named);
  const TimelineRow* others = RowNamed(facts, 1, "Other dates of the law");
  ASSERT_NE(others, nullptr);
  EXPECT_EQ(others->marks[1].words, "Relatives told of the removal (missed)");
  EXPECT_EQ(others->marks[1].shape, MarkShape::kMissed);
}

TEST(TimelineTest, WhatIsDueLongAfterIsInAList) {
  const TimelineStory story = TwoMonths();
  const TimelineFacts facts = FactsOf(ViewOf(story));
  EXPECT_EQ(facts.from, absl::CivilDay(2026, 1, 14));
  EXPECT_EQ(facts.until, absl::CivilDay(2026, 4, 20)) << "the hearing that is set";
  ASSERT_EQ(facts.later.size(), 2u);
  EXPECT_EQ(facts.later[1].words, "Permanency hearing (open), Ana Lopez");
  EXPECT_THAT(SvgOf(story), HasSubstr("2027-03-16 Permanency hearing (open), Ana Lopez"));
}

TEST(TimelineTest, AClosedCaseEndsWithItsLastEvent) {
  TimelineStory story = TwoMonths();
  story.plan.set_status(v1::CASE_STATUS_CLOSED);
  story.plan.set_closed_on("2026-03-20");
  story.on = "2031-01-01";
  const TimelineFacts facts = FactsOf(ViewOf(story));
  EXPECT_EQ(facts.until, absl::CivilDay(2026, 3, 20));
}

TEST(TimelineTest, TheDaysDrawnCanBeChosen) {
  const TimelineStory story = TenYears();
  TimelineView view = ViewOf(story);
  view.from = "2020-01-01";
  view.until = "2020-12-31";
  const TimelineFacts facts = FactsOf(view);
  EXPECT_EQ(facts.from, absl::CivilDay(2020, 1, 1));
  EXPECT_EQ(facts.until, absl::CivilDay(2020, 12, 31));
  EXPECT_GT(facts.outside, 100u);
  const std::string svg = TimelineSvg(view);
  EXPECT_THAT(svg, HasSubstr(absl::StrCat("Outside the days drawn: ", facts.outside)));
  EXPECT_THAT(svg, HasSubstr("<title>2018-11-09 – 2020-07-01: Ellen and Paul Marsh, foster home</title>"));
  EXPECT_THAT(svg, Not(HasSubstr("t-now\" d"))) << "the day asked for lies outside";
}

TEST(TimelineTest, OnlyTheChildrenAskedForHaveLanes) {
  const TimelineStory story = TenYears();
  TimelineView view = ViewOf(story);
  view.child_ids = {"ben"};
  const std::string svg = TimelineSvg(view);
  EXPECT_THAT(svg, HasSubstr(">Ben Lopez</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("Ana Lopez")));
  EXPECT_THAT(svg, Not(HasSubstr("case plan 4.0"))) << "a version that does not cover him";
}

TEST(TimelineTest, AChildWhomOnlyAPlacementNamesHasALane) {
  TimelineStory story = TwoMonths();
  story.AddPlacement("nobody", "2026-02-01", "", event::v1::PLACEMENT_TYPE_KIN_HOME, "a neighbor");
  EXPECT_THAT(SvgOf(story), HasSubstr("a neighbor"));
}

TEST(TimelineTest, AVersionBindsUntilAnotherBindsOrThePlanEnds) {
  TimelineStory story = TwoMonths();
  story.AddVersion("1.1", {"ana"}, "2026-03-03", "2026-03-05");
  story.AddVersion("1.2", {"ana"}, "2026-03-06", "");
  v1::PlanEnd& end = *story.plan.add_plan_ends();
  end.set_plan_id("the case plan");
  end.set_child_id("ana");
  end.set_on("2026-03-09");
  const TimelineFacts facts = FactsOf(ViewOf(story));
  EXPECT_THAT(BarsOf(RowNamed(facts, 1, "Plan in force")),
              ElementsAre("2026-03-02 – 2026-03-05 case plan 1.0", "2026-03-05 – 2026-03-09 case plan 1.1"));
}

TEST(TimelineTest, ACaseOfWhichNothingIsKnownIsDrawn) {
  TimelineStory story;
  story.on = "2026-03-12";
  EXPECT_THAT(OverlapsIn(DrawingOf(ViewOf(story))), ElementsAre());
  EXPECT_THAT(SvgOf(story), HasSubstr("Nothing on these days"));
}

TEST(TimelineTest, DaysThatAreNotDaysAreLeftOut) {
  TimelineStory story = TwoMonths();
  const std::string before = SvgOf(story);
  story.AddPlacement("ana", "soon", "later", event::v1::PLACEMENT_TYPE_KIN_HOME, "a neighbor");
  story.AddDue("ana", "us-oh.x", "Something", "2026-02-30", v1::CLOCK_STATE_OPEN);
  EXPECT_EQ(SvgOf(story), before);
}

TEST(FreeRowsTest, TheFirstRowWithRoomIsClaimed) {
  FreeRows rows(2, 2);
  EXPECT_EQ(rows.Claim(0, 10), 0u);
  EXPECT_EQ(rows.Claim(11, 20), 1u) << "the gap is too small";
  EXPECT_EQ(rows.Claim(12, 20), 0u);
  EXPECT_EQ(rows.Claim(5, 6), 1u);
  EXPECT_EQ(rows.Claim(5, 6), std::nullopt);
  EXPECT_EQ(rows.size(), 2u);
}

TEST(TimelineTest, InADocumentEachChildHasADrawingThatFitsPaper) {
  const TimelineStory story = TenYears();
  const TimelineView view = ViewOf(story);
  const std::vector<TimelineFacts> parts = DrawingsOf(FactsOf(view));
  ASSERT_EQ(parts.size(), 3u);

  std::vector<std::string> drawings;
  for (const Document::Block& block : TimelineBlocks(view)) {
    if (const auto* figure = std::get_if<Document::Figure>(&block)) drawings.push_back(figure->svg);
  }
  ASSERT_EQ(drawings.size(), 3u);
  for (const std::string& svg : drawings) {
    EXPECT_THAT(svg, ::testing::StartsWith(
                         "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"t-timeline\" viewBox=\"0 0 720 "));
    EXPECT_THAT(svg, Not(HasSubstr(" id=\"")));
  }
  EXPECT_EQ(CountOf(drawings[0], ">The case</text>"), 1u);
  EXPECT_EQ(CountOf(drawings[1], ">The case</text>"), 0u);
  // Text of 9.5 units is 6 points high or more if the drawing fits the 620 points of a page of Letter paper.
  for (size_t i = 0; i < parts.size(); ++i) {
    const TimelineDrawing drawing = Draw(parts[i], "en", kPaperTimeline);
    EXPECT_LE(drawing.height, 620.0 / 6.0 * 9.5) << i;
    EXPECT_THAT(OverlapsIn(drawing), ElementsAre()) << i;
    for (const DrawnText& text : drawing.texts) EXPECT_LE(text.box.right, kPaperTimeline.width) << text.text;
  }
}

// A version for one child is drawn with the case, whichever child stands next to it.
TEST(TimelineTest, InADocumentNothingOfTheWholeDrawingIsMissing) {
  const TimelineStory story = TenYears();
  const TimelineFacts whole = FactsOf(ViewOf(story));
  size_t lanes = 0;
  for (const TimelineFacts& part : DrawingsOf(whole)) {
    for (const TimelineLane& lane : part.lanes) {
      const TimelineLane& same = whole.lanes[lanes++];
      EXPECT_EQ(lane.title, same.title);
      ASSERT_EQ(lane.rows.size(), same.rows.size());
      for (size_t row = 0; row < lane.rows.size(); ++row) {
        EXPECT_EQ(lane.rows[row].marks.size(), same.rows[row].marks.size());
        EXPECT_EQ(lane.rows[row].bars.size(), same.rows[row].bars.size());
      }
    }
  }
  EXPECT_EQ(lanes, whole.lanes.size());
}

TEST(TimelineTest, InADocumentTheNumbersOfADrawingAreATable) {
  const TimelineStory story = TenYears();
  const Blocks blocks = TimelineBlocks(ViewOf(story));

  size_t rows = 0;
  for (size_t i = 1; i < blocks.size(); ++i) {
    const auto* table = std::get_if<Document::Table>(&blocks[i]);
    if (table == nullptr || !std::holds_alternative<Document::Figure>(blocks[i - 1])) continue;
    rows += table->rows.size();
    EXPECT_EQ(table->rows.back().cells[0].Words(), absl::StrCat(table->rows.size()));
  }
  EXPECT_GT(rows, 10u);
  EXPECT_EQ(blocks, TimelineBlocks(ViewOf(story)));
}

}  // namespace
}  // namespace casejournal::services
