// The commands with which a person signs in. Each Add... adds one subcommand to the program; parsing runs it and sets
// `exit`.
#ifndef CASEJOURNAL_SERVICES_CLIENT_SIGN_IN_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_SIGN_IN_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

void AddLoginCommand(CLI::App& program, ExitStatus& exit);
void AddWhoamiCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_SIGN_IN_COMMANDS_H_
