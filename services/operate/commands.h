// The commands that make, serve, and maintain a journal, one function and one file each.
#ifndef CASEJOURNAL_SERVICES_OPERATE_COMMANDS_H_
#define CASEJOURNAL_SERVICES_OPERATE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Each adds its subcommand to `program`. When the command line names it, parsing runs it and stores in `exit` how it
// ended. `program` and `exit` must outlive the parse.
void AddInitCommand(CLI::App& program, ExitStatus& exit);
void AddNameAdministratorCommand(CLI::App& program, ExitStatus& exit);
void AddRehearseCommand(CLI::App& program, ExitStatus& exit);
void AddServeCommand(CLI::App& program, ExitStatus& exit);
void AddRulesCommand(CLI::App& program, ExitStatus& exit);
void AddContinueCommand(CLI::App& program, ExitStatus& exit);
void AddFsckCommand(CLI::App& program, ExitStatus& exit);
void AddRebuildCommand(CLI::App& program, ExitStatus& exit);
void AddBackupCommand(CLI::App& program, ExitStatus& exit);
void AddRestoreCommand(CLI::App& program, ExitStatus& exit);
void AddKeysCommand(CLI::App& program, ExitStatus& exit);
void AddCertsCommand(CLI::App& program, ExitStatus& exit);
void AddTokenCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_COMMANDS_H_
