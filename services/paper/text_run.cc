#include "services/paper/text_run.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

constexpr char kFontDirectory[] = "/usr/share/fonts/truetype/noto";
constexpr char kSerif[] = "Noto Serif";
constexpr char kMono[] = "Noto Sans Mono";
constexpr double kCodeSize = 0.8;  // of the text around it
constexpr double kPointsPerInch = 72;
constexpr size_t kShortLine = 18;

double Points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

// What a drawing means by a generic family.
std::string Alias(absl::string_view generic, absl::string_view family) {
  return absl::StrCat("<alias><family>", generic, "</family><prefer><family>", family, "</family></prefer></alias>");
}

// Only the fonts of the two packages: others on a machine would change the bytes of a document. librsvg takes the
// current configuration.
FcConfig* OnlyOurFonts() {
  static FcConfig* const config = [] {
    FcConfig* made = FcConfigCreate();
    // The cache is the one that the packages' installation filled.
    const std::string text = absl::StrCat("<fontconfig><dir>", kFontDirectory,
                                          "</dir><cachedir>/var/cache/fontconfig</cachedir>", Alias("serif", kSerif),
                                          Alias("sans-serif", "Noto Sans"), Alias("monospace", kMono), "</fontconfig>");
    FcConfigParseAndLoadFromMemory(made, reinterpret_cast<const FcChar8*>(text.c_str()), FcTrue);
    FcConfigBuildFonts(made);
    FcConfigSetCurrent(made);
    return made;
  }();
  return config;
}

std::string PrintableLines(absl::string_view text) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) lines.push_back(Printable(line));
  return absl::StrJoin(lines, "\n");
}

void Add(PangoAttrList* attributes, PangoAttribute* attribute, size_t begin, size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(attributes, attribute);
}

void AddLook(PangoAttrList* attributes, Document::Look look, double size, size_t begin, size_t end) {
  switch (look) {
    case Document::Look::kPlain:
      return;
    case Document::Look::kBold:
      Add(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, end);
      return;
    case Document::Look::kStruck:
      Add(attributes, pango_attr_strikethrough_new(TRUE), begin, end);
      return;
    case Document::Look::kCode:
      Add(attributes, pango_attr_family_new(kMono), begin, end);
      Add(attributes, pango_attr_size_new(static_cast<int>(size * kCodeSize * PANGO_SCALE)), begin, end);
      Add(attributes, pango_attr_allow_breaks_new(FALSE), begin, end);
      return;
  }
}

// Days and numbers of a court are not broken at their hyphens.
void KeepNumbers(PangoAttrList* attributes, absl::string_view words, size_t at) {
  for (size_t i = 0; i < words.size();) {
    const size_t number = NumberIn(words.substr(i));
    if (number > 0) Add(attributes, pango_attr_allow_breaks_new(FALSE), at + i, at + i + number);
    i += number;
    while (i < words.size() && (absl::ascii_isalnum(static_cast<unsigned char>(words[i])) || words[i] == '-')) ++i;
    while (i < words.size() && !absl::ascii_isalnum(static_cast<unsigned char>(words[i]))) ++i;
  }
}

}  // namespace

absl::Status Typesetter::CheckFonts() {
  for (const char* file : {"NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSansMono-Regular.ttf"}) {
    std::error_code error;
    if (!std::filesystem::exists(absl::StrCat(kFontDirectory, "/", file), error)) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the font ", file, " is not installed; install the packages fonts-noto-core and fonts-noto-mono"));
    }
  }
  return absl::OkStatus();
}

Typesetter::Typesetter(const std::string& language) : fonts_(pango_cairo_font_map_new()) {
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts_.get()), OnlyOurFonts());
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), kPointsPerInch);
  context_.reset(pango_font_map_create_context(fonts_.get()));
  pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
  // Positions as on paper, whatever a screen would round them to.
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
}

TextRun::TextRun(const Typesetter& typesetter, const Document::Text& text, TypeStyle style, double width, bool right)
    : layout_(pango_layout_new(typesetter.context())), gray_(style.gray) {
  std::string words;
  PangoAttrList* attributes = pango_attr_list_new();
  for (const Document::Span& span : text.spans) {
    const size_t begin = words.size();
    words += PrintableLines(span.text);
    AddLook(attributes, span.look, style.size, begin, words.size());
    KeepNumbers(attributes, absl::string_view(words).substr(begin), begin);
    if (!span.link.empty()) {
      Add(attributes, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), begin, words.size());
      links_.push_back({static_cast<int>(begin), static_cast<int>(words.size()), span.link});
    }
  }
  if (style.struck) Add(attributes, pango_attr_strikethrough_new(TRUE), 0, words.size());
  // A ligature would be one letter when the text is copied.
  Add(attributes, pango_attr_font_features_new("liga=0, clig=0, dlig=0"), 0, words.size());
  Add(attributes, pango_attr_insert_hyphens_new(FALSE), 0, words.size());
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, kSerif);
  pango_font_description_set_size(font, static_cast<int>(style.size * PANGO_SCALE));
  if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout_.get(), font);
  pango_font_description_free(font);
  pango_layout_set_attributes(layout_.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout_.get(), words.c_str(), static_cast<int>(words.size()));
  if (width > 0) pango_layout_set_width(layout_.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  if (right) pango_layout_set_alignment(layout_.get(), PANGO_ALIGN_RIGHT);
  PangoLayoutIter* each = pango_layout_get_iter(layout_.get());
  do {
    int top = 0;
    int bottom = 0;
    pango_layout_iter_get_line_yrange(each, &top, &bottom);
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(each, nullptr, &logical);
    lines_.push_back({.top = Points(top),
                      .height = Points(bottom - top),
                      .baseline = Points(pango_layout_iter_get_baseline(each) - top),
                      .left = Points(logical.x),
                      .width = Points(logical.width)});
  } while (pango_layout_iter_next_line(each) != FALSE);
  pango_layout_iter_free(each);
}

double TextRun::height() const {
  double sum = 0;
  for (const Line& line : lines_) sum += line.height;
  return sum;
}

double TextRun::natural_width() const {
  PangoRectangle logical;
  pango_layout_get_extents(layout_.get(), nullptr, &logical);
  return Points(logical.width);
}

std::vector<double> TextRun::widths() const {
  std::vector<double> widths;
  for (const Line& line : lines_) widths.push_back(line.width);
  return widths;
}

void TextRun::Draw(cairo_t* cairo, double x, double y, int from, int until, const OnLink& on_link) const {
  const double gray = gray_ ? 0.3 : 0;
  cairo_set_source_rgb(cairo, gray, gray, gray);
  for (int i = from; i < until; ++i) {
    const Line& line = lines_[i];
    PangoLayoutLine* drawn = pango_layout_get_line_readonly(layout_.get(), i);
    cairo_move_to(cairo, x + line.left, y + line.baseline);
    pango_cairo_show_layout_line(cairo, drawn);
    for (const Link& link : links_) {
      const int begin = std::max(link.begin, drawn->start_index);
      const int end = std::min(link.end, drawn->start_index + drawn->length);
      if (begin >= end) continue;
      int* ranges = nullptr;
      int count = 0;
      pango_layout_line_get_x_ranges(drawn, begin, end, &ranges, &count);
      for (int range = 0; range < count; ++range) {
        on_link(link.anchor, x + Points(ranges[2 * range]), y, Points(ranges[2 * range + 1] - ranges[2 * range]),
                line.height);
      }
      g_free(ranges);
    }
    y += line.height;
  }
}

double UnbrokenWidth(const Typesetter& typesetter, const Document::Text& text, TypeStyle style) {
  double longest = 0;
  for (const Document::Span& span : text.spans) {
    std::vector<std::string> words = {span.text};
    if (span.look != Document::Look::kCode)
      words = absl::StrSplit(span.text, absl::ByAnyChar(" \n"), absl::SkipEmpty());
    const auto most_letters = std::max_element(
        words.begin(), words.end(),
        [](const std::string& a, const std::string& b) { return CountCodePoints(a) < CountCodePoints(b); });
    if (most_letters == words.end()) continue;
    const Document::Text alone(std::vector<Document::Span>{{*most_letters, span.look}});
    longest = std::max(longest, TextRun(typesetter, alone, style, 0).natural_width());
  }
  return longest;
}

double ShortLineWidth(const Typesetter& typesetter, const Document::Text& text, TypeStyle style) {
  const std::string words = text.Words();
  std::string longest;
  for (const absl::string_view line : absl::StrSplit(words, '\n')) {
    const size_t letters = CountCodePoints(line);
    if (letters <= kShortLine && letters > CountCodePoints(longest)) longest = std::string(line);
  }
  const double line = longest.empty() ? 0 : TextRun(typesetter, longest, style, 0).natural_width();
  return std::max(line, UnbrokenWidth(typesetter, text, style));
}

}  // namespace casejournal::services
