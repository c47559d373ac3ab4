// How a subcommand is built: a struct holds its flags, declares them, and runs.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_COMMAND_H_
#define CASEJOURNAL_SERVICES_CONSOLE_COMMAND_H_

#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "services/console/display.h"
#include "services/console/exit_status.h"
#include "services/console/output.h"

namespace casejournal::services {

// The groups of commands in the program's --help, in this order.
inline constexpr char kRecordGroup[] = "Record";
inline constexpr char kReadGroup[] = "Read";
inline constexpr char kProveGroup[] = "Prove";
inline constexpr char kRunGroup[] = "Run";
inline constexpr char kToolGroup[] = "Tools";

// The help texts of a subcommand. `summary` is one line of at most 70 columns: the program's help lists it, and the
// subcommand's own help starts with it. `examples` has one command line per line.
struct CommandText {
  std::string name;
  std::string group;
  std::string summary;
  std::string examples;
  // A person reads its results: they may be shown in a pager. Not for a command that goes on printing.
  bool pages = false;
};

// Check an option value that is a revision, a position, or a count. CLI11 alone would read "-1" as a very large number.
// Return the error text, as CLI11 expects it; empty if `text` is valid.
std::string CheckWholeNumber(const std::string& text);

// Check an option value that must be a finite number above 0. Return the error text; empty if `text` is valid.
std::string CheckPositiveNumber(const std::string& text);

// Return `names`, separated by commas, as lines that fit a description in --help.
std::string NamesForHelp(const std::vector<std::string>& names);

// Add the subcommand without flags.
CLI::App& DeclareCommand(CLI::App& program, const CommandText& text);

// Add a subcommand. `Command` is default constructible and has
//   void Declare(CLI::App& app)   binds flags and arguments to its members;
//   ExitStatus Run()              does the work after parsing has filled the members.
// Return the subcommand, so that the caller can add subcommands to it.
template <typename Command>
CLI::App& AddCommand(CLI::App& program, ExitStatus& exit, const CommandText& text) {
  auto command = std::make_shared<Command>();
  CLI::App& app = DeclareCommand(program, text);
  command->Declare(app);
  // If a subcommand of this command is given, only the subcommand runs.
  app.callback([command, &exit, &app, pages = text.pages] {
    if (!app.get_subcommands().empty()) return;
    if (pages && !WantsJson()) OfferPager();
    exit = command->Run();
  });
  return app;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_COMMAND_H_
