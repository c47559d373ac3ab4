// What people type: which command they mean, and what is wrong with a command line, in words that help.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_COMMAND_LINE_H_
#define CASEJOURNAL_SERVICES_CONSOLE_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return the arguments (without the name of the program) as the parser takes them:
//   options before the command go behind what follows it ("--json cases" is "cases --json");
//   "help plan" is "plan --help", "help" is "--help", and "version" is "--version".
//   kInvalidArgument  there is no such command; the message names the one that may be meant.
absl::StatusOr<std::vector<std::string>> ArgumentsAsMeant(const CLI::App& program, std::vector<std::string> arguments);

// Say what is wrong with a command line that the parser rejected: "plan: there is no option --effctive-on; did you mean
// --effective-on?" and where the help is. `program` has parsed it.
std::string WhatIsWrong(const CLI::App& program, const CLI::ParseError& error);

// The commands of `program`, or the subcommands of a command.
std::vector<const CLI::App*> CommandsOf(const CLI::App& app);

// The words with which a command is called, without the name of the program: "verify exhibit". Empty for the program.
std::string CommandWords(const CLI::App& command, absl::string_view separator = " ");

// The options and arguments of a command, those in groups of options last.
std::vector<const CLI::Option*> OptionsOf(const CLI::App& command);

// The options of a command that can be typed, as they are typed, with their dashes.
std::vector<std::string> OptionNames(const CLI::App& command);

// The names of CommandsOf.
std::vector<std::string> CommandNames(const CLI::App& app);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_COMMAND_LINE_H_
