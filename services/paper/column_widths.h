// How wide the columns of a table are. Pure. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_PAPER_COLUMN_WIDTHS_H_
#define CASEJOURNAL_SERVICES_PAPER_COLUMN_WIDTHS_H_

#include <vector>

namespace casejournal::services {

// What a column needs, in points.
struct ColumnNeeds {
  double least = 0;  // the longest word
  double kept = 0;   // at least `least`: short lines, such as names and days, stay whole
  double most = 0;   // the longest line
  // For each row, the widths of the lines of its cell, as if they had all the room that they want. Empty: an empty
  // cell.
  std::vector<std::vector<double>> cells = {};
  bool takes_rest = false;  // the first such column takes the room that no column needs
};

// Share `room` so that the table has few lines. No column is below `least` if they all fit. Not empty. The sum is
// `room`.
std::vector<double> ColumnWidths(const std::vector<ColumnNeeds>& columns, double room);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAPER_COLUMN_WIDTHS_H_
