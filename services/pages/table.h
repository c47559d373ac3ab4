// Tables for people: columns as wide as their content, and long cells wrapped to the width of the terminal.
#ifndef CASEJOURNAL_SERVICES_PAGES_TABLE_H_
#define CASEJOURNAL_SERVICES_PAGES_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// The layout of one column.
struct Column {
  std::string title;
  bool right = false;    // align to the right, for numbers
  bool wraps = false;    // may shrink if the table is too wide; other columns are never cut
  size_t width_min = 0;  // for tables that are printed in pieces; kept if the width allows it
};

// A table that is printed at once or, for any number of rows, in pieces. Widths are in code points. A cell can contain
// newlines. The spaces at the beginning of a line of a wrapping cell also indent its continuation. Cells are shown as
// Printable (utf8.h) returns them.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // Add a row. Missing cells are empty; there must not be more cells than columns.
  void AddRow(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // Return the rows added since the last call, as lines without spaces at their ends. The first call that has rows also
  // returns the titles. Lines have at most `width` code points, and more only if columns that do not wrap, or wrapping
  // columns of width 10, need it. Wrapping columns are at least as wide as their titles and `width_min` if possible.
  // Later pieces keep the widths of the first, except that a column that does not wrap may grow.
  std::string Take(size_t width);

 private:
  void FitWidths(size_t width);
  bool Shrink(size_t width, absl::FunctionRef<size_t(size_t)> floor);
  std::string Line(const std::vector<std::string>& cells) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<size_t> widths_;
  bool begun_ = false;
};

// Return `text`, as Printable returns it, as lines of at most `width` code points (at least 1), broken between words if
// possible. Newlines remain. The spaces and the "- " or "* " at the beginning of a line indent its continuation.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

// Return the same as one string, with each line indented by `indent` spaces and ended by a newline. If `width` leaves
// no space for text, each line has one code point.
std::string Paragraph(absl::string_view text, size_t indent, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_TABLE_H_
