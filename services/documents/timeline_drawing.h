// Puts what a timeline shows on a page of 1,000 units width. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_DRAWING_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_DRAWING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/documents/svg_canvas.h"
#include "services/documents/timeline_facts.h"

namespace casejournal::services {

inline constexpr double kPageWidth = 1000;

// A line of the list of numbers below the drawing.
struct TimelineItem {
  std::string number;
  std::string days;
  std::string words;
};

struct TimelineDrawing {
  double height = 0;
  std::string elements;
  std::vector<DrawnText> texts;  // none overlaps another one or a symbol
  std::vector<Box> symbols;
  std::vector<TimelineItem> items;  // of the list of numbers, if it is not drawn
};

// How wide the page is, and whether the lists are drawn.
struct TimelinePage {
  double width = kPageWidth;
  bool lists = true;
};
// In a document: its words are 6 points high or more on Letter paper.
inline constexpr TimelinePage kPaperTimeline{.width = 720, .lists = false};

// The drawings of a document: of each child, the first with the case. What is still to come is in none of them.
std::vector<TimelineFacts> DrawingsOf(const TimelineFacts& whole);

TimelineDrawing Draw(const TimelineFacts& facts, absl::string_view language, const TimelinePage& page = {});

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_DRAWING_H_
