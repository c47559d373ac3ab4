#include "services/console/format_flags.h"

#include <map>

#include "services/console/choices.h"
#include "services/console/display.h"

namespace casejournal::services {
namespace {

const std::map<std::string, OutputFormat>& FormatsByName() {
  static const auto* const formats = new std::map<std::string, OutputFormat>{{"table", OutputFormat::kTable},
                                                                             {"json", OutputFormat::kJson},
                                                                             {"csv", OutputFormat::kCsv},
                                                                             {"md", OutputFormat::kMarkdown}};
  return *formats;
}

}  // namespace

void FormatFlags::Declare(CLI::App& app, const std::string& json_help) {
  const auto choose = [this](OutputFormat chosen) {
    format = chosen;
    if (json()) ChooseJson();
    if (format == OutputFormat::kCsv) ChooseForProgram();
  };
  CLI::Option* json_flag = app.add_flag_callback(
      "--json", [choose] { choose(OutputFormat::kJson); }, json_help);
  app.add_option_function<OutputFormat>("--format", choose,
                                        "Form of the results: table, json (as --json), csv (RFC 4180), or md (a\n"
                                        "table in Markdown) [default: table]")
      ->type_name("FORM")
      ->transform(OneOf(FormatsByName()))
      ->excludes(json_flag);
}

void JsonFlag::Declare(CLI::App& app, const std::string& json_help) {
  app.add_flag_callback(
      "--json",
      [this] {
        given = true;
        ChooseJson();
      },
      json_help);
}

}  // namespace casejournal::services
