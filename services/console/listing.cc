#include "services/console/listing.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/console/display.h"
#include "services/console/output.h"
#include "services/console/terminal.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

std::vector<std::string> TitlesOf(const std::vector<Column>& columns) {
  std::vector<std::string> titles;
  for (const Column& column : columns) titles.push_back(column.title);
  return titles;
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& texts) {
  std::vector<std::string> fields;
  for (const std::string& text : texts) {
    const bool quoted = text.find_first_of(",\"\r\n") != std::string::npos;
    fields.push_back(quoted ? absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"") : text);
  }
  return absl::StrCat(absl::StrJoin(fields, ","), "\r\n");
}

std::string MarkdownLine(const std::vector<std::string>& texts) {
  std::string line = "|";
  for (const std::string& text : texts) {
    const std::string escaped = absl::StrReplaceAll(Printable(text), {{"\\", "\\\\"},
                                                                      {"|", "\\|"},
                                                                      {"*", "\\*"},
                                                                      {"_", "\\_"},
                                                                      {"`", "\\`"},
                                                                      {"[", "\\["},
                                                                      {"<", "&lt;"},
                                                                      {"&", "&amp;"},
                                                                      {"\n", "<br>"}});
    absl::StrAppend(&line, " ", escaped, escaped.empty() ? "|" : " |");
  }
  return absl::StrCat(line, "\n");
}

Listing::Listing(OutputFormat format, std::vector<Column> columns)
    : format_(format), titles_(TitlesOf(columns)), table_(std::move(columns), /*drop_empty=*/true, UsesColor()) {}

void Listing::Add(std::vector<Cell> cells) {
  ++count_;
  cells.resize(titles_.size());
  if (format_ == OutputFormat::kTable) {
    table_.AddRow(std::move(cells));
  } else {
    rows_.push_back(std::move(cells));
  }
}

std::string Listing::Stack(const std::vector<std::string>& values) const {
  return absl::StrJoin(values, format_ == OutputFormat::kTable ? "\n" : "; ");
}

std::string Listing::Lines() {
  const bool csv = format_ == OutputFormat::kCsv;
  const auto line = csv ? CsvLine : MarkdownLine;
  std::string lines;
  if (!begun_) {
    lines = line(titles_);
    if (!csv)
      absl::StrAppend(&lines, "|", absl::StrJoin(std::vector<std::string>(titles_.size(), " --- "), "|"), "|\n");
    begun_ = true;
  }
  for (const std::vector<Cell>& row : rows_) {
    std::vector<std::string> texts;
    for (const Cell& cell : row) texts.push_back(cell.text);
    lines += line(texts);
  }
  rows_.clear();
  return lines;
}

bool Listing::Flush() {
  switch (format_) {
    case OutputFormat::kTable:
      return PrintStyled(table_.Take(TerminalWidth()));
    case OutputFormat::kCsv:
      return PrintExact(Lines());
    case OutputFormat::kMarkdown:
      return Print(Lines());
    case OutputFormat::kJson:
      break;
  }
  return FlushOutput();
}

bool Listing::Finish(absl::string_view nothing) {
  const bool written = Flush();
  if (count_ > 0) return written;
  if (format_ == OutputFormat::kTable) return Print(Paragraph(nothing, 0, TerminalWidth()));
  Remark(nothing);
  return written;
}

}  // namespace casejournal::services
