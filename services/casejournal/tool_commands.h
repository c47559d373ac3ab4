// Commands about the program itself, which is made of all commands.
#ifndef CASEJOURNAL_SERVICES_CASEJOURNAL_TOOL_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CASEJOURNAL_TOOL_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

// `program` and `exit` must outlive the parse.
void AddCompletionCommand(CLI::App& program, ExitStatus& exit);
void AddManualCommand(CLI::App& program, ExitStatus& exit);
void AddGlossaryCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASEJOURNAL_TOOL_COMMANDS_H_
