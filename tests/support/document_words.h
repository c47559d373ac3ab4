// All that a document says, as text without any layout.
#ifndef CASEJOURNAL_TESTS_SUPPORT_DOCUMENT_WORDS_H_
#define CASEJOURNAL_TESTS_SUPPORT_DOCUMENT_WORDS_H_

#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "services/pages/document.h"

namespace casejournal::testing {

// Return each text on a line of its own; the label and the value of a fact share one: "Born: 2015-03-02".
inline std::string WordsOf(const services::Document& document) {
  using services::Document;
  std::string words = absl::StrCat(document.title, "\n");
  for (const Document::Text& line : document.caption) absl::StrAppend(&words, line.Words(), "\n");
  absl::StrAppend(&words, document.running_head, "\n", document.digest, "\n");
  for (const Document::Block& block : document.blocks) {
    if (const auto* heading = std::get_if<Document::Heading>(&block)) absl::StrAppend(&words, heading->text, "\n");
    if (const auto* paragraph = std::get_if<Document::Paragraph>(&block))
      absl::StrAppend(&words, paragraph->text.Words(), "\n");
    if (const auto* notice = std::get_if<Document::Notice>(&block)) absl::StrAppend(&words, notice->text.Words(), "\n");
    if (const auto* figure = std::get_if<Document::Figure>(&block))
      absl::StrAppend(&words, figure->words, "\n", figure->svg, "\n");
    if (const auto* facts = std::get_if<Document::Facts>(&block)) {
      for (const Document::Facts::Fact& fact : facts->facts)
        absl::StrAppend(&words, fact.label, ": ", fact.value.Words(), "\n");
    }
    if (const auto* table = std::get_if<Document::Table>(&block)) {
      for (const services::Document::Column& column : table->columns) absl::StrAppend(&words, column.title, "\n");
      for (const Document::Row& row : table->rows) {
        for (const Document::Text& cell : row.cells) absl::StrAppend(&words, cell.Words(), "\n");
        for (const Document::Paragraph& detail : row.details) absl::StrAppend(&words, detail.text.Words(), "\n");
      }
    }
  }
  return words;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_DOCUMENT_WORDS_H_
