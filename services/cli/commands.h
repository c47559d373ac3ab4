// The subcommands of the program: one function and one file each.
#ifndef CASEJOURNAL_SERVICES_CLI_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLI_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/cli/exit_status.h"

namespace casejournal::services {

// Each function adds its subcommand to `program`. If the command line names the subcommand, parsing runs it and sets
// `exit`. `program` and `exit` must outlive the parse.

// Record.
void AddAppendCommand(CLI::App& program, ExitStatus& exit);
void AddImportCommand(CLI::App& program, ExitStatus& exit);

// Read.
void AddPlanCommand(CLI::App& program, ExitStatus& exit);
void AddFindingsCommand(CLI::App& program, ExitStatus& exit);
void AddDocketCommand(CLI::App& program, ExitStatus& exit);
void AddDueCommand(CLI::App& program, ExitStatus& exit);
void AddCasesCommand(CLI::App& program, ExitStatus& exit);
void AddPersonsCommand(CLI::App& program, ExitStatus& exit);
void AddHistoryCommand(CLI::App& program, ExitStatus& exit);
void AddReplayCommand(CLI::App& program, ExitStatus& exit);
void AddRegisterCommand(CLI::App& program, ExitStatus& exit);
void AddEventsCommand(CLI::App& program, ExitStatus& exit);
void AddSubscribeCommand(CLI::App& program, ExitStatus& exit);

// Prove.
void AddCheckpointCommand(CLI::App& program, ExitStatus& exit);
void AddKeyCommand(CLI::App& program, ExitStatus& exit);
void AddMirrorCommand(CLI::App& program, ExitStatus& exit);
void AddExhibitCommand(CLI::App& program, ExitStatus& exit);
void AddProofCommand(CLI::App& program, ExitStatus& exit);
void AddVerifyCommand(CLI::App& program, ExitStatus& exit);

// Run.
void AddInitCommand(CLI::App& program, ExitStatus& exit);
void AddServeCommand(CLI::App& program, ExitStatus& exit);
void AddRulesCommand(CLI::App& program, ExitStatus& exit);
void AddContinueCommand(CLI::App& program, ExitStatus& exit);
void AddFsckCommand(CLI::App& program, ExitStatus& exit);
void AddRebuildCommand(CLI::App& program, ExitStatus& exit);
void AddBenchCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLI_COMMANDS_H_
