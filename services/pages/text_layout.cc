#include "services/pages/text_layout.h"

#include <algorithm>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kStep = 2;  // characters of one step to the right
constexpr size_t kLabelWidth = 16;
constexpr size_t kOutlineWidthMin = 30;

size_t Steps(int indent) { return kStep * static_cast<size_t>(std::max(indent, 0)); }

// The blocks that were laid out so far.
class TextLayout {
 public:
  explicit TextLayout(size_t width) : width_(width) {}

  void operator()(const Document::Heading& heading) { Add("\n", Printable(heading.text), "\n"); }

  void operator()(const Document::Facts& facts) {
    for (const auto& [label, value] : facts.facts) {
      const std::string wrapped = Paragraph(value.Words(), kStep + kLabelWidth, width_);
      const size_t length = CountCodePoints(label);
      const std::string space(length < kLabelWidth ? kLabelWidth - length : 1, ' ');
      Add(std::string(kStep, ' '), label, space, absl::StripLeadingAsciiWhitespace(wrapped));
    }
  }

  void operator()(const Document::Paragraph& paragraph) { AddParagraph(paragraph, 0); }

  void operator()(const Document::Table& table) {
    Table lines = ColumnsOf(table);
    const bool details = std::any_of(table.rows.begin(), table.rows.end(),
                                     [](const Document::Row& row) { return !row.details.empty(); });
    for (const Document::Row& row : table.rows) {
      lines.AddRow(CellsOf(row));
      if (!table.outline && !details) continue;
      AddRows(lines);
      for (const Document::Paragraph& detail : row.details) AddParagraph(detail, kStep + Steps(row.level));
    }
    AddRows(lines);
  }

  void operator()(const Document::Figure& figure) { Add(Paragraph(figure.words, kStep, width_)); }

  void operator()(const Document::Notice& notice) { Add("\n", Paragraph(notice.text.Words(), kStep, width_)); }

  const std::string& text() const { return text_; }

 private:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    absl::StrAppend(&text_, parts...);
  }

  void AddParagraph(const Document::Paragraph& paragraph, size_t from) {
    Add(paragraph.apart ? "\n" : "", Paragraph(absl::StrCat(paragraph.bullet ? "- " : "", paragraph.text.Words()),
                                               from + Steps(paragraph.indent), width_));
  }

  // In an outline, the columns are as wide as the page allows, whatever is in the first row.
  Table ColumnsOf(const Document::Table& table) const {
    constexpr size_t kGap = 2;
    std::vector<Column> columns;
    size_t others = kStep;
    for (const Document::Column& column : table.columns) {
      columns.push_back(
          {.title = column.title, .right = column.right, .wraps = column.wraps, .width_min = column.width});
      others += columns.size() > 1 ? kGap + column.width : 0;
    }
    if (table.outline) {
      columns.front().width_min = width_ > others + kOutlineWidthMin ? width_ - others : kOutlineWidthMin;
    }
    return Table(std::move(columns));
  }

  static std::vector<std::string> CellsOf(const Document::Row& row) {
    std::vector<std::string> cells;
    for (const Document::Text& cell : row.cells) cells.push_back(cell.Words());
    if (!cells.empty()) cells.front().insert(0, std::string(Steps(row.level), ' ') + (row.bullet ? "* " : ""));
    return cells;
  }

  void AddRows(Table& table) {
    const std::string lines = table.Take(width_ - std::min(width_, kStep));
    for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
      Add(std::string(kStep, ' '), line, "\n");
    }
  }

  const size_t width_;
  std::string text_;
};

}  // namespace

std::string TextOf(const Blocks& blocks, size_t width) {
  TextLayout layout(width);
  for (const Document::Block& block : blocks) std::visit(layout, block);
  return layout.text();
}

}  // namespace casejournal::services
