#include "services/documents/timeline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "projections/entries/civil_day.h"
#include "services/documents/svg_canvas.h"
#include "services/documents/timeline_drawing.h"
#include "services/documents/timeline_facts.h"
#include "services/documents/timeline_style.h"
#include "services/pages/headings.h"

namespace casejournal::services {
namespace {

// The drawing in words, for those who do not see it: each lane, row by row.
std::string Description(const TimelineFacts& facts, absl::string_view language) {
  std::string text = absl::StrCat(facts.subtitle, ".");
  for (const TimelineLane& lane : facts.lanes) {
    absl::StrAppend(&text, "\n", lane.title, ".");
    for (const TimelineRow& row : lane.rows) {
      std::vector<std::string> parts;
      for (const TimelineBar& bar : row.bars) parts.push_back(absl::StrCat(DaysOf(bar, language), " ", bar.words));
      for (const TimelineMark& mark : row.marks) {
        // The title of a row of one rule is not said again for each of its dates.
        const absl::string_view words = absl::StripLeadingAsciiWhitespace(absl::StripPrefix(mark.words, row.title));
        parts.push_back(absl::StrCat(DaysOf(mark), " ", words));
      }
      absl::StrAppend(&text, "\n", row.title, ": ", absl::StrJoin(parts, "; "), ".");
    }
  }
  for (const std::string& remark : facts.remarks) absl::StrAppend(&text, "\n", remark);
  return text;
}

// Line by line, because a line of text is escaped as one line.
std::string XmlLines(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, '\n'), "\n",
                       [](std::string* out, absl::string_view line) { absl::StrAppend(out, XmlText(line)); });
}

// The element of the drawing. In a document, the title and the description are of no other element by its id.
std::string SvgOf(const TimelineFacts& facts, absl::string_view language, const TimelineDrawing& drawing, double width,
                  bool alone) {
  const std::string height = Coordinate(drawing.height);
  const std::string size = Coordinate(width);
  const absl::string_view named = alone ? " aria-labelledby=\"t-title t-desc\">\n<title id=\"t-title\">" : ">\n<title>";
  return absl::StrCat("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"t-timeline\" viewBox=\"0 0 ", size, " ",
                      height, "\" width=\"", size, "\" height=\"", height, "\" lang=\"", language, "\" xml:lang=\"",
                      language, "\" role=\"graphics-document document\"", named, XmlText(facts.title),
                      "</title>\n<desc", alone ? " id=\"t-desc\"" : "", ">", XmlLines(Description(facts, language)),
                      "</desc>\n<style>", kTimelineStyle, "</style>\n", drawing.elements, "</svg>\n");
}

absl::string_view LanguageOf(const TimelineView& view) { return view.language == "es" ? "es" : "en"; }

}  // namespace

std::string TimelineSvg(const TimelineView& view) {
  const TimelineFacts facts = FactsOf(view);
  const absl::string_view language = LanguageOf(view);
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
                      SvgOf(facts, language, Draw(facts, language), kPageWidth, true));
}

std::vector<TimelineFacts> DrawingsOf(const TimelineFacts& whole) {
  std::vector<TimelineFacts> drawings;
  for (size_t i = 1; i < std::max<size_t>(2, whole.lanes.size()); ++i) {
    TimelineFacts& drawn = drawings.emplace_back(whole);
    drawn.later.clear();
    if (whole.lanes.size() > 2) drawn.lanes = {whole.lanes[i]};
    if (whole.lanes.size() > 2 && i == 1) drawn.lanes.insert(drawn.lanes.begin(), whole.lanes[0]);
    if (i + 1 < whole.lanes.size()) drawn.outside = 0;
  }
  return drawings;
}

Blocks TimelineBlocks(const TimelineView& view) {
  const absl::string_view language = LanguageOf(view);
  const auto word = [&](absl::string_view english) { return std::string(Heading(language, english)); };
  const TimelineFacts whole = FactsOf(view);
  Blocks blocks;
  for (const TimelineFacts& facts : DrawingsOf(whole)) {
    const TimelineDrawing drawing = Draw(facts, language, kPaperTimeline);
    blocks.emplace_back(Document::Figure{.svg = SvgOf(facts, language, drawing, kPaperTimeline.width, false),
                                         .words = absl::StrCat(facts.title, ", ", Description(facts, language))});
    Document::Table numbers{.columns = {{.title = word("Number"), .right = true},
                                        {.title = word("Day")},
                                        {.title = word("What"), .wraps = true}}};
    for (const TimelineItem& item : drawing.items) numbers.Add({item.number, item.days, item.words});
    if (!numbers.rows.empty()) blocks.emplace_back(std::move(numbers));
  }
  if (whole.later.empty()) return blocks;
  Document::Table later{.columns = {{.title = word("Day")}, {.title = word("What"), .wraps = true}}};
  for (const TimelineMark& mark : whole.later) later.Add({DaysOf(mark), mark.words});
  blocks.emplace_back(Document::Paragraph{
      .text = absl::StrCat(word("Still to come after"), " ", projections::FormatDay(whole.until), ":"), .apart = true});
  blocks.emplace_back(std::move(later));
  return blocks;
}

}  // namespace casejournal::services
