#include "services/paper/pieces.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/paper/column_widths.h"

namespace casejournal::services {
namespace {

// In points.
constexpr double kBody = 10;
constexpr double kSmall = 9;
constexpr double kIndent = 14;
constexpr double kCellGap = 9;
constexpr double kRowGap = 3.5;
constexpr double kLabelWidth = 112;
constexpr double kBelowNotice = 7;
constexpr double kAboveFigure = 52;  // what a page has room for above its highest figure: a heading
constexpr double kOutlineCharacter = 4.6;

// Turns blocks into pieces.
class Pieces {
 public:
  Pieces(const Document& document, const Typesetter& typesetter, double width, double page_height)
      : document_(document), typesetter_(typesetter), width_(width), page_height_(page_height) {
    for (std::string& anchor : AnchorsOf(document.blocks)) anchors_.insert(std::move(anchor));
  }

  absl::Status Make() {
    AddTitle();
    bool begun = false;
    for (size_t i = 0; i < document_.blocks.size(); ++i) {
      const Document::Block& block = document_.blocks[i];
      begun = begun || !std::holds_alternative<Document::Notice>(block);
      // What stands alone at the end is not alone on the last page.
      if (i > 0 && i + 1 == document_.blocks.size() && std::holds_alternative<Document::Paragraph>(block))
        pieces_.back().with_next = true;
      if (absl::Status made = std::visit([this](const auto& each) { return Add(each); }, block); !made.ok())
        return made;
      if (LeadsTo(i)) pieces_.back().with_next = true;
      if (!begun) contents_at_ = pieces_.size();
    }
    return absl::OkStatus();
  }

  // Where a list of contents belongs: after the title and the notice.
  size_t contents_at() const { return contents_at_; }

  std::vector<Piece> TakePieces() { return std::move(pieces_); }
  std::vector<Bookmark> TakeBookmarks() { return std::move(bookmarks_); }

 private:
  using Text = std::shared_ptr<const TextRun>;

  // Whether the block is a line whose list follows: it is not the last on its page.
  bool LeadsTo(size_t i) const {
    if (i + 1 >= document_.blocks.size()) return false;
    const auto* line = std::get_if<Document::Paragraph>(&document_.blocks[i]);
    const auto* next = std::get_if<Document::Paragraph>(&document_.blocks[i + 1]);
    return line != nullptr && next != nullptr && !line->bullet && next->bullet && !next->apart;
  }

  // A link to what is not in the document is plain text.
  Text Run(Document::Text text, TypeStyle style, double width, bool right = false) const {
    for (Document::Span& span : text.spans) {
      if (anchors_.count(span.link) == 0) span.link.clear();
    }
    return std::make_shared<TextRun>(typesetter_, text, style, width, right);
  }

  // Draw lines of a text, with its links.
  void Draw(cairo_t* cairo, const TextRun& text, double x, double y, int from, int until) const {
    struct Box {
      std::string anchor;
      double x, y, width, height;
    };
    std::vector<Box> links;
    text.Draw(cairo, x, y, from, until,
              [&](const std::string& anchor, double left, double top, double width, double height) {
                links.push_back({anchor, left, top, width, height});
              });
    for (const Box& link : links) {
      const std::string attributes =
          absl::StrCat("dest='", link.anchor, "' rect=[", link.x, " ", link.y, " ", link.width, " ", link.height, "]");
      cairo_tag_begin(cairo, CAIRO_TAG_LINK, attributes.c_str());
      cairo_tag_end(cairo, CAIRO_TAG_LINK);
    }
  }

  static void DrawAnchor(cairo_t* cairo, const std::string& anchor, double x, double y) {
    if (anchor.empty()) return;
    const std::string attributes = absl::StrCat("name='", anchor, "' x=", x, " y=", y);
    cairo_tag_begin(cairo, CAIRO_TAG_DEST, attributes.c_str());
    cairo_tag_end(cairo, CAIRO_TAG_DEST);
  }

  // A text that can end a page between its lines, but leaves no single line behind or ahead.
  void AddLines(const Text& text, double indent, double before, const char* tag, bool with_next = false,
                const std::string& bullet = "") {
    const int group = ++groups_;
    const Text mark = bullet.empty() ? nullptr : Run(bullet, {.size = kBody}, 0);
    for (int line = 0; line < text->lines(); ++line) {
      Piece piece;
      piece.height = text->LineHeight(line);
      piece.before = line == 0 ? before : 0;
      piece.with_next =
          (line == 0 && text->lines() > 1) || line == text->lines() - 2 || (with_next && line == text->lines() - 1);
      piece.tag = tag;
      piece.group = group;
      piece.draw = [this, text, mark, indent, line](cairo_t* cairo, double x, double y) {
        if (line == 0 && mark != nullptr) Draw(cairo, *mark, x + indent - 10, y, 0, 1);
        Draw(cairo, *text, x + indent, y, line, line + 1);
      };
      pieces_.push_back(std::move(piece));
    }
  }

  void AddTitle() {
    bookmarks_.push_back({1, document_.title, "document"});
    const Text title = Run(document_.title, {.size = 18, .bold = true}, width_);
    Piece anchor;
    anchor.with_next = true;
    anchor.draw = [](cairo_t* cairo, double x, double y) { DrawAnchor(cairo, "document", x, y); };
    pieces_.push_back(std::move(anchor));
    AddLines(title, 0, 0, "H1", true);
    for (const Document::Text& line : document_.caption) {
      if (!line.empty()) AddLines(Run(line, {.size = kBody}, width_), 0, 3, "P");
    }
    contents_at_ = pieces_.size();
  }

  absl::Status Add(const Document::Heading& heading) {
    const bool is_section = heading.level <= 2;
    const std::string anchor = heading.anchor.empty() ? absl::StrCat("section-", bookmarks_.size()) : heading.anchor;
    bookmarks_.push_back({heading.level, heading.text, anchor});
    const Text text = Run(heading.text, {.size = is_section ? 13.0 : 11.0, .bold = true}, width_);
    Piece piece;
    piece.height = text->height() + (is_section ? 4 : 1);
    piece.before = is_section ? 16 : 10;
    piece.with_next = true;
    piece.tag = heading.level <= 1 ? "H1" : is_section ? "H2" : "H3";
    piece.heading = anchor;
    piece.group = ++groups_;
    piece.draw = [this, text, anchor, is_section](cairo_t* cairo, double x, double y) {
      DrawAnchor(cairo, anchor, x, y);
      Draw(cairo, *text, x, y, 0, text->lines());
      if (!is_section) return;
      cairo_set_line_width(cairo, 0.6);
      cairo_move_to(cairo, x, y + text->height() + 2);
      cairo_line_to(cairo, x + width_, y + text->height() + 2);
      cairo_stroke(cairo);
    };
    pieces_.push_back(std::move(piece));
    return absl::OkStatus();
  }

  absl::Status Add(const Document::Facts& facts) {
    for (const Document::Facts::Fact& fact : facts.facts) {
      const Text label = Run(fact.label, {.size = kSmall, .bold = true}, kLabelWidth - kCellGap);
      const Text value = Run(fact.value, {.size = kBody}, width_ - kLabelWidth);
      const int group = ++groups_;
      // A long value can go on, on the next page.
      for (int line = 0; line < value->lines(); ++line) {
        Piece piece;
        piece.height = value->LineHeight(line);
        if (line == value->lines() - 1) {
          piece.height += std::max(0.0, label->height() - value->height());
        }
        piece.before = line == 0 ? 3 : 0;
        piece.with_next = value->lines() > 1 && (line == 0 || line == value->lines() - 2);
        piece.group = group;
        piece.draw = [this, label, value, line](cairo_t* cairo, double x, double y) {
          if (line == 0) Draw(cairo, *label, x, y + 0.8, 0, label->lines());
          Draw(cairo, *value, x + kLabelWidth, y, line, line + 1);
        };
        pieces_.push_back(std::move(piece));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Add(const Document::Paragraph& paragraph) {
    const double indent = paragraph.indent * kIndent + (paragraph.bullet ? 10 : 0);
    AddLines(Run(paragraph.text, {.size = kBody}, width_ - indent), indent, paragraph.apart ? 9 : 4, "P", false,
             paragraph.bullet ? "•" : "");
    return absl::OkStatus();
  }

  absl::Status Add(const Document::Notice& notice) {
    Document::Text words = notice.text;
    if (!words.spans.empty()) absl::StripTrailingAsciiWhitespace(&words.spans.back().text);
    const Text text = Run(std::move(words), {.size = kSmall}, width_ - 20);
    Piece piece;
    piece.height = text->height() + 16 + kBelowNotice;
    piece.before = 10;
    piece.group = ++groups_;
    piece.draw = [this, text](cairo_t* cairo, double x, double y) {
      cairo_set_source_rgb(cairo, 0, 0, 0);
      cairo_set_line_width(cairo, 1);
      cairo_rectangle(cairo, x + 0.5, y + 0.5, width_ - 1, text->height() + 15);
      cairo_stroke(cairo);
      Draw(cairo, *text, x + 10, y + 8, 0, text->lines());
    };
    if (piece.height <= page_height_) {
      pieces_.push_back(std::move(piece));
    } else {
      AddLines(text, 10, 10, "P");
    }
    return absl::OkStatus();
  }

  absl::Status Add(const Document::Figure& figure) {
    GError* error = nullptr;
    std::shared_ptr<RsvgHandle> svg(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(figure.svg.data()), figure.svg.size(), &error),
        [](RsvgHandle* handle) {
          if (handle != nullptr) g_object_unref(handle);
        });
    if (svg == nullptr) {
      const absl::Status status = absl::InvalidArgumentError(absl::StrCat("a figure is no SVG: ", error->message));
      g_error_free(error);
      return status;
    }
    gboolean has_width = FALSE;
    gboolean has_height = FALSE;
    gboolean has_box = FALSE;
    RsvgLength svg_width;
    RsvgLength svg_height;
    RsvgRectangle box;
    rsvg_handle_get_intrinsic_dimensions(svg.get(), &has_width, &svg_width, &has_height, &svg_height, &has_box, &box);
    if (has_box == FALSE || box.width <= 0 || box.height <= 0)
      return absl::InvalidArgumentError("a figure has no viewBox");
    const double scale = std::min(width_ / box.width, (page_height_ - kAboveFigure) / box.height);
    Piece piece;
    piece.height = box.height * scale;
    piece.before = 10;
    piece.tag = "Figure";
    piece.group = ++groups_;
    const RsvgRectangle place{0, 0, box.width * scale, box.height * scale};
    piece.draw = [svg, place](cairo_t* cairo, double x, double y) {
      const RsvgRectangle here{x, y, place.width, place.height};
      cairo_save(cairo);
      rsvg_handle_render_document(svg.get(), cairo, &here, nullptr);
      cairo_restore(cairo);
    };
    pieces_.push_back(std::move(piece));
    return absl::OkStatus();
  }

  // The columns of a table that say something, and their widths.
  struct Columns {
    std::vector<size_t> shown;
    std::vector<double> widths;
  };

  Columns ColumnsOf(const Document::Table& table, TypeStyle style) const {
    Columns columns;
    std::vector<ColumnNeeds> needs;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const bool says = std::any_of(table.rows.begin(), table.rows.end(), [i](const Document::Row& row) {
        return i < row.cells.size() && !row.cells[i].empty();
      });
      if (!says) continue;
      columns.shown.push_back(i);
      needs.push_back(NeedsOf(table, i, style));
    }
    if (columns.shown.empty()) return columns;
    columns.widths = ColumnWidths(needs, width_ - kCellGap * static_cast<double>(columns.shown.size() - 1));
    return columns;
  }

  ColumnNeeds NeedsOf(const Document::Table& table, size_t i, TypeStyle style) const {
    const TypeStyle bold{.size = style.size, .bold = true};
    const Document::Column& column = table.columns[i];
    ColumnNeeds needs{.least = UnbrokenWidth(typesetter_, column.title, bold)};
    needs.kept = needs.least;
    needs.most = TextRun(typesetter_, column.title, bold, 0).natural_width();
    for (const Document::Row& row : table.rows) {
      std::vector<double>& lines = needs.cells.emplace_back();
      if (i >= row.cells.size() || row.cells[i].empty()) continue;
      const double indent = i == 0 ? row.level * kIndent + (row.bullet ? 10 : 0) : 0;
      const TypeStyle row_style = table.outline && row.level == 0 ? bold : style;
      for (const double line : TextRun(typesetter_, row.cells[i], row_style, 0).widths())
        lines.push_back(indent + line);
      needs.least = std::max(needs.least, indent + UnbrokenWidth(typesetter_, row.cells[i], row_style));
      needs.kept = std::max(needs.kept, indent + ShortLineWidth(typesetter_, row.cells[i], row_style));
      needs.most = std::max(needs.most, *std::max_element(lines.begin(), lines.end()));
    }
    if (!column.wraps && needs.most < width_ / 2) needs.kept = needs.most;
    if (table.outline && column.width > 0)
      needs.kept = std::max(needs.kept, std::min(width_ / 4, static_cast<double>(column.width) * kOutlineCharacter));
    needs.takes_rest = column.wraps;
    // A measure of text is not exact to the last digit.
    for (double* each : {&needs.least, &needs.kept, &needs.most}) *each += 1;
    return needs;
  }

  struct Cell {
    Text text;
    double x = 0;
  };

  std::vector<Cell> CellsOf(const Document::Table& table, const Columns& columns, const Document::Row& row,
                            TypeStyle style) const {
    std::vector<Cell> cells;
    double x = 0;
    for (size_t i = 0; i < columns.shown.size(); ++i) {
      const size_t column = columns.shown[i];
      const double indent = column == 0 ? row.level * kIndent + (row.bullet ? 10 : 0) : 0;
      if (column < row.cells.size() && !row.cells[column].empty()) {
        cells.push_back(
            {Run(row.cells[column], style, columns.widths[i] - indent, table.columns[column].right), x + indent});
      }
      x += columns.widths[i] + kCellGap;
    }
    return cells;
  }

  static double HeightOf(const std::vector<Cell>& cells) {
    double height = 0;
    for (const Cell& cell : cells) height = std::max(height, cell.text->height());
    return height;
  }

  Piece HeadOf(const Document::Table& table, const Columns& columns) const {
    Document::Row titles;
    for (const Document::Column& column : table.columns) titles.cells.emplace_back(column.title);
    const std::vector<Cell> cells = CellsOf(table, columns, titles, {.size = kSmall, .bold = true});
    Piece head;
    head.height = HeightOf(cells) + 2 * kRowGap;
    head.before = 8;
    head.with_next = true;
    head.tag = "TR";
    head.draw = [this, cells, height = head.height](cairo_t* cairo, double x, double y) {
      for (const Cell& cell : cells) {
        cairo_tag_begin(cairo, "TH", nullptr);
        Draw(cairo, *cell.text, x + cell.x, y + kRowGap, 0, cell.text->lines());
        cairo_tag_end(cairo, "TH");
      }
      cairo_set_line_width(cairo, 0.9);
      cairo_move_to(cairo, x, y + height);
      cairo_line_to(cairo, x + width_, y + height);
      cairo_stroke(cairo);
    };
    return head;
  }

  absl::Status Add(const Document::Table& table) {
    const TypeStyle style{.size = kSmall};
    const Columns columns = ColumnsOf(table, style);
    if (columns.shown.empty()) return absl::OkStatus();
    const auto head = std::make_shared<const Piece>(HeadOf(table, columns));
    pieces_.push_back(*head);
    std::vector<std::string> above;  // in an outline: the names of the rows that the next one may belong to
    for (size_t i = 0; i < table.rows.size(); ++i) {
      const Document::Row& row = table.rows[i];
      above.resize(std::min(above.size(), static_cast<size_t>(row.level)));
      AddRow(table, columns, row, above, head);
      // A goal is not the last row on a page if it has objectives. A page that begins with an activity names its
      // objective.
      if (row.level == 0 && i + 1 < table.rows.size() && table.rows[i + 1].level > 0) pieces_.back().with_next = true;
      above.resize(static_cast<size_t>(row.level) + 1);
      above.back() = row.name;
    }
    return absl::OkStatus();
  }

  void AddRow(const Document::Table& table, const Columns& columns, const Document::Row& row,
              const std::vector<std::string>& above, const std::shared_ptr<const Piece>& head) {
    const TypeStyle style{.size = kSmall, .bold = table.outline && row.level == 0, .struck = row.struck};
    std::vector<Cell> cells = CellsOf(table, columns, row, style);
    const Text bullet = row.bullet ? Run("•", {.size = kSmall}, 0) : nullptr;
    const double indent = row.level * kIndent;
    std::string continued;
    for (const std::string& name : above) {
      if (!name.empty()) continued = name;
    }
    Piece piece;
    piece.height = HeightOf(cells) + 2 * kRowGap;
    piece.head = head;
    piece.continued = continued;
    piece.tag = "TR";
    piece.draw = [this, cells, bullet, indent, anchor = row.anchor](cairo_t* cairo, double x, double y) {
      DrawAnchor(cairo, anchor, x, y);
      Line(cairo, x, y);
      if (bullet != nullptr) Draw(cairo, *bullet, x + indent, y + kRowGap, 0, 1);
      for (const Cell& cell : cells) {
        cairo_tag_begin(cairo, "TD", nullptr);
        Draw(cairo, *cell.text, x + cell.x, y + kRowGap, 0, cell.text->lines());
        cairo_tag_end(cairo, "TD");
      }
    };
    std::vector<Piece> details = DetailsOf(row, head);
    double all = piece.height;
    for (const Piece& detail : details) all += detail.height;
    const double room = page_height_ - head->height;
    if (piece.height > room) {
      AddLongRow(cells, row.anchor, head);
    } else {
      // A row and its details stay on one page if they fit.
      piece.with_next = !details.empty();
      pieces_.push_back(std::move(piece));
    }
    for (size_t i = 0; i < details.size(); ++i) {
      details[i].with_next = i + 1 < details.size() && (all <= room || details[i].with_next);
      details[i].continued = row.name.empty() ? continued : row.name;
      pieces_.push_back(std::move(details[i]));
    }
  }

  // A row that is longer than a page, line by line.
  void AddLongRow(const std::vector<Cell>& cells, const std::string& anchor, const std::shared_ptr<const Piece>& head) {
    int lines = 0;
    for (const Cell& cell : cells) lines = std::max(lines, cell.text->lines());
    for (int line = 0; line < lines; ++line) {
      Piece piece;
      for (const Cell& cell : cells) {
        if (line < cell.text->lines()) piece.height = std::max(piece.height, cell.text->LineHeight(line));
      }
      piece.head = head;
      piece.tag = "TR";
      piece.draw = [this, cells, line, anchor](cairo_t* cairo, double x, double y) {
        if (line == 0) {
          DrawAnchor(cairo, anchor, x, y);
          Line(cairo, x, y);
        }
        for (const Cell& cell : cells) {
          cairo_tag_begin(cairo, "TD", nullptr);
          if (line < cell.text->lines()) Draw(cairo, *cell.text, x + cell.x, y, line, line + 1);
          cairo_tag_end(cairo, "TD");
        }
      };
      pieces_.push_back(std::move(piece));
    }
  }

  // The details below a row, line by line.
  std::vector<Piece> DetailsOf(const Document::Row& row, const std::shared_ptr<const Piece>& head) const {
    std::vector<Piece> details;
    for (const Document::Paragraph& paragraph : row.details) {
      const double indent = (row.level + paragraph.indent) * kIndent + (paragraph.bullet ? 10 : 0);
      const Text text = Run(paragraph.text, {.size = kSmall, .gray = true}, width_ - indent);
      const Text bullet = paragraph.bullet ? Run("•", {.size = kSmall, .gray = true}, 0) : nullptr;
      for (int line = 0; line < text->lines(); ++line) {
        Piece piece;
        piece.height = text->LineHeight(line) + (line == text->lines() - 1 ? 1.5 : 0);
        piece.with_next = text->lines() > 1 && (line == 0 || line == text->lines() - 2);
        piece.head = head;
        piece.tag = "TR";
        piece.draw = [this, text, bullet, indent, line](cairo_t* cairo, double x, double y) {
          cairo_tag_begin(cairo, "TD", nullptr);
          if (line == 0 && bullet != nullptr) Draw(cairo, *bullet, x + indent - 10, y, 0, 1);
          Draw(cairo, *text, x + indent, y, line, line + 1);
          cairo_tag_end(cairo, "TD");
        };
        details.push_back(std::move(piece));
      }
    }
    return details;
  }

  // Above a row.
  void Line(cairo_t* cairo, double x, double y) const {
    cairo_set_source_rgb(cairo, 0.7, 0.7, 0.7);
    cairo_set_line_width(cairo, 0.3);
    cairo_move_to(cairo, x, y);
    cairo_line_to(cairo, x + width_, y);
    cairo_stroke(cairo);
  }

  const Document& document_;
  const Typesetter& typesetter_;
  const double width_;
  const double page_height_;
  std::set<std::string> anchors_;
  std::vector<Piece> pieces_;
  std::vector<Bookmark> bookmarks_;
  int groups_ = 0;
  size_t contents_at_ = 0;
};

}  // namespace

absl::StatusOr<DocumentPieces> PiecesOf(const Document& document, const Typesetter& typesetter, double width,
                                        double page_height) {
  const auto made = std::make_shared<Pieces>(document, typesetter, width, page_height);
  if (absl::Status status = made->Make(); !status.ok()) return status;
  const size_t contents_at = made->contents_at();
  return DocumentPieces{
      .pieces = made->TakePieces(), .bookmarks = made->TakeBookmarks(), .contents_at = contents_at, .owner = made};
}

}  // namespace casejournal::services
