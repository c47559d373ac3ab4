// The layout of --help: as wide as the terminal, from 40 to 100 columns.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_HELP_HELP_TEXT_H_
#define CASEJOURNAL_SERVICES_CONSOLE_HELP_HELP_TEXT_H_

#include <cstddef>
#include <string>

#include "CLI/CLI.hpp"

namespace casejournal::services {

// What follows the name of an option: "DAY", "open|closed", "HOST:PORT [default: 127.0.0.1:7464]". Values that stand
// for numbers of the contract are left out.
std::string OptionValueText(const CLI::Option& option);

// What an option does, as one line, with its default, its variable in the environment, and whether it is required.
std::string OptionDescription(const CLI::Option& option);

// Commands that are added after the program got this formatter have the same layout. What every command takes
// (display.h) stands in the help of the program, and one line in that of a command refers to it.
class HelpText final : public CLI::Formatter {
 public:
  explicit HelpText(size_t width) : width_(width) {}

  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_description(const CLI::App* command) const override;
  std::string make_expanded(const CLI::App* group) const override;
  std::string make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const override;

 private:
  std::string Groups(const CLI::App& command) const;
  std::string Entry(const std::string& name, const std::string& text) const;

  const size_t width_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_HELP_HELP_TEXT_H_
