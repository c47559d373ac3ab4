// The subcommands of `casejournal verify`, one function and one file each; see commands.h.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_VERIFY_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_VERIFY_COMMANDS_H_

#include <string>

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

void AddVerifyExhibit(CLI::App& verify, ExitStatus& exit);
void AddVerifyConsistency(CLI::App& verify, ExitStatus& exit);
void AddVerifyPlan(CLI::App& verify, ExitStatus& exit);

// The help of --key where the server can give its own key.
inline constexpr char kVerifierKeyHelp[] =
    "Verifier key of the journal, or a file with it; get it from a source other\n"
    "than the server [default: the server's own key]";

// Print the last line of a result: one sentence, in bold on a terminal.
void PrintVerdict(const std::string& sentence);

// Print what a check proves that used the key sent by the server itself.
void RemarkOnOwnKey();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_VERIFY_COMMANDS_H_
