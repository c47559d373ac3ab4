// The subcommands of `casejournal verify`, one function and one file each; see commands.h.
#ifndef CASEJOURNAL_SERVICES_CLI_VERIFY_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLI_VERIFY_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/exit_status.h"

namespace casejournal::services {

void AddVerifyExhibit(CLI::App& verify, ExitStatus& exit);
void AddVerifyConsistency(CLI::App& verify, ExitStatus& exit);
void AddVerifyPlan(CLI::App& verify, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLI_VERIFY_COMMANDS_H_
