// Tables for people: columns as wide as their content, and long cells wrapped to the width of the terminal.
#ifndef CASEJOURNAL_SERVICES_PAGES_TABLE_H_
#define CASEJOURNAL_SERVICES_PAGES_TABLE_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// How a text looks on a terminal that shows colours. Without colours, every tone is plain.
enum class Tone {
  kPlain,
  kStrong,  // a title, or what matters most
  kBad,     // missed, overdue, withdrawn
  kOpen,    // open now, or soon due
  kGood,    // done
  kDim,     // ids and other small print
};

// Return `text` in a tone, with the control sequences of ECMA-48 if `color`. The text is shown as it is: it must be
// Printable (utf8.h).
std::string Toned(absl::string_view text, Tone tone, bool color);

// A text of a table.
struct Cell {
  Cell() = default;
  Cell(std::string words, Tone look = Tone::kPlain) : text(std::move(words)), tone(look) {}  // NOLINT
  Cell(const char* words) : text(words) {}                                                   // NOLINT

  std::string text;
  Tone tone = Tone::kPlain;
};

// The layout of one column.
struct Column {
  std::string title;
  bool right = false;    // align to the right, for numbers
  bool wraps = false;    // may shrink if the table is too wide; other columns are never cut
  size_t width_min = 0;  // for tables that are printed in pieces; kept if the width allows it
  // Long prose: below the row, over the whole width, without its title.
  bool below = false;
  // What to give up first where the page is too narrow: the columns with the highest rank move below the row, with
  // their titles. Rank 0 never moves.
  int rank = 0;
};

// A table that is printed at once or, for any number of rows, in pieces. Widths are in code points. A cell can contain
// newlines. The spaces at the beginning of a line of a wrapping cell also indent its continuation. Cells are shown as
// Printable (utf8.h) returns them.
class Table {
 public:
  // With `drop_empty`, columns that are empty in each row of the first piece are left out; what later rows have there
  // stands below them, with the title. With `color`, titles and tones have control sequences.
  explicit Table(std::vector<Column> columns, bool drop_empty = false, bool color = false);

  // Add a row. Missing cells are empty; there must not be more cells than columns.
  void AddRow(std::vector<Cell> cells);
  void AddRow(std::initializer_list<Cell> cells) { AddRow(std::vector<Cell>(cells)); }
  void AddRow(const std::vector<std::string>& cells) { AddRow(std::vector<Cell>(cells.begin(), cells.end())); }

  bool empty() const { return rows_.empty(); }

  // Return the rows added since the last call, as lines without spaces at their ends. The first call that has rows also
  // returns the titles. Lines have at most `width` code points, and more only for an identifier, which is never broken.
  // Wrapping columns are at least as wide as their titles and `width_min` if possible. If the columns do not fit at
  // all, each row is a list of titles and texts, followed by an empty line. Later pieces keep the layout of the first,
  // except that a column that does not wrap may grow.
  std::string Take(size_t width);

 private:
  using Cells = std::vector<Cell>;

  void Arrange(size_t width);
  void FitWidths(size_t width, bool narrow);
  bool Shrink(size_t width, absl::FunctionRef<size_t(size_t)> floor);
  bool Fits(size_t width) const;
  bool GiveUpColumn();
  std::string Line(const Cells& cells) const;
  std::string Below(const Cells& cells, size_t width) const;
  std::string Record(const Cells& cells, size_t width) const;

  std::vector<Column> columns_;
  bool drop_empty_;
  bool color_;
  std::vector<Cells> rows_;
  std::vector<size_t> widths_;
  std::vector<size_t> shown_;  // the columns side by side, by index
  bool begun_ = false;
  bool records_ = false;
};

// Return `text`, as Printable returns it, as lines of at most `width` code points (at least 1), broken between words if
// possible. An identifier, such as a digest, a UUID, or the name of a rule, is never broken. Newlines remain. The
// spaces and the "- " or "* " at the beginning of a line indent its continuation.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

// Return the same as one string, with each line indented by `indent` spaces and ended by a newline. If `width` leaves
// no space for text, each line has one code point.
std::string Paragraph(absl::string_view text, size_t indent, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_TABLE_H_
