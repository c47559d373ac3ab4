// Tables for people: columns as wide as what they hold, long cells wrapped to the terminal's width.
#ifndef CASEJOURNAL_SERVICES_PAGES_TABLE_H_
#define CASEJOURNAL_SERVICES_PAGES_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// How one column is laid out.
struct Column {
  std::string title;
  bool right = false;    // numbers stand at the right
  bool wraps = false;    // gives way when the table is too wide; a column that does not is never cut
  size_t width_min = 0;  // for tables that are printed in pieces; where the width allows it
};

// A table, printed at once or, for endless rows, in pieces. Width is counted in code points. A cell
// may hold newlines; the spaces at the front of a line of a wrapping cell indent its continuation,
// too. Cells are shown as Printable (utf8.h) has them.
class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // Missing cells are empty; there are no more cells than columns.
  void AddRow(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // The rows added since the last call as lines of at most `width`, whatever that is (more only if
  // columns that do not wrap, or columns that wrap and are 10 wide, need it), without spaces at their
  // ends; with the titles above at the first call that has rows. Wrapping columns keep to their titles
  // and to `width_min` where they can. Later pieces keep the widths of the first, except that a column
  // that does not wrap may grow.
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

// `text`, as Printable has it, as lines of at most `width` code points (at least 1), broken between words where
// possible. Newlines in it stay; the spaces and the "- " or "* " at the front of a line indent its continuation.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

// The same as one string, each line behind `indent` spaces and ended by a newline; a `width` that leaves no room
// for text gets one code point a line.
std::string Paragraph(absl::string_view text, size_t indent, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_TABLE_H_
