#include "services/pages/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kWrappedMin = 10;  // A column narrower than this cannot be read.

// Return the length in bytes of the longest prefix of `text` with at most `width` code points.
size_t BytesOfWidth(absl::string_view text, size_t width) {
  size_t bytes = 0;
  for (; width > 0 && bytes < text.size(); --width) {
    bytes += std::max<size_t>(1, CodePointBytes(text.substr(bytes)));
  }
  return std::min(bytes, text.size());
}

// An identifier is a word of this length that holds a digit, or a sign that joins words, between letters. It is never
// broken, so that it can be read and copied. A longer run is not one that people have to copy.
constexpr size_t kIdentifierMin = 8;
constexpr size_t kIdentifierMax = 200;

// A longer one is for copying, and not for reading beside other words.
constexpr size_t kLongIdentifier = 16;

// A run of at least this many hexadecimal digits is a digest.
constexpr size_t kDigestDigits = 32;

bool IsIdentifier(absl::string_view word) {
  if (word.size() < kIdentifierMin || word.size() > kIdentifierMax) return false;
  bool joined = false;
  size_t digits = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    if (!absl::ascii_isgraph(c)) return false;
    digits = absl::ascii_isxdigit(c) ? digits + 1 : 0;
    const bool inside = i > 0 && i + 1 < word.size();
    joined =
        joined || absl::ascii_isdigit(c) || digits >= kDigestDigits || (inside && absl::StrContains("./_", word[i]));
  }
  return joined;
}

// If `cut` is inside an identifier, return the end of it; else return `cut`.
size_t BehindIdentifier(absl::string_view line, size_t cut) {
  const size_t space = cut == 0 ? absl::string_view::npos : line.rfind(' ', cut - 1);
  const size_t begin = space == absl::string_view::npos ? 0 : space + 1;
  const size_t end = std::min(line.find(' ', cut), line.size());
  return IsIdentifier(line.substr(begin, end - begin)) ? end : cut;
}

// A column is at least as wide as each of its words, if none is longer than this: a name is not cut where there is a
// way around it.
constexpr size_t kWordMax = 18;

// Return the width of the widest word of `cell` that is to stay whole.
size_t WholeWidth(absl::string_view cell) {
  size_t width = 0;
  for (const absl::string_view word : absl::StrSplit(cell, absl::ByAnyChar(" \n"))) {
    if (word.size() <= width) continue;
    const size_t length = CountCodePoints(word);
    if (length <= kWordMax || IsIdentifier(word)) width = std::max(width, length);
  }
  return width;
}

bool HasLongIdentifier(absl::string_view cell) {
  for (const absl::string_view word : absl::StrSplit(cell, absl::ByAnyChar(" \n"))) {
    if (word.size() >= kLongIdentifier && IsIdentifier(word)) return true;
  }
  return false;
}

void WrapLine(absl::string_view line, size_t width, std::vector<std::string>* out) {
  line = absl::StripTrailingAsciiWhitespace(line);
  const size_t first = std::min(line.find_first_not_of(' '), line.size());
  std::string indent(std::min(first, width / 2), ' ');
  line.remove_prefix(first);
  const bool marked = absl::StartsWith(line, "- ") || absl::StartsWith(line, "* ");
  const bool bullet = marked && indent.size() + 2 < width;
  bool cut_before = false;
  for (size_t room = width - indent.size(); CountCodePoints(line) > room;) {
    cut_before = true;
    size_t cut = BytesOfWidth(line, room);
    const size_t space = line.rfind(' ', cut);  // A space just after the edge is a valid place, too.
    cut = space != absl::string_view::npos && space > 0 ? space : BehindIdentifier(line, cut);
    out->push_back(absl::StrCat(indent, absl::StripTrailingAsciiWhitespace(line.substr(0, cut))));
    line = absl::StripLeadingAsciiWhitespace(line.substr(cut));
    if (bullet) indent.resize(std::min(first, width / 2) + 2, ' ');
    room = width - indent.size();
  }
  // Nothing follows an identifier that was wider than the page.
  if (line.empty() && cut_before) return;
  out->push_back(line.empty() ? std::string() : absl::StrCat(indent, line));
}

size_t NaturalWidth(absl::string_view cell) {
  size_t width = 0;
  for (absl::string_view line : absl::StrSplit(cell, '\n')) {
    width = std::max(width, CountCodePoints(line));
  }
  return width;
}

}  // namespace

std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  std::vector<std::string> lines;
  const std::string shown = Printable(text);
  for (absl::string_view line : absl::StrSplit(shown, '\n')) {
    WrapLine(line, std::max<size_t>(width, 1), &lines);
  }
  return lines;
}

std::string Paragraph(absl::string_view text, size_t indent, size_t width) {
  std::string out;
  for (const std::string& line : Wrap(text, width > indent ? width - indent : 1)) {
    absl::StrAppend(&out, line.empty() ? "" : std::string(indent, ' '), line, "\n");
  }
  return out;
}

std::string Toned(absl::string_view text, Tone tone, bool color) {
  const absl::string_view code = [tone]() -> absl::string_view {
    switch (tone) {
      case Tone::kStrong:
        return "1";
      case Tone::kBad:
        return "31";
      case Tone::kOpen:
        return "33";
      case Tone::kGood:
        return "32";
      case Tone::kDim:
        return "2";
      case Tone::kPlain:
        break;
    }
    return "";
  }();
  if (!color || code.empty() || text.empty()) return std::string(text);
  return absl::StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

Table::Table(std::vector<Column> columns, bool drop_empty, bool color)
    : columns_(std::move(columns)), drop_empty_(drop_empty), color_(color) {
  for (const Column& column : columns_) {
    widths_.push_back(std::max(column.width_min, CountCodePoints(column.title)));
  }
}

void Table::AddRow(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  for (Cell& cell : cells) cell.text = Printable(cell.text);
  rows_.push_back(std::move(cells));
}

// Decide which columns stand side by side, and whether any do.
void Table::Arrange(size_t width) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    const bool has_text =
        std::any_of(rows_.begin(), rows_.end(), [i](const Cells& row) { return !row[i].text.empty(); });
    if (!columns_[i].below && (has_text || !drop_empty_)) shown_.push_back(i);
  }
  // A row without any text is shown, too.
  for (size_t i = 0; shown_.empty() && i < columns_.size(); ++i) shown_.push_back(i);
  // First shrink to the titles and to `width_min`; then give up columns; at last, shrink to the smallest readable
  // width.
  for (FitWidths(width, /*narrow=*/false); !Fits(width) && GiveUpColumn();) FitWidths(width, /*narrow=*/false);
  if (!Fits(width)) FitWidths(width, /*narrow=*/true);
  records_ = !Fits(width) && shown_.size() > 1;
}

// Move the column that matters least below the row.
bool Table::GiveUpColumn() {
  auto least = shown_.end();
  for (auto it = shown_.begin(); it != shown_.end(); ++it) {
    if (columns_[*it].rank > 0 && (least == shown_.end() || columns_[*it].rank >= columns_[*least].rank)) least = it;
  }
  if (least == shown_.end()) return false;
  shown_.erase(least);
  return true;
}

void Table::FitWidths(size_t width, bool narrow) {
  std::vector<size_t> whole(columns_.size());
  for (const size_t i : shown_) {
    if (begun_ && columns_[i].wraps) continue;
    if (!begun_) widths_[i] = std::max(columns_[i].width_min, CountCodePoints(columns_[i].title));
    for (const Cells& row : rows_) {
      widths_[i] = std::max(widths_[i], NaturalWidth(row[i].text));
      whole[i] = std::max(whole[i], WholeWidth(row[i].text));
    }
  }
  if (begun_) return;
  const auto floor = [&](size_t i) {
    const size_t readable = std::max(kWrappedMin, whole[i]);
    return narrow ? readable : std::max({readable, columns_[i].width_min, CountCodePoints(columns_[i].title)});
  };
  (void)Shrink(width, floor);
}

bool Table::Fits(size_t width) const {
  size_t total = shown_.empty() ? 0 : (shown_.size() - 1) * kGap;
  for (const size_t i : shown_) total += widths_[i];
  return total <= width;
}

// Shrink the widest column that may shrink, until the table fits. Return whether it fits.
bool Table::Shrink(size_t width, absl::FunctionRef<size_t(size_t)> floor) {
  while (!Fits(width)) {
    size_t widest = columns_.size();
    for (const size_t i : shown_) {
      if (!columns_[i].wraps || widths_[i] <= floor(i)) continue;
      if (widest == columns_.size() || widths_[i] > widths_[widest]) widest = i;
    }
    if (widest == columns_.size()) return false;
    --widths_[widest];
  }
  return true;
}

std::string Table::Line(const Cells& cells) const {
  std::vector<std::vector<std::string>> wrapped;
  size_t height = 0;
  for (const size_t i : shown_) {
    wrapped.push_back(columns_[i].wraps ? Wrap(cells[i].text, widths_[i])
                                        : std::vector<std::string>(absl::StrSplit(cells[i].text, '\n')));
    height = std::max(height, wrapped.back().size());
  }
  std::string out;
  for (size_t h = 0; h < height; ++h) {
    size_t owed = 0;  // spaces before the next text: a line has none at its end
    for (size_t at = 0; at < shown_.size(); ++at) {
      const size_t i = shown_[at];
      const absl::string_view whole = h < wrapped[at].size() ? wrapped[at][h] : absl::string_view();
      const absl::string_view text = absl::StripTrailingAsciiWhitespace(whole);
      const size_t length = CountCodePoints(text);
      const size_t space = length < widths_[i] ? widths_[i] - length : 0;
      owed += (at == 0 ? 0 : kGap) + (columns_[i].right ? space : 0);
      if (!text.empty()) {
        absl::StrAppend(&out, std::string(owed, ' '), Toned(text, cells[i].tone, color_));
        owed = 0;
      }
      owed += columns_[i].right ? 0 : space;
    }
    absl::StrAppend(&out, "\n");
  }
  return out;
}

// What is not in a column of its own. A long identifier has a line of its own, so that it can be found and copied.
std::string Table::Below(const Cells& cells, size_t width) const {
  std::string short_ones;
  std::string long_ones;
  const auto add_lines = [&](absl::string_view text, Tone tone, std::string* out) {
    for (const std::string& line : Wrap(text, width > kGap ? width - kGap : 1))
      absl::StrAppend(out, line.empty() ? "" : std::string(kGap, ' '), Toned(line, tone, color_), "\n");
  };
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (cells[i].text.empty() || std::find(shown_.begin(), shown_.end(), i) != shown_.end()) continue;
    if (columns_[i].below) continue;
    const std::string text = absl::StrCat(columns_[i].title, ": ", absl::StrReplaceAll(cells[i].text, {{"\n", ", "}}));
    if (HasLongIdentifier(cells[i].text)) {
      add_lines(text, cells[i].tone, &long_ones);
    } else {
      absl::StrAppend(&short_ones, short_ones.empty() ? "" : "; ", text);
    }
  }
  std::string out;
  if (!short_ones.empty()) add_lines(short_ones, Tone::kPlain, &out);
  out += long_ones;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].below && !cells[i].text.empty()) add_lines(cells[i].text, cells[i].tone, &out);
  }
  return out;
}

// A row whose columns do not fit side by side.
std::string Table::Record(const Cells& cells, size_t width) const {
  size_t label = 0;
  for (const Column& column : columns_) label = std::max(label, CountCodePoints(column.title));
  std::string out;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (cells[i].text.empty()) continue;
    const bool beside = !columns_[i].below && width >= label + kGap + kWrappedMin;
    const size_t indent = beside ? label + kGap : kGap;
    if (!beside && !columns_[i].below) absl::StrAppend(&out, Toned(columns_[i].title, Tone::kStrong, color_), "\n");
    std::vector<std::string> lines = Wrap(cells[i].text, width > indent ? width - indent : 1);
    for (size_t h = 0; h < lines.size(); ++h) {
      const std::string space = !beside || h > 0
                                    ? std::string(indent, ' ')
                                    : absl::StrCat(Toned(columns_[i].title, Tone::kStrong, color_),
                                                   std::string(indent - CountCodePoints(columns_[i].title), ' '));
      absl::StrAppend(&out, lines[h].empty() ? "" : absl::StrCat(space, Toned(lines[h], cells[i].tone, color_)), "\n");
    }
  }
  return absl::StrCat(out, "\n");
}

std::string Table::Take(size_t width) {
  if (rows_.empty()) return "";
  std::string out;
  if (!begun_) {
    Arrange(width);
    if (!records_) {
      Cells titles(columns_.size());
      Cells rules(columns_.size());
      for (const size_t i : shown_) {
        titles[i] = Cell(columns_[i].title, Tone::kStrong);
        rules[i] = std::string(std::min(widths_[i], std::max<size_t>(width, 1)), '-');
      }
      absl::StrAppend(&out, Line(titles), Line(rules));
    }
    begun_ = true;
  } else {
    FitWidths(width, /*narrow=*/false);
  }
  for (const Cells& row : rows_) {
    absl::StrAppend(&out, records_ ? Record(row, width) : absl::StrCat(Line(row), Below(row, width)));
  }
  rows_.clear();
  return out;
}

}  // namespace casejournal::services
