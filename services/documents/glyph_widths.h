// How much room a line of text needs in a font that the drawing cannot choose. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_GLYPH_WIDTHS_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_GLYPH_WIDTHS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return the width of `text` (UTF-8, one line) in a sans-serif font of this size, in the unit of `size`. It is that of
// a wide font: other fonts need less.
double TextWidth(absl::string_view text, double size, bool bold = false);

// Return `text` if it fits `width`; otherwise as many of its characters as fit, and "…". Empty if fewer than three fit.
std::string Shortened(absl::string_view text, double width, double size, bool bold = false);

// Return `text` as lines that fit `width`, broken between words, and inside a word that is too long for a line. If
// there would be more than `lines_max` lines, the last is shortened.
std::vector<std::string> LinesOf(absl::string_view text, double width, double size, size_t lines_max);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_GLYPH_WIDTHS_H_
