// Text of a document as Pango lays it out. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_PAPER_TEXT_RUN_H_
#define CASEJOURNAL_SERVICES_PAPER_TEXT_RUN_H_

#include <cairo.h>
#include <pango/pangocairo.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/pages/document.h"

namespace casejournal::services {

// How text looks, in points.
struct TypeStyle {
  double size = 10;
  bool bold = false;
  bool struck = false;
  bool gray = false;
};

// Makes layouts with the fonts of the documents, and no others. Not for concurrent use; each document has its own.
class Typesetter {
 public:
  // `language` is a BCP 47 tag.
  explicit Typesetter(const std::string& language);

  // Whether the fonts are installed.
  static absl::Status CheckFonts();

  PangoContext* context() const { return context_.get(); }

 private:
  struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
  };
  std::unique_ptr<PangoFontMap, Unref> fonts_;
  std::unique_ptr<PangoContext, Unref> context_;
};

// A text laid out in a width. Lines can be drawn one by one, so that a page can end between them.
class TextRun {
 public:
  // A width of 0 or less: as wide as its longest line.
  TextRun(const Typesetter& typesetter, const Document::Text& text, TypeStyle style, double width, bool right = false);

  int lines() const { return static_cast<int>(lines_.size()); }
  double LineHeight(int line) const { return lines_[line].height; }
  double height() const;
  // The width of the longest line.
  double natural_width() const;
  // The width of each line.
  std::vector<double> widths() const;

  // Draw lines [from, until) with their first at (x, y), and report the boxes of links: `on_link(anchor, x, y, width,
  // height)`.
  using OnLink = std::function<void(const std::string&, double, double, double, double)>;
  void Draw(cairo_t* cairo, double x, double y, int from, int until, const OnLink& on_link) const;

 private:
  struct Line {
    double top = 0;
    double height = 0;
    double baseline = 0;  // below `top`
    double left = 0;
    double width = 0;
  };
  struct Link {
    int begin = 0;
    int end = 0;
    std::string anchor;
  };
  struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
  };
  std::unique_ptr<PangoLayout, Unref> layout_;
  std::vector<Line> lines_;
  std::vector<Link> links_;
  bool gray_ = false;
};

// The width of the longest run that is never broken: a word.
double UnbrokenWidth(const Typesetter& typesetter, const Document::Text& text, TypeStyle style);

// The same, if a short line such as "until 2025-03-10", or a name, is not broken either.
double ShortLineWidth(const Typesetter& typesetter, const Document::Text& text, TypeStyle style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAPER_TEXT_RUN_H_
