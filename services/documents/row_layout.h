// Puts the bars and marks of one row side by side, with names where there is room, and else with numbers. Internal to
// the folder.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_ROW_LAYOUT_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_ROW_LAYOUT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/documents/svg_canvas.h"
#include "services/documents/time_axis.h"
#include "services/documents/timeline_facts.h"

namespace casejournal::services {

// The list below a drawing: what its numbers stand for. What has the same days and words has the same number.
class NumberedList {
 public:
  struct Item {
    std::string days;
    std::string words;
  };

  // Return the number, from 1.
  size_t NumberOf(const std::string& days, const std::string& words) {
    const auto [found, is_new] = numbers_.try_emplace({days, words}, items_.size() + 1);
    if (is_new) items_.push_back({days, words});
    return found->second;
  }
  const std::vector<Item>& items() const { return items_; }

 private:
  std::map<std::pair<std::string, std::string>, size_t> numbers_;
  std::vector<Item> items_;
};

// What the rows of a drawing share.
struct RowPlace {
  const TimeAxis& axis;
  absl::CivilDay on;  // where a bar that lasts ends
  absl::string_view language;
  NumberedList* numbers;
  SvgCanvas* canvas;
};

// Draw the bars of a row from `top` on, and return the height that they take.
double DrawBars(const std::vector<TimelineBar>& bars, double top, const RowPlace& place);

// The same for its marks.
double DrawMarks(const TimelineRow& row, double top, const RowPlace& place);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_ROW_LAYOUT_H_
