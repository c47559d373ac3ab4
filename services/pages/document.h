// A page for people as data: what it says and how its parts belong together, and nothing about how it looks. One maker
// fills a document (plan/plan_page.h, the page of an exhibit); layouts show it on a terminal (text_layout.h), in a
// browser (html_layout.h), or on paper. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_DOCUMENT_H_
#define CASEJOURNAL_SERVICES_PAGES_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Texts are as they were recorded: UTF-8 or not, with any character. A layout makes each of them printable (utf8.h)
// and escapes it. Titles, labels, and headings are in the language of the document already. Anchors are letters,
// digits, and hyphens, and begin with a letter; those that begin with "section-" belong to layouts.
struct Document {
  enum class Look {
    kPlain,
    kBold,
    kStruck,  // no longer stands
    kCode,    // a digest or an id: one run that is never broken and that copies as it is
  };

  struct Span {
    std::string text;  // a newline begins a new line
    Look look = Look::kPlain;
    // The anchor of a heading or a row that the text speaks of. Nothing has this anchor: shown without a link.
    std::string link = {};

    bool operator==(const Span&) const = default;
  };

  // Runs of text, one after the other without space between them.
  struct Text {
    Text() = default;
    // Plain words, in which each digest and id is code: a run of at least 32 hexadecimal digits, or a UUID.
    Text(absl::string_view words);                            // NOLINT(google-explicit-constructor): words are a text
    Text(const std::string& words);                           // NOLINT(google-explicit-constructor)
    Text(const char* words);                                  // NOLINT(google-explicit-constructor)
    Text(Span run) : spans{std::move(run)} {}                 // NOLINT(google-explicit-constructor)
    Text(std::vector<Span> runs) : spans(std::move(runs)) {}  // NOLINT(google-explicit-constructor)

    Text& operator+=(const Text& more);
    // The characters alone.
    std::string Words() const;
    bool empty() const { return Words().empty(); }
    bool operator==(const Text&) const = default;

    std::vector<Span> spans;
  };

  // The title of a section. The title of the document is level 1; sections are level 2, their parts level 3.
  struct Heading {
    int level = 2;
    std::string text;
    std::string anchor = {};  // empty: nothing links here

    bool operator==(const Heading&) const = default;
  };

  // Labels and what they say, one below the other: who, when, where.
  struct Facts {
    struct Fact {
      std::string label;
      Text value;  // never empty

      bool operator==(const Fact&) const = default;
    };
    std::vector<Fact> facts;

    // Add a fact, unless it says nothing.
    void Add(absl::string_view label, Text value);
    bool operator==(const Facts&) const = default;
  };

  struct Paragraph {
    Text text;
    int indent = 0;       // steps to the right. 0: the margin; 1: what is in a section
    bool bullet = false;  // one of a list
    bool apart = false;   // space before it: it does not belong to what is above

    bool operator==(const Paragraph&) const = default;
  };

  struct Column {
    std::string title;
    bool right = false;  // aligned to the right, for numbers
    bool wraps = false;  // long texts; other columns have short ones, such as days, and are not narrowed
    // In an outline, the width of the column in characters, if the page is wide enough.
    size_t width = 0;

    bool operator==(const Column&) const = default;
  };

  struct Row {
    std::vector<Text> cells;  // as many as columns
    // Below the cells, over the whole width of the table; `indent` counts from the first column of the row.
    std::vector<Paragraph> details = {};
    // In an outline: 0 for a goal, 1 for its objective, 2 for its activity. A row belongs to the last one above it that
    // has a lower level. The first column is shown as many steps to the right.
    int level = 0;
    bool bullet = false;      // the first cell has a bullet
    std::string anchor = {};  // empty: nothing links here
    // What the cells say was withdrawn: they are struck through. The details are not, and say why.
    bool struck = false;
    // The name of the row where a page begins inside it or inside what belongs to it: "<name>, continued". Empty: such
    // a page does not name it.
    std::string name = {};

    bool operator==(const Row&) const = default;
  };

  // Rows under titles. A row and its details stay on one page if they fit.
  struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows = {};
    // The rows are an outline with details. The first column takes the width that the others leave.
    bool outline = false;

    // Add a row; missing cells are empty. Return it, valid until the next is added.
    Row& Add(std::vector<Text> cells);
    bool operator==(const Table&) const = default;
  };

  // A drawing made by this program: SVG that loads and runs nothing, with every text in it escaped.
  struct Figure {
    std::string svg;
    std::string words;  // what it shows, for those who do not see it, and for layouts that cannot draw

    bool operator==(const Figure&) const = default;
  };

  // A text in a box, such as what a recipient must not do with the document.
  struct Notice {
    Text text;

    bool operator==(const Notice&) const = default;
  };

  using Block = std::variant<Heading, Facts, Paragraph, Table, Figure, Notice>;
  using Blocks = std::vector<Block>;

  std::string language = "en";  // BCP 47
  std::string title;            // level 1; also the name of the file in a browser or a reader
  std::vector<Text> caption;    // lines under the title
  std::string running_head;     // on top of each page but the first: which document this is, of which case and moment
  // What proves that these are the words: lower case hexadecimal digits, and of what they are the digest, such as "the
  // text of this plan". At the foot of each page. Empty: the document has none.
  std::string digest;
  std::string digest_of;
  Blocks blocks;

  bool operator==(const Document&) const = default;
};

using Blocks = Document::Blocks;

// Add `more` to the end of `blocks`.
void Append(Blocks& blocks, Blocks more);

// The anchor of the row for an entry, "r12", and a text that links to it.
std::string EntryAnchor(uint64_t revision);
Document::Span EntryLink(absl::string_view words, uint64_t revision);

// Return the length of the day or the number with hyphens at the beginning of `words`, which no line may break: 10 for
// "2025-03-10 to", 10 for "23-JV-0117.". 0: there is none. A letter, digit, or hyphen in front of `words` belongs to
// it.
size_t NumberIn(absl::string_view words);

// Return the anchors of headings and rows, in their order. No anchor is there twice.
std::vector<std::string> AnchorsOf(const Blocks& blocks);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_DOCUMENT_H_
