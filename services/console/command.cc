#include "services/console/command.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

// A line of --help has at most 100 columns, and CLI11 begins a description in column 31.
constexpr size_t kDescriptionWidth = 70;

}  // namespace

std::string CheckWholeNumber(const std::string& text) {
  uint64_t number = 0;
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  if (digits && absl::SimpleAtoi(text, &number)) return "";
  return absl::StrCat("\"", text, "\" is not a whole number of 0 or more");
}

std::string CheckPositiveNumber(const std::string& text) {
  double number = 0;
  if (absl::SimpleAtod(text, &number) && std::isfinite(number) && number > 0) return "";
  return absl::StrCat("\"", text, "\" is not a number above 0");
}

std::string NamesForHelp(const std::vector<std::string>& names) {
  return absl::StrJoin(Wrap(absl::StrJoin(names, ", "), kDescriptionWidth), "\n");
}

CLI::App& DeclareCommand(CLI::App& program, const CommandText& text) {
  CLI::App* app = program.add_subcommand(text.name, text.summary);
  app->group(text.group);
  app->footer("Examples:\n  " + absl::StrReplaceAll(text.examples, {{"\n", "\n  "}}) +
              "\n\nFor exit codes and the options of every command, such as --color and --token-file, see\ncasejournal "
              "--help.");
  DeclareDisplay(*app);
  return *app;
}

}  // namespace casejournal::services
