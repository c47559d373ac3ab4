// The subcommands of `casejournal verify`, one function and one file each; see commands.h.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_VERIFY_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_VERIFY_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

void AddVerifyExhibit(CLI::App& verify, ExitStatus& exit);
void AddVerifyConsistency(CLI::App& verify, ExitStatus& exit);
void AddVerifyPlan(CLI::App& verify, ExitStatus& exit);

// Print what a check proves that used the key sent by the server itself.
void RemarkOnOwnKey();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_VERIFY_COMMANDS_H_
