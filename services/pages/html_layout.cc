#include "services/pages/html_layout.h"

#include <algorithm>
#include <optional>
#include <set>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/digest_code/digest_code.h"
#include "services/pages/headings.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// A document with at least so many headings has a list of contents.
constexpr int kHeadingsOfLong = 6;
// A cell of a column that does not wrap, or of one with only such cells, stays on one line up to this many characters.
// "since 2025-03-10" has 16. The columns that wrap do so only as far as they leave room on paper for the others.
constexpr size_t kUnbrokenMax = 18;
constexpr size_t kUnbrokenSumMax = 60;
// A longer word may be broken, so that it makes no table wider than the page. A digest never is.
constexpr size_t kWordMax = 30;
constexpr int kStepsMax = 3;

constexpr char kStyle[] = R"(
:root { color-scheme: light dark; --ink: #111; --soft: #555; --rule: #bbb; --faint: #e4e4e4; --page: #fff; --link: #0b4a8f; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e3; --soft: #a8a49e; --rule: #5a5a5a; --faint: #3a3a3a; --page: #1b1b1b; --link: #8ab8f0; }
}
body { font: 16px/1.45 Georgia, "Liberation Serif", "Times New Roman", serif; color: var(--ink); background: var(--page); max-width: 60em; margin: 2em auto; padding: 0 1.5em; overflow-wrap: break-word; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .3em; }
h2 { font-size: 1.25em; margin: 1.8em 0 .5em; border-bottom: 1px solid var(--rule); padding-bottom: .1em; }
h3 { font-size: 1.15em; margin: 1.5em 0 .4em; }
h4 { font-size: 1em; margin: 1.2em 0 .3em; }
h1, h2, h3, h4 { break-after: avoid; break-inside: avoid; }
p, ul { margin: .35em 0; } p { orphans: 2; widows: 2; }
ul { padding-left: 1.2em; } li { margin: .1em 0; }
.caption { color: var(--soft); } .apart { margin-top: 1.4em; }
.i2 { margin-left: 1.4em; } .i3 { margin-left: 2.8em; }
a { color: var(--link); } code { font: .8em "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; margin: .4em 0; }
th, td { text-align: left; vertical-align: top; padding: .25em .9em .25em 0; } th:last-child, td:last-child { padding-right: 0; }
thead { display: table-header-group; } thead th { border-bottom: 1px solid var(--ink); font-size: .92em; vertical-align: bottom; }
tbody { break-inside: avoid; } .facts tbody { break-inside: auto; } tr { break-inside: avoid; }
.rows tbody { border-bottom: 1px solid var(--faint); }
.more td { padding-top: 0; color: var(--soft); font-size: .94em; } .more p, .more ul { margin: 0 0 .2em; } .with-more > tr:first-child { break-after: avoid; }
.l1 td:first-child { padding-left: 1.4em; } .l2 td:first-child { padding-left: 2.8em; } .l3 td:first-child { padding-left: 4.2em; }
.outline .l0 > tr:first-child > td:first-child { font-weight: bold; }
.right { text-align: right; } .unbroken, time { white-space: nowrap; }
.facts th { width: 11em; font-weight: normal; color: var(--soft); } .facts tr { border-bottom: 1px solid var(--faint); }
.notice { border: 2px solid var(--ink); padding: .6em 1em; margin: 1em 0; break-inside: avoid; }
figure { margin: 1em 0; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
nav ul { list-style: none; padding: 0; columns: 2; column-gap: 2em; } nav li { break-inside: avoid; } nav .l3 { padding-left: 1.4em; font-size: .94em; }
:target { background: color-mix(in srgb, var(--link) 14%, transparent); }
.digest { margin-top: 2em; color: var(--soft); font-size: .9em; } .code { width: 46pt; height: 46pt; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --rule: #777; --faint: #bbb; --page: #fff; --link: #000; }
  body { font-size: 10.5pt; line-height: 1.35; margin: 0; padding: 0; max-width: none; } code { font-size: 7.5pt; } a { text-decoration: none; }
  :target { background: none; }
}
)";

// What `character`, one code point, is in HTML.
absl::string_view Escaped(absl::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\"") return "&quot;";
  return character;
}

// Remove the first code point of `shown`, which is printable, and return it.
absl::string_view TakeCharacter(absl::string_view& shown) {
  const absl::string_view character = shown.substr(0, std::max<size_t>(1, CodePointBytes(shown)));
  shown.remove_prefix(character.size());
  return character;
}

std::string Html(absl::string_view text) {
  const std::string shown = Printable(text);
  std::string html;
  for (absl::string_view rest = shown; !rest.empty();) absl::StrAppend(&html, Escaped(TakeCharacter(rest)));
  return html;
}

// Return whether `words` is a day, such as 2025-03-10.
bool IsDay(absl::string_view words) {
  constexpr absl::string_view kForm = "dddd-dd-dd";
  if (words.size() != kForm.size()) return false;
  for (size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == 'd' ? !absl::ascii_isdigit(static_cast<unsigned char>(words[i])) : words[i] != '-') return false;
  }
  return true;
}

// The same with lines. A day and a number of a court are not broken, though they have hyphens. A long word can be
// broken, and nothing is put into what is copied.
std::string HtmlLines(absl::string_view text) {
  const std::string shown = Printable(text);
  std::string html;
  size_t run = 0;  // characters since the last place where a line can end
  for (absl::string_view rest = shown; !rest.empty();) {
    if (const size_t number = run == 0 ? NumberIn(rest) : 0; number > 0) {
      const absl::string_view words = rest.substr(0, number);
      absl::StrAppend(&html, IsDay(words) ? "<time>" : "<span class=\"unbroken\">", words,
                      IsDay(words) ? "</time>" : "</span>");
      rest.remove_prefix(number);
      run = number;
      continue;
    }
    const absl::string_view character = TakeCharacter(rest);
    const bool newline = character == "\n";
    run = newline || character == " " || character == "(" ? 0 : run + 1;
    if (run > kWordMax) {
      absl::StrAppend(&html, "<wbr>");
      run = 1;
    }
    absl::StrAppend(&html, newline ? "<br>" : Escaped(character));
  }
  return html;
}

// A string of CSS that says `text`, for a <style> element: no "<" in it begins a tag.
std::string CssString(absl::string_view text) {
  return absl::StrCat(
      "\"",
      absl::StrReplaceAll(PrintableLine(text), {{"\\", "\\5c "}, {"\"", "\\22 "}, {"<", "\\3c "}, {">", "\\3e "}}),
      "\"");
}

std::string Classes(std::vector<std::string> names) {
  names.erase(std::remove(names.begin(), names.end(), ""), names.end());
  return names.empty() ? "" : absl::StrCat(" class=\"", absl::StrJoin(names, " "), "\"");
}

std::string Id(absl::string_view anchor) { return anchor.empty() ? "" : absl::StrCat(" id=\"", Html(anchor), "\""); }

std::string Step(absl::string_view prefix, int steps) { return absl::StrCat(prefix, std::clamp(steps, 0, kStepsMax)); }

// The characters in the longest line of a column.
size_t LongestLine(const Document::Table& table, size_t column) {
  size_t longest = 0;
  for (const Document::Row& row : table.rows) {
    const std::string words = row.cells[column].Words();
    for (const absl::string_view line : absl::StrSplit(words, '\n')) longest = std::max(longest, CountCodePoints(line));
  }
  return longest;
}

// Which columns have texts so short that they stay on one line.
std::vector<bool> UnbrokenColumns(const Document::Table& table) {
  std::vector<size_t> longest;
  size_t sum = 0;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    longest.push_back(LongestLine(table, i));
    if (longest[i] <= kUnbrokenMax) sum += longest[i];
  }
  std::vector<bool> unbroken;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const bool stays = !table.columns[i].wraps || (!table.outline && sum <= kUnbrokenSumMax);
    unbroken.push_back(stays && longest[i] <= kUnbrokenMax);
  }
  return unbroken;
}

class HtmlLayout {
 public:
  explicit HtmlLayout(const Document& document) : document_(document) {
    for (std::string& anchor : AnchorsOf(document.blocks)) anchors_.insert(std::move(anchor));
  }

  std::string File() {
    std::string body;
    for (const Document::Block& block : document_.blocks) AddBlock(block, body);
    CloseList(body);
    return absl::StrCat(
        "<!DOCTYPE html>\n<html lang=\"", Html(document_.language),
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" "
        "content=\"width=device-width\">\n<title>",
        Html(document_.title), "</title>\n<style>", kStyle, PageRule(), "</style>\n</head>\n<body>\n", Header(),
        Contents(), "<main>\n", body, "</main>\n", Digest(), "</body>\n</html>\n");
  }

 private:
  std::string Word(absl::string_view english) const { return std::string(Heading(document_.language, english)); }

  // The margins of a page on paper. `@page :first` has its title instead of the running head.
  std::string PageRule() const {
    const std::string digest = document_.digest.empty()
                                   ? ""
                                   : absl::StrCat(Word("Digest"), " (", document_.digest_of, "): ", document_.digest);
    return absl::StrCat(
        "@page { margin: 19mm 18mm 21mm; @top-left { font: 8.5pt Georgia, \"Liberation Serif\", serif; content: ",
        CssString(document_.running_head),
        "; } @top-right { font: 8.5pt Georgia, \"Liberation Serif\", serif; content: ",
        CssString(absl::StrCat(Word("Page"), " ")), " counter(page) ", CssString(absl::StrCat(" ", Word("of"), " ")),
        " counter(pages); } @bottom-left { font: 6.5pt \"DejaVu Sans Mono\", Menlo, monospace; content: ",
        CssString(digest), "; } ", CodeRule(), "}\n@page :first { @top-left { content: none; } }\n");
  }

  // The code of the digest as an element of SVG with these attributes. Empty without a digest.
  std::string CodeSvg(absl::string_view attributes) const {
    const std::optional<DigestCode> code = CodeOfDigest(document_.digest);
    if (!code) return "";
    const std::string side = absl::StrCat(code->width + 2);
    return absl::StrCat("<svg ", attributes, " viewBox=\"-1 -1 ", side, " ", side, "\"><path fill=\"#fff\" d=\"M-1 -1h",
                        side, "v", side, "h-", side, "z\"/><path d=\"", PathOfCode(*code), "\"/></svg>");
  }

  // The code at the foot of each page on paper, as an image that is part of this file.
  std::string CodeRule() const {
    const std::string svg = CodeSvg(R"(xmlns="http://www.w3.org/2000/svg" width="46pt" height="46pt")");
    if (svg.empty()) return "";
    return absl::StrCat("@bottom-right { content: url(\"data:image/svg+xml,",
                        absl::StrReplaceAll(svg, {{"<", "%3C"}, {">", "%3E"}, {"#", "%23"}, {"\"", "'"}}), "\"); } ");
  }

  std::string Header() const {
    std::string header = absl::StrCat("<header>\n<h1>", Html(document_.title), "</h1>\n");
    for (const Document::Text& line : document_.caption)
      absl::StrAppend(&header, "<p class=\"caption\">", Inline(line), "</p>\n");
    return absl::StrCat(header, "</header>\n");
  }

  // The digest and its code at the end, also for browsers that show nothing in the margins of a page.
  std::string Digest() const {
    if (document_.digest.empty()) return "";
    return absl::StrCat("<p class=\"digest\">", Html(Word("Digest")), " (", Html(document_.digest_of), "): <code>",
                        Html(document_.digest), "</code></p>\n",
                        CodeSvg(absl::StrCat("class=\"code\" role=\"img\" aria-label=\"", Html(Word("Digest")), "\"")),
                        "\n");
  }

  std::string Contents() const {
    std::string items;
    int headings = 0;
    for (const Document::Block& block : document_.blocks) {
      const auto* heading = std::get_if<Document::Heading>(&block);
      if (heading == nullptr) continue;
      ++headings;
      absl::StrAppend(&items, "<li class=\"", Step("l", heading->level), "\"><a href=\"#",
                      Html(AnchorOf(*heading, headings)), "\">", Html(heading->text), "</a></li>\n");
    }
    if (headings < kHeadingsOfLong) return "";
    const std::string title = Html(Word("Contents"));
    return absl::StrCat("<nav aria-label=\"", title, "\">\n<h2>", title, "</h2>\n<ul>\n", items, "</ul>\n</nav>\n");
  }

  // Every heading has an anchor: its own, or its number among the headings.
  static std::string AnchorOf(const Document::Heading& heading, int number) {
    return heading.anchor.empty() ? absl::StrCat("section-", number) : heading.anchor;
  }

  std::string Inline(const Document::Text& text) const {
    std::string html;
    for (const Document::Span& span : text.spans) absl::StrAppend(&html, Inline(span));
    return html;
  }

  std::string Inline(const Document::Span& span) const {
    const auto with_link = [&](const std::string& html) {
      return anchors_.contains(span.link) ? absl::StrCat("<a href=\"#", Html(span.link), "\">", html, "</a>") : html;
    };
    switch (span.look) {
      case Document::Look::kBold:
        return with_link(absl::StrCat("<b>", HtmlLines(span.text), "</b>"));
      case Document::Look::kStruck:
        return with_link(absl::StrCat("<s>", HtmlLines(span.text), "</s>"));
      case Document::Look::kCode:
        return with_link(absl::StrCat("<code>", Html(span.text), "</code>"));
      case Document::Look::kPlain:
        break;
    }
    return with_link(HtmlLines(span.text));
  }

  void AddBlock(const Document::Block& block, std::string& html) {
    const auto* paragraph = std::get_if<Document::Paragraph>(&block);
    if (paragraph == nullptr) CloseList(html);
    std::visit([&](const auto& typed) { Add(typed, html); }, block);
  }

  void Add(const Document::Heading& heading, std::string& html) {
    const int level = std::clamp(heading.level, 2, 4);
    absl::StrAppend(&html, "<h", level, Id(AnchorOf(heading, ++headings_)), ">", Html(heading.text), "</h", level,
                    ">\n");
  }

  void Add(const Document::Facts& facts, std::string& html) {
    if (facts.facts.empty()) return;
    absl::StrAppend(&html, "<table class=\"facts\">\n");
    for (const auto& [label, value] : facts.facts)
      absl::StrAppend(&html, "<tr><th scope=\"row\">", Html(label), "</th><td>", Inline(value), "</td></tr>\n");
    absl::StrAppend(&html, "</table>\n");
  }

  // Paragraphs with bullets that follow one another are one list.
  void Add(const Document::Paragraph& paragraph, std::string& html) {
    const std::string step = paragraph.indent > 1 ? Step("i", paragraph.indent) : "";
    if (!paragraph.bullet || paragraph.apart || list_ != paragraph.indent) CloseList(html);
    if (!paragraph.bullet) {
      absl::StrAppend(&html, "<p", Classes({step, paragraph.apart ? "apart" : ""}), ">", Inline(paragraph.text),
                      "</p>\n");
      return;
    }
    if (list_ < 0) absl::StrAppend(&html, "<ul", Classes({step, paragraph.apart ? "apart" : ""}), ">\n");
    list_ = paragraph.indent;
    absl::StrAppend(&html, "<li>", Inline(paragraph.text), "</li>\n");
  }

  void CloseList(std::string& html) {
    if (list_ >= 0) absl::StrAppend(&html, "</ul>\n");
    list_ = -1;
  }

  // How a column that says something is shown.
  struct ShownColumn {
    size_t index = 0;
    std::string classes;
  };

  void Add(const Document::Table& table, std::string& html) {
    if (table.rows.empty()) return;
    const std::vector<bool> unbroken = UnbrokenColumns(table);
    std::vector<ShownColumn> shown;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const bool is_empty = std::all_of(table.rows.begin(), table.rows.end(),
                                        [i](const Document::Row& row) { return row.cells[i].empty(); });
      if (is_empty) continue;
      shown.push_back({i, Classes({table.columns[i].right ? "right" : "", unbroken[i] ? "unbroken" : ""})});
    }
    absl::StrAppend(&html, "<table", Classes({"rows", table.outline ? "outline" : ""}), ">\n");
    if (table.outline) AddWidths(table, shown, html);
    absl::StrAppend(&html, "<thead><tr>");
    for (const ShownColumn& column : shown)
      absl::StrAppend(&html, "<th scope=\"col\"", column.classes, ">", Html(table.columns[column.index].title),
                      "</th>");
    absl::StrAppend(&html, "</tr></thead>\n");
    for (const Document::Row& row : table.rows) AddRow(row, shown, html);
    absl::StrAppend(&html, "</table>\n");
  }

  // A page has about a hundred characters in a line, so that a column of 22 characters takes 22 of a hundred.
  static void AddWidths(const Document::Table& table, const std::vector<ShownColumn>& shown, std::string& html) {
    absl::StrAppend(&html, "<colgroup>");
    for (const ShownColumn& column : shown) {
      const size_t width = table.columns[column.index].width;
      absl::StrAppend(&html, width == 0 ? "<col>" : absl::StrCat("<col style=\"width: ", width, "%\">"));
    }
    absl::StrAppend(&html, "</colgroup>\n");
  }

  // A row and its details are a group, which a page does not cut.
  void AddRow(const Document::Row& row, const std::vector<ShownColumn>& shown, std::string& html) {
    absl::StrAppend(&html, "<tbody", Id(row.anchor),
                    Classes({Step("l", row.level), row.details.empty() ? "" : "with-more", row.struck ? "struck" : ""}),
                    "><tr>");
    for (const ShownColumn& column : shown) {
      const std::string words = Inline(row.cells[column.index]);
      absl::StrAppend(&html, "<td", column.classes, ">", row.bullet && column.index == 0 ? "• " : "",
                      row.struck && !words.empty() ? absl::StrCat("<s>", words, "</s>") : words, "</td>");
    }
    absl::StrAppend(&html, "</tr>");
    if (!row.details.empty()) {
      absl::StrAppend(&html, "\n<tr class=\"more\"><td colspan=\"", shown.size(), "\">\n");
      for (const Document::Paragraph& detail : row.details) Add(detail, html);
      CloseList(html);
      absl::StrAppend(&html, "</td></tr>");
    }
    absl::StrAppend(&html, "</tbody>\n");
  }

  void Add(const Document::Figure& figure, std::string& html) {
    absl::StrAppend(&html, "<figure role=\"img\" aria-label=\"", Html(figure.words), "\">", figure.svg, "</figure>\n");
  }

  void Add(const Document::Notice& notice, std::string& html) {
    absl::StrAppend(&html, "<div class=\"notice\" role=\"note\">", Inline(notice.text), "</div>\n");
  }

  const Document& document_;
  std::set<std::string> anchors_;
  int headings_ = 0;  // that were laid out
  int list_ = -1;     // the indent of the list that is open
};

}  // namespace

std::string HtmlOf(const Document& document) { return HtmlLayout(document).File(); }

}  // namespace casejournal::services
