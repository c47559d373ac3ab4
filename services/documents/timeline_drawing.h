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

struct TimelineDrawing {
  double height = 0;
  std::string elements;
  std::vector<DrawnText> texts;  // none overlaps another one or a symbol
  std::vector<Box> symbols;
};

TimelineDrawing Draw(const TimelineFacts& facts, absl::string_view language);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_TIMELINE_DRAWING_H_
