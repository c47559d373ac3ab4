#include "services/documents/glyph_widths.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// In thousandths of the font size: the widest of common sans-serif fonts for U+0020 to U+007E.
constexpr int kAsciiWidths[] = {
    318,  401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,  // space to /
    636,  636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556,  // 0 to ?
    1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787,  // @ to O
    667,  787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556,  // P to _
    500,  613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,  // ` to o
    635,  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838};      // p to ~
constexpr int kLatinWidth = 700;
constexpr int kOtherWidth = 850;
constexpr int kFullWidth = 1050;
constexpr double kBoldFactor = 1.16;
constexpr char kEllipsis[] = "…";

// The width of a code point, which the first byte tells well enough: two bytes up to U+07FF, three from U+0800.
int GlyphWidth(absl::string_view glyph) {
  const unsigned char first = static_cast<unsigned char>(glyph.front());
  if (glyph.size() == 1) return first >= 0x20 && first < 0x7F ? kAsciiWidths[first - 0x20] : kOtherWidth;
  if (glyph.size() == 2) return first <= 0xC9 ? kLatinWidth : kOtherWidth;
  return kFullWidth;
}

// The code point at the beginning; one byte if that is not UTF-8.
absl::string_view FirstGlyph(absl::string_view text) {
  return text.substr(0, std::max<size_t>(1, CodePointBytes(text)));
}

// Return how many bytes of `text` fit, in whole code points.
size_t BytesThatFit(absl::string_view text, double width, double size, bool bold) {
  size_t bytes = 0;
  while (bytes < text.size()) {
    const size_t next = FirstGlyph(text.substr(bytes)).size();
    if (TextWidth(text.substr(0, bytes + next), size, bold) > width) break;
    bytes += next;
  }
  return bytes;
}

}  // namespace

double TextWidth(absl::string_view text, double size, bool bold) {
  double thousandths = 0;
  while (!text.empty()) {
    const absl::string_view glyph = FirstGlyph(text);
    thousandths += GlyphWidth(glyph);
    text.remove_prefix(glyph.size());
  }
  return thousandths / 1000 * size * (bold ? kBoldFactor : 1);
}

std::string Shortened(absl::string_view text, double width, double size, bool bold) {
  if (TextWidth(text, size, bold) <= width) return std::string(text);
  const size_t bytes = BytesThatFit(text, width - TextWidth(kEllipsis, size, bold), size, bold);
  absl::string_view kept = text.substr(0, bytes);
  while (!kept.empty() && (kept.back() == ' ' || kept.back() == ',')) kept.remove_suffix(1);
  return CountCodePoints(kept) < 3 ? std::string() : absl::StrCat(kept, kEllipsis);
}

std::vector<std::string> LinesOf(absl::string_view text, double width, double size, size_t lines_max) {
  std::vector<std::string> lines;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) lines.push_back(std::exchange(line, ""));
  };
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!line.empty() && TextWidth(absl::StrCat(line, " ", word), size) > width) end_line();
    while (line.empty() && TextWidth(word, size) > width) {
      const size_t bytes = std::max(BytesThatFit(word, width, size, false), FirstGlyph(word).size());
      lines.emplace_back(word.substr(0, bytes));
      word.remove_prefix(bytes);
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  end_line();
  if (lines.size() <= lines_max) return lines;
  std::string rest = lines[lines_max - 1];
  for (size_t i = lines_max; i < lines.size(); ++i) absl::StrAppend(&rest, " ", lines[i]);
  lines.resize(lines_max);
  lines.back() = Shortened(rest, width, size);
  return lines;
}

}  // namespace casejournal::services
