// How a subcommand is made: a struct that holds its flags, declares them and runs.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_COMMAND_H_
#define CASEJOURNAL_SERVICES_CONSOLE_COMMAND_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

// The groups of the program's --help, in this order.
inline constexpr char kRecordGroup[] = "Record";
inline constexpr char kReadGroup[] = "Read";
inline constexpr char kProveGroup[] = "Prove";
inline constexpr char kRunGroup[] = "Run";

// What --help says of a subcommand. The summary is one line in the program's help and the first
// paragraph in the subcommand's own; the examples are command lines, one a line.
struct CommandText {
  std::string name;
  std::string group;
  std::string summary;
  std::string examples;
};

// A check for options that take a revision, a position or a count: CLI11 by itself takes "-1" for a
// very large one. Answers, as CLI11 wants it, with what is wrong; empty: nothing.
std::string CheckWholeNumber(const std::string& text);

// The subcommand without flags.
CLI::App& DeclareCommand(CLI::App& program, const CommandText& text);

// Adds a subcommand. `Command` is default constructible and has
//   void Declare(CLI::App& app)   binds flags and arguments to its members;
//   ExitStatus Run()              does the work, once the members are filled.
// Returns it, for subcommands of its own.
template <typename Command>
CLI::App& AddCommand(CLI::App& program, ExitStatus& exit, const CommandText& text) {
  auto command = std::make_shared<Command>();
  CLI::App& app = DeclareCommand(program, text);
  command->Declare(app);
  // Of a command and its subcommand, the subcommand runs alone.
  app.callback([command, &exit, &app] {
    if (app.get_subcommands().empty()) exit = command->Run();
  });
  return app;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_COMMAND_H_
