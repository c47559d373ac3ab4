// Documents on paper: PDF, made with Pango, Cairo, librsvg, libqrencode, and libqpdf.
#ifndef CASEJOURNAL_SERVICES_PAPER_PDF_LAYOUT_H_
#define CASEJOURNAL_SERVICES_PAPER_PDF_LAYOUT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/pages/document.h"

namespace casejournal::services {

enum class PaperSize { kLetter, kA4 };

struct PdfOptions {
  PaperSize paper = PaperSize::kLetter;
  // What the file says about when it was made, in microseconds since 1970-01-01 UTC: the moment that the document is as
  // of, not the time of the clock.
  int64_t made_at_us = 0;
};

// Return the document as PDF. Each page has the running head, page x of y, the digest, and a QR code of the digest in
// upper-case hexadecimal. Rows of tables are never cut unless they are longer than a page, heads of tables are
// repeated, and no heading is alone at the foot of a page. A document of more than 6 pages with at least 5 headings has
// a list of contents with pages and links. The file has its title and language, bookmarks, links, tags for headings and
// tables, and embedded fonts; text can be selected, and a digest is one run.
//
// The same document gives the same bytes with the same versions of the program, of the libraries, and of the fonts,
// which are only those of the packages fonts-noto-core and fonts-noto-mono. Safe for concurrent use.
//   kFailedPrecondition  the fonts are not installed.
//   kInvalidArgument     a figure is no SVG that can be drawn.
//   kInternal            a library failed; the message says which.
absl::StatusOr<std::string> PdfOf(const Document& document, const PdfOptions& options);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAPER_PDF_LAYOUT_H_
