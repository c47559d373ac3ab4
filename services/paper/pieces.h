// The blocks of a document as pieces that a page holds whole. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_PAPER_PIECES_H_
#define CASEJOURNAL_SERVICES_PAPER_PIECES_H_

#include <cairo.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/pages/document.h"
#include "services/paper/text_run.h"

namespace casejournal::services {

// Something on a page that is not cut: a line of a paragraph, a row of a table, a figure.
struct Piece {
  double height = 0;
  double before = 0;       // space above it, unless it is the first on a page
  bool with_next = false;  // not the last on a page
  // Pieces of one table have one head, which a page repeats that begins inside the table. Null: of no table.
  std::shared_ptr<const Piece> head = nullptr;
  std::string continued = {};  // in an outline: what a page says that begins with this piece
  std::string heading = {};    // the anchor of the heading that it is
  const char* tag = "P";       // for readers who hear a document
  int group = 0;               // pieces with the same group on a page are one element of that kind
  std::function<void(cairo_t*, double x, double y)> draw;
};

struct Bookmark {
  int level = 1;
  std::string text;
  std::string anchor;
};

// A document as pieces, from its title to its end.
struct DocumentPieces {
  std::vector<Piece> pieces;
  std::vector<Bookmark> bookmarks;
  size_t contents_at = 0;             // where a list of contents belongs
  std::shared_ptr<const void> owner;  // what the pieces draw with; they need it
};

// Lay out the blocks for pages of this width and height, in points. `document` and `typesetter` must outlive the
// result.
//   kInvalidArgument  a figure is no SVG that can be drawn.
absl::StatusOr<DocumentPieces> PiecesOf(const Document& document, const Typesetter& typesetter, double width,
                                        double page_height);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAPER_PIECES_H_
