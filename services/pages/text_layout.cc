#include "services/pages/text_layout.h"

#include <algorithm>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kStep = 2;  // characters of one step to the right
constexpr size_t kLabelWidth = 16;
constexpr size_t kOutlineWidthMin = 30;

size_t Steps(int indent) { return kStep * static_cast<size_t>(std::max(indent, 0)); }

size_t LongestLine(absl::string_view text) {
  size_t longest = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) longest = std::max(longest, CountCodePoints(line));
  return longest;
}

// Which columns of a table stand side by side, and which stand below their row.
class SideBySide {
 public:
  SideBySide(const Document::Table& table, size_t width) : beside_(table.columns.size(), true) {
    for (const Document::Column& column : table.columns) {
      titles_.push_back(CountCodePoints(column.title));
      longest_.push_back(0);
    }
    for (const Document::Row& row : table.rows) {
      for (size_t i = 0; i < row.cells.size() && i < longest_.size(); ++i)
        longest_[i] = std::max(longest_[i], LongestLine(row.cells[i].Words()));
    }
    for (size_t i = 0; i < longest_.size(); ++i) beside_[i] = longest_[i] > 0;
    if (Natural() <= width) return;
    for (size_t i = 1; i < longest_.size(); ++i) {
      if (table.columns[i].wraps && longest_[i] > kProse) beside_[i] = false;
    }
    while (Readable(table) > width && MoveLongest(table)) continue;
  }

  bool beside(size_t i) const { return beside_[i]; }

 private:
  // The width at which no text is broken.
  size_t Natural() const {
    size_t total = 0;
    for (size_t i = 0; i < beside_.size(); ++i) total += beside_[i] ? std::max(titles_[i], longest_[i]) + kGap : 0;
    return total < kGap ? 0 : total - kGap;
  }

  // The width at which every column can be read.
  size_t Readable(const Document::Table& table) const {
    size_t total = 0;
    for (size_t i = 0; i < beside_.size(); ++i) {
      if (!beside_[i]) continue;
      const size_t enough = i == 0 ? kFirstEnough : kOtherEnough;
      const size_t widest = table.columns[i].wraps ? std::min(longest_[i], enough) : longest_[i];
      total += std::max({titles_[i], table.columns[i].width, widest}) + kGap;
    }
    return total < kGap ? 0 : total - kGap;
  }

  // Move the column with the longest text below. The first says what the row is about and stays.
  bool MoveLongest(const Document::Table& table) {
    size_t longest = 0;
    for (size_t i = 1; i < beside_.size(); ++i) {
      if (beside_[i] && table.columns[i].wraps &&
          longest_[i] > std::max(titles_[i], longest == 0 ? 0 : longest_[longest]))
        longest = i;
    }
    if (longest == 0) return false;
    beside_[longest] = false;
    return true;
  }

  static constexpr size_t kGap = 2;
  static constexpr size_t kFirstEnough = 24;
  static constexpr size_t kOtherEnough = 18;
  // A longer text would stand in a tall and narrow column.
  static constexpr size_t kProse = 60;

  std::vector<size_t> titles_;
  std::vector<size_t> longest_;
  std::vector<bool> beside_;
};

// The blocks that were laid out so far.
class TextLayout {
 public:
  TextLayout(size_t width, bool color) : width_(width), color_(color) {}

  void operator()(const Document::Heading& heading) {
    Add("\n", Toned(Printable(heading.text), Tone::kStrong, color_), "\n");
  }

  void operator()(const Document::Facts& facts) {
    for (const auto& [label, value] : facts.facts) {
      const std::string wrapped = Paragraph(value.Words(), kStep + kLabelWidth, width_);
      const size_t length = CountCodePoints(label);
      const std::string space(length < kLabelWidth ? kLabelWidth - length : 1, ' ');
      Add(std::string(kStep, ' '), Toned(label, Tone::kStrong, color_), space,
          absl::StripLeadingAsciiWhitespace(wrapped));
    }
  }

  void operator()(const Document::Paragraph& paragraph) {
    Add(paragraph.apart ? "\n" : "",
        Paragraph(absl::StrCat(paragraph.bullet ? "- " : "", paragraph.text.Words()), Steps(paragraph.indent), width_));
  }

  void operator()(const Document::Table& table) {
    const size_t width = width_ - std::min(width_, kStep);
    const SideBySide layout(table, width);
    std::vector<Column> columns;
    size_t others = 0;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const Document::Column& column = table.columns[i];
      if (!layout.beside(i)) continue;
      columns.push_back(
          {.title = column.title, .right = column.right, .wraps = column.wraps, .width_min = column.width});
      others += columns.size() > 1 ? 2 + column.width : 0;
    }
    // In an outline, the first column takes what the others leave.
    if (table.outline && !columns.empty())
      columns.front().width_min = width > others + kOutlineWidthMin ? width - others : kOutlineWidthMin;
    columns.push_back({.below = true});
    Table lines(std::move(columns), /*drop_empty=*/true, color_);
    for (const Document::Row& row : table.rows) lines.AddRow(CellsOf(table, row, layout));
    AddRows(lines.Take(width));
  }

  void operator()(const Document::Figure& figure) { Add(Paragraph(figure.words, kStep, width_)); }

  void operator()(const Document::Notice& notice) { Add("\n", Paragraph(notice.text.Words(), kStep, width_)); }

  const std::string& text() const { return text_; }

 private:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    absl::StrAppend(&text_, parts...);
  }

  // The cells that stand side by side, and then what stands below them.
  static std::vector<Cell> CellsOf(const Document::Table& table, const Document::Row& row, const SideBySide& layout) {
    const Tone tone = row.struck ? Tone::kDim : Tone::kPlain;
    std::vector<Cell> cells;
    std::vector<std::string> below;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string words = i < row.cells.size() ? row.cells[i].Words() : "";
      if (layout.beside(i)) {
        cells.emplace_back(words, tone);
      } else if (!words.empty()) {
        below.push_back(
            Below(absl::StrCat(table.columns[i].title, ": ", absl::StrReplaceAll(words, {{"\n", "; "}})), row.level));
      }
    }
    if (!cells.empty()) cells.front().text.insert(0, std::string(Steps(row.level), ' ') + (row.bullet ? "* " : ""));
    for (const Document::Paragraph& detail : row.details) {
      if (detail.apart) below.emplace_back();
      below.push_back(Below(absl::StrCat(detail.bullet ? "- " : "", detail.text.Words()),
                            row.level + std::max(detail.indent - 1, 0)));
    }
    cells.emplace_back(absl::StrJoin(below, "\n"));
    return cells;
  }

  // The lines of `words`, so many steps to the right of where a table puts what is below a row.
  static std::string Below(absl::string_view words, int level) {
    const std::string space(Steps(level), ' ');
    return absl::StrCat(space, absl::StrReplaceAll(words, {{"\n", "\n" + space}}));
  }

  void AddRows(absl::string_view lines) {
    if (!lines.empty()) lines.remove_suffix(1);
    if (absl::EndsWith(lines, "\n")) lines.remove_suffix(1);  // the last of a list of records
    for (absl::string_view line : absl::StrSplit(lines, '\n', absl::AllowEmpty())) {
      Add(line.empty() ? "" : std::string(kStep, ' '), line, "\n");
    }
  }

  const size_t width_;
  const bool color_;
  std::string text_;
};

}  // namespace

std::string TextOf(const Blocks& blocks, size_t width, bool color) {
  TextLayout layout(width, color);
  for (const Document::Block& block : blocks) std::visit(layout, block);
  return layout.text();
}

}  // namespace casejournal::services
