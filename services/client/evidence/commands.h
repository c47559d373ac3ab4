// The commands that prove the record or check a proof, one function and one file each.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_COMMANDS_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_COMMANDS_H_

#include "CLI/CLI.hpp"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Each adds its subcommand to `program`. When the command line names it, parsing runs it and stores in `exit` how it
// ended. `program` and `exit` must outlive the parse.
void AddCheckpointCommand(CLI::App& program, ExitStatus& exit);
void AddKeyCommand(CLI::App& program, ExitStatus& exit);
void AddMirrorCommand(CLI::App& program, ExitStatus& exit);
void AddDocumentCommand(CLI::App& program, ExitStatus& exit);
void AddExhibitCommand(CLI::App& program, ExitStatus& exit);
void AddProofCommand(CLI::App& program, ExitStatus& exit);
void AddVerifyCommand(CLI::App& program, ExitStatus& exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_COMMANDS_H_
