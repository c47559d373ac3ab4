// Scripts with which a shell completes commands and options. They are made from the commands themselves.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_HELP_COMPLETION_H_
#define CASEJOURNAL_SERVICES_CONSOLE_HELP_COMPLETION_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// The shells: bash, fish, zsh.
const std::vector<std::string>& CompletionShells();

// Return the script for a shell.
//   kNotFound  there is none for it.
absl::StatusOr<std::string> CompletionScript(const CLI::App& program, absl::string_view shell);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_HELP_COMPLETION_H_
