// The commands that make certificates and tokens for development. Each Add... adds one subcommand to the program;
// parsing runs it and sets `exit`.
#ifndef CASEJOURNAL_SERVICES_OPERATE_CREDENTIALS_COMMANDS_H_
#define CASEJOURNAL_SERVICES_OPERATE_CREDENTIALS_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

void AddCertsCommand(CLI::App& program, ExitStatus& exit);
void AddTokenCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_CREDENTIALS_COMMANDS_H_
