// --format and --json: in which form a command prints its results.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_FORMAT_FLAGS_H_
#define CASEJOURNAL_SERVICES_CONSOLE_FORMAT_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>

namespace casejournal::services {

enum class OutputFormat { kTable, kJson, kCsv, kMarkdown };

struct FormatFlags {
  OutputFormat format = OutputFormat::kTable;

  // Declare --json, which is described by `json_help` ("Print one CaseSummary as JSON per line"), and
  // --format table|json|csv|md.
  void Declare(CLI::App& app, const std::string& json_help);

  bool json() const { return format == OutputFormat::kJson; }
  // Whether a person reads the results.
  bool table() const { return format == OutputFormat::kTable; }
};

// --json alone, for a command whose result is no list.
struct JsonFlag {
  bool given = false;

  void Declare(CLI::App& app, const std::string& json_help);

  explicit operator bool() const { return given; }
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_FORMAT_FLAGS_H_
