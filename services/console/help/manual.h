// Manual pages (man 1), made from the commands themselves.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_HELP_MANUAL_H_
#define CASEJOURNAL_SERVICES_CONSOLE_HELP_MANUAL_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace casejournal::services {

struct ManualPage {
  std::string file;  // "casejournal-plan.1"
  std::string text;  // for man: roff with the macros of man(7)
};

// The page of the program, and one for each command and subcommand. The same program gives the same pages: they have no
// date.
std::vector<ManualPage> ManualPages(const CLI::App& program);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_HELP_MANUAL_H_
