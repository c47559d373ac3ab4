// The commands about who may see what, one function each.
#ifndef CASEJOURNAL_SERVICES_CLIENT_ACCESS_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_ACCESS_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Each adds its subcommand to `program`. When the command line names it, parsing runs it and stores in `exit` how it
// ended. `program` and `exit` must outlive the parse.
void AddRolesCommand(CLI::App& program, ExitStatus& exit);
void AddWhoMayCommand(CLI::App& program, ExitStatus& exit);
void AddDisclosuresCommand(CLI::App& program, ExitStatus& exit);
void AddGrantCommand(CLI::App& program, ExitStatus& exit);
void AddRevokeCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_ACCESS_COMMANDS_H_
