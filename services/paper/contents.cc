#include "services/paper/contents.h"

#include <cairo-pdf.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

constexpr size_t kHeadingsMin = 5;
constexpr int kLevelMax = 3;
constexpr double kType = 9.5;
constexpr double kPartIndent = 14;
constexpr double kNumberWidth = 26;
constexpr double kLeaderGap = 4;

void NoLink(const std::string&, double, double, double, double) {}

// Dots between a heading and its page. They are drawn, so that no one hears or copies them.
void Leader(cairo_t* cairo, double from, double until, double y) {
  if (until <= from) return;
  const double dots[] = {0.8, 3.2};
  cairo_save(cairo);
  cairo_set_source_rgb(cairo, 0.45, 0.45, 0.45);
  cairo_set_dash(cairo, dots, 2, from);
  cairo_set_line_width(cairo, 0.8);
  cairo_move_to(cairo, from, y);
  cairo_line_to(cairo, until, y);
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

}  // namespace

std::vector<Piece> ContentsOf(const std::vector<Bookmark>& bookmarks, const std::string& title,
                              const Typesetter& typesetter, double width,
                              const std::shared_ptr<const PagesOfHeadings>& pages) {
  std::vector<Piece> pieces;
  const auto head = std::make_shared<const TextRun>(typesetter, title, TypeStyle{.size = 13, .bold = true}, width);
  Piece& first = pieces.emplace_back();
  first.height = head->height() + 4;
  first.before = 14;
  first.with_next = true;
  first.tag = "H2";
  first.draw = [head](cairo_t* cairo, double x, double y) { head->Draw(cairo, x, y, 0, head->lines(), NoLink); };
  for (const Bookmark& bookmark : bookmarks) {
    if (bookmark.level < 2 || bookmark.level > kLevelMax) continue;
    const double indent = (bookmark.level - 2) * kPartIndent;
    const auto words = std::make_shared<const TextRun>(typesetter, bookmark.text, TypeStyle{.size = kType},
                                                       width - indent - kNumberWidth);
    Piece& piece = pieces.emplace_back();
    piece.height = words->height() + 0.5;
    piece.tag = "TOCI";
    piece.draw = [words, indent, width, pages, &typesetter, anchor = bookmark.anchor](cairo_t* cairo, double x,
                                                                                      double y) {
      const int last = words->lines() - 1;
      const double below = words->height() - words->LineHeight(last);
      words->Draw(cairo, x + indent, y, 0, last + 1, NoLink);
      const auto found = pages->find(anchor);
      const TextRun number(typesetter, absl::StrCat(found == pages->end() ? 0 : found->second), {.size = kType},
                           kNumberWidth, true);
      const double end = number.natural_width();
      Leader(cairo, x + indent + words->widths()[last] + kLeaderGap, x + width - end - kLeaderGap,
             y + below + words->LineHeight(last) * 0.7);
      number.Draw(cairo, x + width - kNumberWidth, y + below, 0, 1, NoLink);
      const std::string link =
          absl::StrCat("dest='", anchor, "' rect=[", x, " ", y, " ", width, " ", words->height(), "]");
      cairo_tag_begin(cairo, CAIRO_TAG_LINK, link.c_str());
      cairo_tag_end(cairo, CAIRO_TAG_LINK);
    };
  }
  if (pieces.size() <= kHeadingsMin) return {};
  pieces.back().height += 6;
  return pieces;
}

}  // namespace casejournal::services
