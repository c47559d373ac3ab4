#include "services/console/command.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace casejournal::services {

std::string CheckWholeNumber(const std::string& text) {
  uint64_t number = 0;
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  if (digits && absl::SimpleAtoi(text, &number)) return "";
  return absl::StrCat("\"", text, "\" is no whole number from 0 on");
}

CLI::App& DeclareCommand(CLI::App& program, const CommandText& text) {
  CLI::App* app = program.add_subcommand(text.name, text.summary);
  app->group(text.group);
  app->footer("Examples:\n  " + absl::StrReplaceAll(text.examples, {{"\n", "\n  "}}) +
              "\n\nExit codes: casejournal --help");
  return *app;
}

}  // namespace casejournal::services
