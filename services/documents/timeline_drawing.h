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

// A line of a list below the drawing. An item of what is still to come has a symbol instead of a number.
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
  std::vector<TimelineItem> items;  // of the lists, if they are not drawn
};

// How wide the page is, and whether the lists are drawn.
struct TimelinePage {
  double width = kPageWidth;
  bool lists = true;
};

TimelineDrawing Draw(const TimelineFacts& facts, absl::string_view language, const TimelinePage& page = {});

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_DRAWING_H_
