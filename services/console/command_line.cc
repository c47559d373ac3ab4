#include "services/console/command_line.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/console/near_name.h"

namespace casejournal::services {
namespace {

bool IsOption(const std::string& argument) { return argument.size() > 1 && argument.front() == '-'; }

bool AsksForProgram(const std::string& argument) {
  return argument == "--help" || argument == "-h" || argument == "--version";
}

// The option of this name that any command has, or null.
const CLI::Option* OptionNamed(const CLI::App& program, const std::string& name) {
  for (const CLI::App* command : CommandsOf(program)) {
    const CLI::Option* option = command->get_option_no_throw(name);
    if (option != nullptr) return option;
  }
  return nullptr;
}

bool IsFollowedByValue(const CLI::App& program, const std::string& argument) {
  if (absl::StrContains(argument, "=")) return false;
  const CLI::Option* option = OptionNamed(program, argument);
  return option != nullptr && option->get_items_expected_max() > 0;
}

// "; did you mean plan?", or nothing if no name is near.
std::string Meant(const std::string& given, const std::vector<std::string>& names) {
  const std::string nearest = NearestName(given, names);
  return nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?");
}

// The command that was named last: "verify exhibit" if that was typed.
const CLI::App& CommandGiven(const CLI::App& program) {
  const CLI::App* app = &program;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return *app;
}

// What to say about arguments that the command does not take.
std::string Unexpected(const CLI::App& command, const std::vector<std::string>& arguments) {
  const auto option = std::find_if(arguments.begin(), arguments.end(), IsOption);
  if (option == arguments.end()) {
    if (arguments.empty()) return "there are too many arguments";
    const std::vector<std::string> subcommands = CommandNames(command);
    if (!subcommands.empty()) {
      return absl::StrCat("there is no ", CommandWords(command), " ", arguments.front(),
                          Meant(arguments.front(), subcommands));
    }
    return absl::StrCat("\"", arguments.front(),
                        "\" is one argument too many (put a name with spaces in quotation marks)");
  }
  const std::string name = option->substr(0, option->find('='));
  return absl::StrCat("there is no option ", name, Meant(name, OptionNames(command)));
}

}  // namespace

std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : OptionsOf(command)) {
    for (const std::string& name : option->get_lnames()) names.push_back(absl::StrCat("--", name));
    for (const std::string& name : option->get_snames()) names.push_back(absl::StrCat("-", name));
  }
  return names;
}

std::vector<const CLI::App*> CommandsOf(const CLI::App& app) {
  // A group of options is a command without a name to the parser.
  return app.get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
}

std::vector<const CLI::Option*> OptionsOf(const CLI::App& command) {
  std::vector<const CLI::Option*> options = command.get_options();
  for (const CLI::App* group : command.get_subcommands([](const CLI::App* each) { return each->get_name().empty(); })) {
    for (const CLI::Option* option : group->get_options()) {
      if (std::count(options.begin(), options.end(), option) == 0) options.push_back(option);
    }
  }
  return options;
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : CommandsOf(app)) names.push_back(command->get_name());
  return names;
}

std::string CommandWords(const CLI::App& command, absl::string_view separator) {
  std::vector<std::string> words;
  for (const CLI::App* app = &command; app->get_parent() != nullptr; app = app->get_parent())
    words.insert(words.begin(), app->get_name());
  return absl::StrJoin(words, separator);
}

absl::StatusOr<std::vector<std::string>> ArgumentsAsMeant(const CLI::App& program, std::vector<std::string> arguments) {
  std::vector<std::string> before;
  auto next = arguments.begin();
  while (next != arguments.end() && IsOption(*next)) {
    if (AsksForProgram(*next) || *next == "--") return arguments;
    if (*next == "-V") return std::vector<std::string>{"--version"};
    const bool with_value = IsFollowedByValue(program, *next);
    before.push_back(*next++);
    if (with_value && next != arguments.end()) before.push_back(*next++);
  }
  if (next == arguments.end()) return arguments;
  if (*next == "version") return std::vector<std::string>{"--version"};
  if (*next == "help") {
    std::vector<std::string> asked(std::next(next), arguments.end());
    asked.push_back("--help");
    return asked.size() == 1 ? asked : ArgumentsAsMeant(program, std::move(asked));
  }
  const std::vector<std::string> commands = CommandNames(program);
  if (std::count(commands.begin(), commands.end(), *next) == 0) {
    return absl::InvalidArgumentError(absl::StrCat("there is no command ", *next, Meant(*next, commands),
                                                   "\nSee casejournal --help for all commands."));
  }
  std::vector<std::string> meant(next, arguments.end());
  const auto end = std::find(meant.begin(), meant.end(), "--");
  meant.insert(end, before.begin(), before.end());
  return meant;
}

std::string WhatIsWrong(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App& command = CommandGiven(program);
  const std::string name = CommandWords(command);
  const bool is_extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  std::string what = is_extra ? Unexpected(command, command.remaining()) : std::string(error.what());
  if (name.empty() && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) what = "name a command";
  return absl::StrCat(name, name.empty() ? "" : ": ", what, "\nSee casejournal ", name, name.empty() ? "" : " ",
                      "--help", name.empty() ? " for all commands." : ".");
}

}  // namespace casejournal::services
