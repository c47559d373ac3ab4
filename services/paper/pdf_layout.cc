#include "services/paper/pdf_layout.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/digest_code/digest_code.h"
#include "services/pages/utf8.h"
#include "services/paper/contents.h"
#include "services/paper/pieces.h"
#include "services/paper/text_run.h"

namespace casejournal::services {
namespace {

// In points.
constexpr double kLeft = 56;
constexpr double kTop = 66;
constexpr double kBottom = 82;
constexpr double kHeadAt = 36;
constexpr double kQrSize = 46;
constexpr double kSmallType = 9;
constexpr double kTiny = 7.5;
// A document with more pages has a list of contents.
constexpr size_t kPagesOfShort = 6;

struct Size {
  double width = 612;
  double height = 792;
};

// A word of this file in the language of a document.
std::string Word(absl::string_view language, absl::string_view english) {
  if (!absl::StartsWith(language, "es")) return std::string(english);
  return english == "Page" ? "Página" : english == "of" ? "de" : english == "Contents" ? "Contenido" : "continuación";
}

Size SizeOf(PaperSize paper) { return paper == PaperSize::kA4 ? Size{595.276, 841.89} : Size{}; }

// A piece and where it stands on its page.
struct Placed {
  const Piece* piece;
  double y = 0;
  std::string continued = {};  // the words above the first row of a page; then there is no piece
};
using PagePieces = std::vector<Placed>;

constexpr double kContinuedHeight = 14;

// Put the pieces on pages, from the top of each.
std::vector<PagePieces> Paginate(const std::vector<Piece>& pieces, double page_height) {
  std::vector<PagePieces> pages(1);
  double y = 0;
  const auto begin_page = [&](const Piece& first) {
    pages.emplace_back();
    y = 0;
    if (!first.continued.empty()) {
      pages.back().push_back({nullptr, y, first.continued});
      y += kContinuedHeight;
    }
    if (first.head != nullptr) {
      pages.back().push_back({first.head.get(), y});
      y += first.head->height;
    }
  };
  bool is_fresh = true;  // nothing but a repeated head is on the page
  for (size_t i = 0; i < pieces.size();) {
    // What stays together, as far as a page has room for it.
    size_t end = i + 1;
    double height = pieces[i].height;
    const double room = page_height - kContinuedHeight - (pieces[i].head == nullptr ? 0 : pieces[i].head->height);
    while (pieces[end - 1].with_next && end < pieces.size()) {
      const double more = pieces[end].before + pieces[end].height;
      if (height + more > room) break;
      height += more;
      ++end;
    }
    if (!is_fresh && y + pieces[i].before + height > page_height) {
      begin_page(pieces[i]);
      is_fresh = true;
    }
    for (; i < end; ++i) {
      if (!is_fresh) y += pieces[i].before;
      pages.back().push_back({&pieces[i], y});
      y += pieces[i].height;
      is_fresh = false;
    }
  }
  return pages;
}

struct Unref {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

cairo_status_t AppendTo(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

// What is on every page: the running head, the number of the page, the digest.
class Margins {
 public:
  Margins(const Document& document, const Typesetter& typesetter, Size size)
      : document_(document), typesetter_(typesetter), size_(size) {
    code_ = CodeOfDigest(document.digest);
  }

  bool ok() const { return document_.digest.empty() || code_.has_value(); }

  void Draw(cairo_t* cairo, size_t page, size_t pages) const {
    const double width = size_.width - 2 * kLeft;
    cairo_tag_begin(cairo, "NonStruct", nullptr);
    if (page > 0 && !document_.running_head.empty()) {
      const TextRun head(typesetter_, document_.running_head, {.size = kTiny, .gray = true}, width);
      head.Draw(cairo, kLeft, kHeadAt, 0, 1, NoLink);
      cairo_set_line_width(cairo, 0.4);
      cairo_move_to(cairo, kLeft, kHeadAt + head.LineHeight(0) + 3);
      cairo_line_to(cairo, kLeft + width, kHeadAt + head.LineHeight(0) + 3);
      cairo_stroke(cairo);
    }
    const double foot = size_.height - kBottom + 14;
    const std::string number =
        absl::StrCat(Word(document_.language, "Page"), " ", page + 1, " ", Word(document_.language, "of"), " ", pages);
    TextRun(typesetter_, number, {.size = kTiny, .gray = true}, width - kQrSize - 10)
        .Draw(cairo, kLeft, foot + 26, 0, 1, NoLink);
    if (!document_.digest.empty()) {
      const TextRun of(typesetter_, absl::StrCat("SHA-256, ", document_.digest_of, ":"), {.size = kTiny, .gray = true},
                       width - kQrSize - 10);
      of.Draw(cairo, kLeft, foot, 0, 1, NoLink);
      const Document::Text digest(std::vector<Document::Span>{{document_.digest, Document::Look::kCode}});
      TextRun(typesetter_, digest, {.size = kTiny + 1.5}, width - kQrSize - 10)
          .Draw(cairo, kLeft, foot + 12, 0, 1, NoLink);
      DrawCode(cairo, size_.width - kLeft - kQrSize, foot);
    }
    cairo_tag_end(cairo, "NonStruct");
  }

 private:
  static void NoLink(const std::string&, double, double, double, double) {}

  void DrawCode(cairo_t* cairo, double x, double y) const {
    const double module = kQrSize / code_->width;
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (const DigestCode::Run& run : code_->runs)
      cairo_rectangle(cairo, x + run.column * module, y + run.row * module, run.length * module, module);
    cairo_fill(cairo);
  }

  const Document& document_;
  const Typesetter& typesetter_;
  const Size size_;
  std::optional<DigestCode> code_;
};

// The element that holds elements of this kind one after the other; null if there is none.
const char* ContainerOf(std::string_view tag) { return tag == "TR" ? "Table" : tag == "TOCI" ? "TOC" : nullptr; }

void DrawPage(cairo_t* cairo, const PagePieces& page, const Typesetter& typesetter, double width,
              const std::string& language) {
  const char* open = nullptr;  // the element that is open
  int group = 0;
  const char* container = nullptr;
  const auto close = [&] {
    if (open != nullptr) cairo_tag_end(cairo, open);
    open = nullptr;
  };
  const auto close_container = [&] {
    if (container != nullptr) cairo_tag_end(cairo, container);
    container = nullptr;
  };
  for (const Placed& placed : page) {
    const double y = kTop + placed.y;
    if (placed.piece == nullptr) {
      const TextRun words(typesetter, absl::StrCat(placed.continued, ", ", Word(language, "continued")),
                          {.size = kSmallType, .gray = true}, width);
      words.Draw(cairo, kLeft, y, 0, 1, [](const std::string&, double, double, double, double) {});
      continue;
    }
    const Piece& piece = *placed.piece;
    const char* within = ContainerOf(piece.tag);
    if (within != nullptr || group != piece.group || group == 0) close();
    // The head of a table begins another one: its rows name a copy of it.
    const bool begins_table = std::string_view(piece.tag) == "TR" && piece.head == nullptr;
    if (within != container || begins_table) close_container();
    if (container == nullptr && within != nullptr) {
      cairo_tag_begin(cairo, within, nullptr);
      container = within;
    }
    if (open == nullptr) {
      cairo_tag_begin(cairo, piece.tag, nullptr);
      open = piece.tag;
      group = piece.group;
    }
    piece.draw(cairo, kLeft, y);
    if (within != nullptr) close();
  }
  close();
  close_container();
}

// Put a list of contents into a document that has more than a few pages without it.
std::vector<PagePieces> PaginateWithContents(const Document& document, const Typesetter& typesetter, double width,
                                             double page_height, DocumentPieces& made) {
  std::vector<PagePieces> pages = Paginate(made.pieces, page_height);
  if (pages.size() <= kPagesOfShort) return pages;
  const auto numbers = std::make_shared<PagesOfHeadings>();
  std::vector<Piece> contents =
      ContentsOf(made.bookmarks, Word(document.language, "Contents"), typesetter, width, numbers);
  if (contents.empty()) return pages;
  made.pieces.insert(made.pieces.begin() + static_cast<std::ptrdiff_t>(made.contents_at),
                     std::make_move_iterator(contents.begin()), std::make_move_iterator(contents.end()));
  pages = Paginate(made.pieces, page_height);
  for (size_t page = 0; page < pages.size(); ++page) {
    for (const Placed& placed : pages[page]) {
      if (placed.piece != nullptr && !placed.piece->heading.empty()) (*numbers)[placed.piece->heading] = page + 1;
    }
  }
  return pages;
}

// Give the file what Cairo does not: its language, and an identifier that follows from its content.
absl::StatusOr<std::string> Finished(const std::string& pdf, const std::string& language) try {
  QPDF file;
  file.setSuppressWarnings(true);
  file.processMemoryFile("document", pdf.data(), pdf.size());
  QPDFObjectHandle root = file.getRoot();
  root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(language));
  root.replaceKey("/MarkInfo", QPDFObjectHandle::parse("<< /Marked true >>"));
  root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
  QPDFWriter writer(file);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.write();
  const std::shared_ptr<Buffer> written = writer.getBufferSharedPointer();
  return std::string(reinterpret_cast<const char*>(written->getBuffer()), written->getSize());
} catch (const std::exception& error) {
  return absl::InternalError(absl::StrCat("qpdf: ", error.what()));
}

}  // namespace

absl::StatusOr<std::string> PdfOf(const Document& document, const PdfOptions& options) {
  if (absl::Status fonts = Typesetter::CheckFonts(); !fonts.ok()) return fonts;
  const Size size = SizeOf(options.paper);
  const double width = size.width - 2 * kLeft;
  const double page_height = size.height - kTop - kBottom;
  const Typesetter typesetter(document.language);
  absl::StatusOr<DocumentPieces> made = PiecesOf(document, typesetter, width, page_height);
  if (!made.ok()) return made.status();
  const std::vector<PagePieces> pages = PaginateWithContents(document, typesetter, width, page_height, *made);
  const Margins margins(document, typesetter, size);
  if (!margins.ok()) return absl::InternalError("libqrencode: the digest has no QR code");

  std::string pdf;
  const std::unique_ptr<cairo_surface_t, Unref> surface(
      cairo_pdf_surface_create_for_stream(AppendTo, &pdf, size.width, size.height));
  const std::string title = Printable(document.title);
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "CaseJournal");
  const std::string made_at =
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(options.made_at_us), absl::UTCTimeZone());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, made_at.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_MOD_DATE, made_at.c_str());
  std::vector<int> parents = {CAIRO_PDF_OUTLINE_ROOT};
  for (const Bookmark& bookmark : made->bookmarks) {
    const size_t level = std::min(static_cast<size_t>(std::max(bookmark.level, 1)), parents.size());
    parents.resize(level);
    const std::string target = absl::StrCat("dest='", bookmark.anchor, "'");
    parents.push_back(cairo_pdf_surface_add_outline(surface.get(), parents.back(), Printable(bookmark.text).c_str(),
                                                    target.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN));
  }
  const std::unique_ptr<cairo_t, Unref> cairo(cairo_create(surface.get()));
  for (size_t page = 0; page < pages.size(); ++page) {
    margins.Draw(cairo.get(), page, pages.size());
    DrawPage(cairo.get(), pages[page], typesetter, width, document.language);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  const cairo_status_t drawn = cairo_status(cairo.get());
  const cairo_status_t written = cairo_surface_status(surface.get());
  if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
    return absl::InternalError(
        absl::StrCat("Cairo: ", cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written)));
  }
  return Finished(pdf, document.language);
}

}  // namespace casejournal::services
