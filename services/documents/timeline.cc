#include "services/documents/timeline.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/documents/svg_canvas.h"
#include "services/documents/timeline_drawing.h"
#include "services/documents/timeline_facts.h"
#include "services/documents/timeline_style.h"

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
  return text;
}

// Line by line, because a line of text is escaped as one line.
std::string XmlLines(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, '\n'), "\n",
                       [](std::string* out, absl::string_view line) { absl::StrAppend(out, XmlText(line)); });
}

}  // namespace

std::string TimelineSvg(const TimelineView& view) {
  const TimelineFacts facts = FactsOf(view);
  const absl::string_view language = view.language == "es" ? "es" : "en";
  const TimelineDrawing drawing = Draw(facts, language);
  const std::string height = Coordinate(drawing.height);
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"t-timeline\" "
      "viewBox=\"0 0 1000 ",
      height, "\" width=\"1000\" height=\"", height, "\" lang=\"", language, "\" xml:lang=\"", language,
      "\" role=\"graphics-document document\" aria-labelledby=\"t-title t-desc\">\n<title id=\"t-title\">",
      XmlText(facts.title), "</title>\n<desc id=\"t-desc\">", XmlLines(Description(facts, language)),
      "</desc>\n<style>", kTimelineStyle, "</style>\n", drawing.elements, "</svg>\n");
}

}  // namespace casejournal::services
