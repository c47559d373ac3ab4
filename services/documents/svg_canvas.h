// Elements of an SVG drawing, and the room that they take. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_SVG_CANVAS_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_SVG_CANVAS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/documents/timeline_facts.h"

namespace casejournal::services {

struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

// How a line of text looks: the class in the style sheet, which must say the same size and weight.
struct TextStyle {
  absl::string_view css;
  double size = 0;
  bool bold = false;
};

enum class TextAnchor { kStart, kMiddle, kEnd };

// A line of text that was drawn.
struct DrawnText {
  Box box;
  std::string text;
};

// Return `text` for XML, printable and with its markup escaped.
std::string XmlText(absl::string_view text);

// Return a coordinate: at most one digit after the point.
std::string Coordinate(double value);

class SvgCanvas {
 public:
  void Rectangle(absl::string_view css, const Box& box, double radius = 0);
  void Line(absl::string_view css, double x1, double y1, double x2, double y2);
  // The bar has an arrow at an end where it goes on.
  void Bar(BarStyle style, const Box& box, bool began_before, bool goes_on);
  // The symbol reaches `kSymbolRadius` times `scale` from its center.
  void Symbol(MarkShape shape, double x, double y, double scale = 1);
  // `y` is that of the baseline.
  void Text(const TextStyle& style, double x, double y, absl::string_view text, TextAnchor anchor = TextAnchor::kStart);
  // What is drawn between the two belongs together, and `words` says what it is.
  void Begin(absl::string_view words);
  void End();

  const std::string& elements() const { return elements_; }
  const std::vector<DrawnText>& texts() const { return texts_; }
  const std::vector<Box>& symbols() const { return symbols_; }

 private:
  std::string elements_;
  std::vector<DrawnText> texts_;
  std::vector<Box> symbols_;
};

inline constexpr double kSymbolRadius = 5.5;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_SVG_CANVAS_H_
