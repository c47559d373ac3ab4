#include "services/documents/svg_canvas.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/documents/glyph_widths.h"
#include "services/documents/timeline_rows.h"

namespace casejournal::services {
namespace {

// The part of the font size above the baseline, and below it.
constexpr double kAscent = 0.78;
constexpr double kDescent = 0.22;
constexpr double kArrow = 5;
constexpr double kArrowWidthMin = 12;

absl::string_view BarCss(BarStyle style) {
  switch (style) {
    case BarStyle::kCase:
      return "t-case";
    case BarStyle::kCare:
      return "t-care";
    case BarStyle::kKin:
      return "t-kin";
    case BarStyle::kFoster:
      return "t-foster";
    case BarStyle::kTrialVisit:
      return "t-trial";
    case BarStyle::kGroup:
      return "t-group";
    case BarStyle::kOwn:
      return "t-own";
    case BarStyle::kAbsence:
      return "t-absence";
    case BarStyle::kOrder:
      return "t-order";
    case BarStyle::kPlan:
      return "t-plan";
    case BarStyle::kSafety:
      return "t-safety";
  }
  return "t-case";
}

// A symbol around 0, 0: the class and the path of each of its parts.
struct SymbolPart {
  const char* css;
  const char* path;
};

constexpr char kDiamond[] = "M0-5.5 5.5 0 0 5.5-5.5 0z";
constexpr char kHexagon[] = "M-2.7-5H2.7L5.4 0 2.7 5H-2.7L-5.4 0z";
constexpr char kTriangle[] = "M0-5 5.5 4.5H-5.5z";
constexpr char kTriangleDown[] = "M0 5-5.5-4.5H5.5z";
constexpr char kSheet[] = "M-4-5H1.5L4-2.5V5H-4z";
constexpr char kTick[] = "M-4.5 .5-1.5 4 4.5-4";
constexpr char kCross[] = "M-4-4 4 4M-4 4 4-4";
constexpr char kCircle[] = "M-4.5 0a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0z";
constexpr char kHalf[] = "M0-4.5a4.5 4.5 0 0 1 0 9z";

std::vector<SymbolPart> PartsOf(MarkShape shape) {
  switch (shape) {
    case MarkShape::kVersion:
      return {{"t-version", kTriangle}};
    case MarkShape::kJournalized:
      return {{"t-version", kTriangleDown}};
    case MarkShape::kMeeting:
      return {{"t-meeting", kHexagon}};
    case MarkShape::kMeetingCalled:
      return {{"t-meeting-to-come", kHexagon}};
    case MarkShape::kHearing:
      return {{"t-hearing", kDiamond}};
    case MarkShape::kHearingSet:
      return {{"t-hearing-to-come", kDiamond}};
    case MarkShape::kHearingVacated:
      return {{"t-hearing-to-come", kDiamond}, {"t-hearing-to-come", "M-5.5 5.5 5.5-5.5"}};
    case MarkShape::kCourtPaper:
      return {{"t-hearing", kSheet}};
    case MarkShape::kMet:
      return {{"t-met", kTick}};
    case MarkShape::kMetLate:
      return {{"t-late", "M-4.5-1.5-1.5 2 4.5-5.5M-4.5 5.2H4.5"}};
    case MarkShape::kMissed:
      return {{"t-missed", kCross}};
    case MarkShape::kPastWhenSet:
      return {{"t-past", kCircle}, {"t-past", "M-3.2-3.2 3.2 3.2M-3.2 3.2 3.2-3.2"}};
    case MarkShape::kOpen:
      return {{"t-open", kCircle}};
    case MarkShape::kWindowOpen:
      return {{"t-open", kCircle}, {"t-half", kHalf}};
    case MarkShape::kTolled:
      return {{"t-open", "M-2.5-4.5V4.5M2.5-4.5V4.5"}};
    case MarkShape::kExcepted:
      return {{"t-excepted", "M-4.5 0H4.5"}};
  }
  return {};
}

}  // namespace

std::string XmlText(absl::string_view text) {
  return absl::StrReplaceAll(ShownLine(text),
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string Coordinate(double value) {
  const std::string text = absl::StrFormat("%.1f", std::round(value * 10) / 10 + 0.0);
  return std::string(absl::StripSuffix(text, ".0"));
}

void SvgCanvas::Rectangle(absl::string_view css, const Box& box, double radius) {
  absl::StrAppend(&elements_, "<rect class=\"", css, "\" x=\"", Coordinate(box.left), "\" y=\"", Coordinate(box.top),
                  "\" width=\"", Coordinate(box.right - box.left), "\" height=\"", Coordinate(box.bottom - box.top),
                  "\"", radius > 0 ? absl::StrCat(" rx=\"", Coordinate(radius), "\"") : "", "/>\n");
}

void SvgCanvas::Line(absl::string_view css, double x1, double y1, double x2, double y2) {
  absl::StrAppend(&elements_, "<path class=\"", css, "\" d=\"M", Coordinate(x1), " ", Coordinate(y1), "L",
                  Coordinate(x2), " ", Coordinate(y2), "\"/>\n");
}

void SvgCanvas::Bar(BarStyle style, const Box& box, bool began_before, bool goes_on) {
  const bool has_arrows = box.right - box.left >= kArrowWidthMin;
  if (!has_arrows || (!began_before && !goes_on)) {
    Rectangle(absl::StrCat("t-bar ", BarCss(style)), box, box.right - box.left >= 6 ? 2.5 : 0);
    return;
  }
  const std::string middle = Coordinate((box.top + box.bottom) / 2);
  const std::string bottom = Coordinate(box.bottom);
  const std::string right = goes_on ? absl::StrCat("H", Coordinate(box.right - kArrow), "L", Coordinate(box.right), " ",
                                                   middle, " ", Coordinate(box.right - kArrow), " ", bottom)
                                    : absl::StrCat("H", Coordinate(box.right), "V", bottom);
  const std::string left = began_before ? absl::StrCat("L", Coordinate(box.left + kArrow), " ", middle) : "";
  absl::StrAppend(&elements_, "<path class=\"t-bar ", BarCss(style), "\" d=\"M", Coordinate(box.left), " ",
                  Coordinate(box.top), right, "H", Coordinate(box.left), left, "z\"/>\n");
}

void SvgCanvas::Symbol(MarkShape shape, double x, double y, double scale) {
  const std::string smaller = scale == 1 ? "" : absl::StrCat(" scale(", Coordinate(scale), ")\" class=\"t-small");
  absl::StrAppend(&elements_, "<g transform=\"translate(", Coordinate(x), " ", Coordinate(y), ")", smaller, "\">");
  for (const SymbolPart& part : PartsOf(shape)) {
    absl::StrAppend(&elements_, "<path class=\"", part.css, "\" d=\"", part.path, "\"/>");
  }
  absl::StrAppend(&elements_, "</g>\n");
  const double radius = kSymbolRadius * scale;
  symbols_.push_back({x - radius, y - radius, x + radius, y + radius});
}

void SvgCanvas::Text(const TextStyle& style, double x, double y, absl::string_view text, TextAnchor anchor) {
  const std::string shown = ShownLine(text);
  const double width = TextWidth(shown, style.size, style.bold);
  const double left = anchor == TextAnchor::kStart ? x : anchor == TextAnchor::kMiddle ? x - width / 2 : x - width;
  texts_.push_back({{left, y - kAscent * style.size, left + width, y + kDescent * style.size}, shown});
  const absl::string_view anchored = anchor == TextAnchor::kStart    ? ""
                                     : anchor == TextAnchor::kMiddle ? " text-anchor=\"middle\""
                                                                     : " text-anchor=\"end\"";
  absl::StrAppend(&elements_, "<text class=\"", style.css, "\" x=\"", Coordinate(x), "\" y=\"", Coordinate(y), "\"",
                  anchored, ">", XmlText(shown), "</text>\n");
}

void SvgCanvas::Begin(absl::string_view words) {
  absl::StrAppend(&elements_, "<g><title>", XmlText(words), "</title>\n");
}

void SvgCanvas::End() { absl::StrAppend(&elements_, "</g>\n"); }

}  // namespace casejournal::services
