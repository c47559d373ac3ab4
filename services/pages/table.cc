#include "services/pages/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

// A run of at least this many hexadecimal digits is a digest. A digest is never broken, so that it can be copied.
constexpr size_t kDigestDigits = 32;

// If `cut` is inside a digest, return the end of the word that contains the digest; else return `cut`.
size_t BehindDigest(absl::string_view line, size_t cut) {
  size_t begin = cut;
  size_t end = cut;
  while (begin > 0 && absl::ascii_isxdigit(static_cast<unsigned char>(line[begin - 1]))) --begin;
  while (end < line.size() && absl::ascii_isxdigit(static_cast<unsigned char>(line[end]))) ++end;
  if (begin == cut || end - begin < kDigestDigits) return cut;
  return std::min(line.find(' ', end), line.size());
}

// Return the width of the widest word of `cell` that contains a digest.
size_t DigestWidth(absl::string_view cell) {
  size_t width = 0;
  for (const absl::string_view word : absl::StrSplit(cell, absl::ByAnyChar(" \n"))) {
    size_t run = 0;
    for (const char c : word) {
      run = absl::ascii_isxdigit(static_cast<unsigned char>(c)) ? run + 1 : 0;
      if (run == kDigestDigits) width = std::max(width, CountCodePoints(word));
    }
  }
  return width;
}

void WrapLine(absl::string_view line, size_t width, std::vector<std::string>* out) {
  line = absl::StripTrailingAsciiWhitespace(line);
  const size_t first = std::min(line.find_first_not_of(' '), line.size());
  std::string indent(std::min(first, width / 2), ' ');
  line.remove_prefix(first);
  const bool marked = absl::StartsWith(line, "- ") || absl::StartsWith(line, "* ");
  const bool bullet = marked && indent.size() + 2 < width;
  for (size_t room = width - indent.size(); CountCodePoints(line) > room;) {
    size_t cut = BytesOfWidth(line, room);
    const size_t space = line.rfind(' ', cut);  // A space just after the edge is a valid place, too.
    cut = space != absl::string_view::npos && space > 0 ? space : BehindDigest(line, cut);
    out->push_back(absl::StrCat(indent, absl::StripTrailingAsciiWhitespace(line.substr(0, cut))));
    line = absl::StripLeadingAsciiWhitespace(line.substr(cut));
    if (bullet) indent.resize(std::min(first, width / 2) + 2, ' ');
    room = width - indent.size();
  }
  out->push_back(line.empty() ? std::string() : absl::StrCat(indent, line));
}

size_t NaturalWidth(absl::string_view cell) {
  size_t width = 0;
  for (absl::string_view line : absl::StrSplit(cell, '\n')) {
    width = std::max(width, CountCodePoints(line));
  }
  return width;
}

std::string Padded(absl::string_view text, size_t width, bool right) {
  const size_t length = CountCodePoints(text);
  const std::string space(length < width ? width - length : 0, ' ');
  return right ? absl::StrCat(space, text) : absl::StrCat(text, space);
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

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) {
    widths_.push_back(std::max(column.width_min, CountCodePoints(column.title)));
  }
}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

void Table::FitWidths(size_t width) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (begun_ && columns_[i].wraps) continue;
    for (const auto& row : rows_) widths_[i] = std::max(widths_[i], NaturalWidth(row[i]));
  }
  if (begun_) return;
  std::vector<size_t> digests(columns_.size());
  for (const auto& row : rows_) {
    for (size_t i = 0; i < columns_.size(); ++i) digests[i] = std::max(digests[i], DigestWidth(row[i]));
  }
  // First shrink to the titles and to `width_min`; in a narrow terminal, to the smallest readable width. A digest is
  // never broken.
  const auto readable = [&](size_t i) {
    return std::max({kWrappedMin, columns_[i].width_min, CountCodePoints(columns_[i].title), digests[i]});
  };
  if (!Shrink(width, readable)) (void)Shrink(width, [&](size_t i) { return std::max(kWrappedMin, digests[i]); });
}

// Shrink the widest column that may shrink, until the table fits. Return whether it fits.
bool Table::Shrink(size_t width, absl::FunctionRef<size_t(size_t)> floor) {
  size_t total = (columns_.size() - 1) * kGap;
  for (size_t column : widths_) total += column;
  for (; total > width; --total) {
    size_t widest = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].wraps || widths_[i] <= floor(i)) continue;
      if (widest == columns_.size() || widths_[i] > widths_[widest]) widest = i;
    }
    if (widest == columns_.size()) return false;
    --widths_[widest];
  }
  return true;
}

std::string Table::Line(const std::vector<std::string>& cells) const {
  std::vector<std::vector<std::string>> wrapped;
  size_t height = 0;
  for (size_t i = 0; i < columns_.size(); ++i) {
    wrapped.push_back(columns_[i].wraps ? Wrap(cells[i], widths_[i])
                                        : std::vector<std::string>(absl::StrSplit(cells[i], '\n')));
    height = std::max(height, wrapped.back().size());
  }
  std::string out;
  for (size_t h = 0; h < height; ++h) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string& text = h < wrapped[i].size() ? wrapped[i][h] : std::string();
      absl::StrAppend(&line, i == 0 ? "" : std::string(kGap, ' '), Padded(text, widths_[i], columns_[i].right));
    }
    absl::StrAppend(&out, absl::StripTrailingAsciiWhitespace(line), "\n");
  }
  return out;
}

std::string Table::Take(size_t width) {
  if (rows_.empty()) return "";
  FitWidths(width);
  std::string out;
  if (!begun_) {
    std::vector<std::string> titles;
    std::vector<std::string> rules;
    for (size_t i = 0; i < columns_.size(); ++i) {
      titles.push_back(columns_[i].title);
      rules.push_back(std::string(widths_[i], '-'));
    }
    absl::StrAppend(&out, Line(titles), Line(rules));
    begun_ = true;
  }
  for (const auto& row : rows_) absl::StrAppend(&out, Line(row));
  rows_.clear();
  return out;
}

}  // namespace casejournal::services
