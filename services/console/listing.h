// A list of results in the form that the user chose: a table for people, CSV, or Markdown. (JSON is made of the
// messages of the contract themselves: a command prints them, and does not fill a listing.)
#ifndef CASEJOURNAL_SERVICES_CONSOLE_LISTING_H_
#define CASEJOURNAL_SERVICES_CONSOLE_LISTING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/console/format_flags.h"
#include "services/pages/table.h"

namespace casejournal::services {

// Fill it in rows, and call Flush after each page of an answer, and Finish at the end. Not safe for concurrent use.
//
// A table fits the terminal: columns that are empty are left out; columns with a rank move below the row where the
// terminal is narrow (table.h). CSV and Markdown always have all columns.
class Listing {
 public:
  // The titles are also the first line of CSV and of Markdown.
  Listing(OutputFormat format, std::vector<Column> columns);

  // Add a row. Missing cells are empty. Use Stack for a cell with several values.
  void Add(std::vector<Cell> cells);

  // Join values of one cell: one below the other in a table, else with "; ".
  std::string Stack(const std::vector<std::string>& values) const;

  // Print the rows added since the last call. Return false as Print does (output.h).
  bool Flush();

  // Print the rest. If there was no row, say `nothing`, a whole sentence: as the result of a table; else beside the
  // (empty) result, on standard error.
  bool Finish(absl::string_view nothing);

  size_t rows() const { return count_; }

 private:
  std::string Lines();

  const OutputFormat format_;
  std::vector<std::string> titles_;
  Table table_;
  std::vector<std::vector<Cell>> rows_;
  size_t count_ = 0;
  bool begun_ = false;
};

// Return a line of CSV (RFC 4180), with its end. The texts stay exactly as they are: a program that opens the file may
// take a text that begins with "=" for a formula.
std::string CsvLine(const std::vector<std::string>& texts);

// Return a line of a table in Markdown, with its end. Signs that have a meaning there are escaped.
std::string MarkdownLine(const std::vector<std::string>& texts);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_LISTING_H_
