#include "services/cli/command.h"

#include "absl/strings/str_replace.h"

namespace casejournal::services {

CLI::App& DeclareCommand(CLI::App& program, const CommandText& text) {
  CLI::App* app = program.add_subcommand(text.name, text.summary);
  app->group(text.group);
  app->footer("Examples:\n  " + absl::StrReplaceAll(text.examples, {{"\n", "\n  "}}) +
              "\n\nExit codes: casejournal --help");
  return *app;
}

}  // namespace casejournal::services
